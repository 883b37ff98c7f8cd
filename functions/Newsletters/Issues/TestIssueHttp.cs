using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>Sends an issue to a few named addresses before it goes to all; each mail says that it is a test.</summary>
public sealed class TestIssueHttp(ApiEndpoint api, IssueTestSends tests)
{
    [Function(nameof(TestIssueHttp))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/newsletters/{topic}/issues/{id}/tests")] HttpRequest request,
        string topic,
        string id,
        CancellationToken cancellationToken) =>
        api.PostAsync(request, Scopes.Newsletters, async (intake, token) =>
        {
            var (sent, problem) = await tests.SendAsync(topic, id, intake, token);
            return sent is not null
                ? Results.Json(sent, HttpJson.Readable.IssueTests, statusCode: StatusCodes.Status202Accepted)
                : new ProblemResult(problem!);
        }, cancellationToken);
}
