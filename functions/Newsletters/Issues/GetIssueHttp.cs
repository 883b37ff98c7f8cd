using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>An issue with its texts, and how far its sending has come.</summary>
public sealed class GetIssueHttp(ApiEndpoint api, IssueControl issues, IssueViews views)
{
    [Function(nameof(GetIssueHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/newsletters/{topic}/issues/{id}")] HttpRequest request,
        string topic,
        string id,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Newsletters, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        return await issues.FindAsync(topic, id, client.Id, cancellationToken) is { } issue
            ? IssueResult.Of(await views.OfAsync(issue, cancellationToken), request.HttpContext.Response)
            : new ProblemResult(Problem.NotFound);
    }
}
