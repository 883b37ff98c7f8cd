using System.Globalization;
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
        var errors = new List<FieldError>();
        var after = After(request, errors);
        var limit = Limit(request, errors);
        return errors.Count > 0
            ? new ProblemResult(Problem.Validation(errors))
            : Results.Json(await feed.ReadAsync(client.Id, after, limit, cancellationToken), HttpJson.Readable.FeedPage);
    }

    private static string? After(HttpRequest request, List<FieldError> errors)
    {
        if (request.Query["after"].ToString() is not { Length: > 0 } cursor)
            return null;
        if (FeedRows.RowOf(cursor) is { } row)
            return row;
        errors.Add(new("query:after", "format", "The value is no cursor: use next of an earlier answer."));
        return null;
    }

    private static int Limit(HttpRequest request, List<FieldError> errors)
    {
        var text = request.Query["limit"].ToString();
        if (text.Length == 0)
            return FeedReader.UsualPage;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= FeedReader.LongestPage)
            return limit;
        errors.Add(new("query:limit", "range", $"The value must be a number from 1 to {FeedReader.LongestPage}."));
        return 0;
    }
}
