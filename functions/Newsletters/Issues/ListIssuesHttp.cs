using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Contacts;
using Peyk.Functions.Clients;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>The issues that a client posted in a topic, newest first, page by page.</summary>
public sealed class ListIssuesHttp(ApiEndpoint api, IssueStore store, TopicCatalog topics)
{
    private const int UsualPage = 20;
    private const int LongestPage = 100;

    [Function(nameof(ListIssuesHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/newsletters/{topic}/issues")] HttpRequest request,
        string topic,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Newsletters, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        if (topics.FindNewsletter(topic) is null)
            return new ProblemResult(Problem.NotFound);
        var parameters = new QueryParameters(request.Query);
        var limit = parameters.Limit(UsualPage, LongestPage);
        var after = parameters.After(cursor => NotificationKeys.TryParse(cursor, out _) ? cursor : null);
        parameters.Close();
        if (parameters.Errors.Count > 0)
            return new ProblemResult(Problem.Validation(parameters.Errors));
        // One more than is shown tells whether there is a next page.
        var issues = await store.ReadTopicAsync(topic, after is null ? null : Guid.Parse(after), cancellationToken)
            .Where(issue => issue.Client.Id == client.Id).Take(limit + 1).ToListAsync(cancellationToken);
        var next = issues.Count > limit ? issues[limit - 1].Id.ToString("D") : null;
        return Results.Json(new IssueList([.. issues.Take(limit).Select(IssueViews.Summary)], next), HttpJson.Readable.IssueList);
    }
}
