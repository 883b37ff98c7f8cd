using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Complaints;

/// <summary>One complaint, for the client whose it is.</summary>
public sealed class GetComplaintHttp(ApiEndpoint api, ComplaintStore complaints)
{
    [Function(nameof(GetComplaintHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/complaints/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Complaints, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        return NotificationKeys.TryParse(id, out var wanted) && await complaints.FindAsync(wanted, cancellationToken) is { } found
            && found.ClientId == client.Id && found.IsTest == client.IsTest
            ? Results.Json(ComplaintView.Of(found), HttpJson.Readable.ComplaintView)
            : new ProblemResult(Problem.NotFound);
    }
}
