using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Contacts;
using Peyk.Core.Newsletters;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>The subscriptions of a topic, page by page, in no order that means anything.</summary>
public sealed class ListSubscriptionsHttp(ApiEndpoint api, SubscriptionStore subscriptions, SubscriptionViews views, TopicCatalog topics)
{
    private const int UsualPage = 100;
    private const int LongestPage = 1000;

    [Function(nameof(ListSubscriptionsHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/newsletters/{topic}/subscriptions")] HttpRequest request,
        string topic,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.NewslettersRead, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        if (topics.FindNewsletter(topic) is null)
            return new ProblemResult(Problem.NotFound);
        var parameters = new QueryParameters(request.Query);
        var limit = parameters.Limit(UsualPage, LongestPage);
        var status = parameters.Word<SubscriptionState>("status");
        var after = parameters.After(cursor => Place.TryRead(cursor, out _) ? cursor : null);
        parameters.Close();
        if (parameters.Errors.Count > 0)
            return new ProblemResult(Problem.Validation(parameters.Errors));
        return Results.Json(
            await ReadAsync(topic, client.IsTest, status, after, limit, cancellationToken), HttpJson.Readable.SubscriptionList);
    }

    /// <summary>From one shard alone: as little is read for a page as stands on it.</summary>
    private async Task<SubscriptionList> ReadAsync(
        string topic, bool isTest, SubscriptionState? status, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var place = cursor is not null && Place.TryRead(cursor, out var read) ? read : new Place(0, null);
        IReadOnlyList<Subscription> page;
        do
        {
            page = await subscriptions.ReadPageAsync(topic, isTest, place.Shard, place.After, limit, cancellationToken);
            place = page.Count == limit ? place with { After = page[^1].Hash } : new(place.Shard + 1, null);
        }
        while (page.Count == 0 && place.Shard < SubscriptionRows.Shards);
        return new(
            [.. page.Where(row => status is null || row.State == status).Select(views.Of)],
            place.Shard < SubscriptionRows.Shards ? place.ToString() : null);
    }

    /// <summary>Behind which row a page begins.</summary>
    private readonly record struct Place(int Shard, string? After)
    {
        public static bool TryRead(string cursor, out Place place)
        {
            var parts = cursor.Split('-');
            place = default;
            if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var shard) || shard >= SubscriptionRows.Shards
                || parts[1].Length is not (0 or 64) || !parts[1].All(char.IsAsciiHexDigitLower))
                return false;
            place = new(shard, parts[1].Length == 0 ? null : parts[1]);
            return true;
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Shard}-{After}");
    }
}
