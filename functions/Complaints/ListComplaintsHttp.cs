using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Complaints;

/// <summary>A client's complaints, oldest first, a page at a time.</summary>
public sealed class ListComplaintsHttp(ApiEndpoint api, ComplaintReader complaints)
{
    [Function(nameof(ListComplaintsHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/complaints")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Complaints, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var parameters = new QueryParameters(request.Query);
        var query = new ComplaintQuery(
            client.Id, client.IsTest, parameters.Word<ComplaintState>("state"), parameters.Text("code"), parameters.After(ComplaintReader.PlaceOf),
            parameters.Limit(ComplaintReader.UsualPage, ComplaintReader.LongestPage));
        parameters.Close();
        return parameters.Errors.Count > 0
            ? new ProblemResult(Problem.Validation(parameters.Errors))
            : Results.Json(await complaints.ReadAsync(query, cancellationToken), HttpJson.Readable.ComplaintPage);
    }
}
