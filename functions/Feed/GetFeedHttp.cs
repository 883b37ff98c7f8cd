using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Feed;

/// <summary>The final statuses of a client's notifications, in order, from a cursor on.</summary>
public sealed class GetFeedHttp(ApiEndpoint api, FeedReader feed)
{
    [Function(nameof(GetFeedHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/feed")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Read, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var parameters = new QueryParameters(request.Query);
        var after = parameters.After(FeedRows.RowOf);
        var limit = parameters.Limit(FeedReader.UsualPage, FeedReader.LongestPage);
        parameters.Close();
        return parameters.Errors.Count > 0
            ? new ProblemResult(Problem.Validation(parameters.Errors))
            : Results.Json(await feed.ReadAsync(client.Id, after, limit, cancellationToken), HttpJson.Readable.FeedPage);
    }
}
