using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>Stops the sending of an issue until it is resumed; what a provider has already goes on.</summary>
public sealed class PauseIssueHttp(ApiEndpoint api, IssueControl issues, IssueViews views)
{
    [Function(nameof(PauseIssueHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/newsletters/{topic}/issues/{id}/pause")] HttpRequest request,
        string topic,
        string id,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Newsletters, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var (issue, refusal) = await issues.PauseAsync(topic, id, client.Id, cancellationToken);
        return issue is not null
            ? IssueResult.Of(await views.OfAsync(issue, cancellationToken), request.HttpContext.Response)
            : new ProblemResult(refusal!);
    }
}
