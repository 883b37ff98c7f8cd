using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>Puts another request in an issue's place, if it is still the revision that <c>If-Match</c> names and does not go out yet.</summary>
public sealed class ChangeIssueHttp(ApiEndpoint api, IssueControl issues)
{
    [Function(nameof(ChangeIssueHttp))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/newsletters/{topic}/issues/{id}")] HttpRequest request,
        string topic,
        string id,
        CancellationToken cancellationToken) =>
        api.PostAsync(
            request,
            Scopes.Newsletters,
            ["application/json"],
            AcceptIssueHttp.LargestBody,
            async (intake, token) => IssueRevision.TryRead(request, out var expected)
                ? IssueResult.Of(await issues.ReplaceAsync(topic, id, intake, expected, token), StatusCodes.Status200OK, request.HttpContext.Response)
                : new ProblemResult(Problem.Validation([new("header:If-Match", "format", "The value is the ETag of the issue, or *.")])),
            cancellationToken);
}
