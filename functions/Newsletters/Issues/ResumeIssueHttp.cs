using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>Lets a paused issue go on, whoever or whatever had paused it.</summary>
public sealed class ResumeIssueHttp(ApiEndpoint api, IssueControl issues, IssueViews views)
{
    [Function(nameof(ResumeIssueHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/newsletters/{topic}/issues/{id}/resume")] HttpRequest request,
        string topic,
        string id,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Newsletters, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var (issue, refusal) = await issues.ResumeAsync(topic, id, client.Id, cancellationToken);
        return issue is not null
            ? IssueResult.Of(await views.OfAsync(issue, cancellationToken), request.HttpContext.Response)
            : new ProblemResult(refusal!);
    }
}
