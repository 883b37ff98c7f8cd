using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Complaints;

/// <summary>A client's complaints of the last months, newest first.</summary>
public sealed class ListComplaintsHttp(ApiEndpoint api, ComplaintStore complaints, TimeProvider time)
{
    private const int UsualMonths = 3;
    private const int MostMonths = 13;

    [Function(nameof(ListComplaintsHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/complaints")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Complaints, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var parameters = new QueryParameters(request.Query);
        var state = parameters.Word<ComplaintState>("state");
        var code = parameters.Text("code");
        var months = parameters.Number("months", UsualMonths, 1, MostMonths);
        parameters.Close();
        if (parameters.Errors.Count > 0)
            return new ProblemResult(Problem.Validation(parameters.Errors));
        var found = new List<ComplaintView>();
        for (var age = 0; age < months; age++)
        {
            found.AddRange((await complaints.ReadMonthAsync(time.GetUtcNow().AddMonths(-age), cancellationToken))
                .Where(c => c.ClientId == client.Id && c.IsTest == client.IsTest && (state is null || c.State == state) && (code is null || c.Code == code))
                .Select(ComplaintView.Of));
        }

        return Results.Json(new ComplaintList(found), HttpJson.Readable.ComplaintList);
    }
}
