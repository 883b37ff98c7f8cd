using Azure.Data.Tables;
using NodaTime;
using Peyk.Core.Deliveries;
using Peyk.Core.Reports;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Reports;

/// <summary>A delivery in the list of its day: nothing of a person.</summary>
public sealed record ListedDelivery(Guid Id, string Kind, string? Service, Channel Channel, DeliveryStatus Status, Reason? Reason)
{
    public DateTimeOffset AcceptedAt => NotificationKeys.TimeOf(Id);
}

/// <param name="Next">The notification after which the list goes on; null when this is its end.</param>
public sealed record DeliveryPage(IReadOnlyList<ListedDelivery> Deliveries, Guid? Next);

/// <summary>Lists the deliveries that a day's figures are made of, by the time of acceptance. It reads that day's 16 partitions and nothing else.</summary>
public sealed class DayDeliveries(TableServiceClient tables)
{
    /// <summary>Notifications of a page at most.</summary>
    public const int LongestPage = 100;

    /// <summary>Notifications that are looked through for a page at most: after it the page may be short, or even empty, and the list goes on.</summary>
    public const int MostLooked = 5_000;

    private static readonly string[] Columns = ["RowKey", "Kind", "Template", "Language", "Service", "Test", "Deliveries"];

    private readonly TableClient _table = tables.GetTableClient(Tables.Notifications);

    /// <param name="query">Its filters say which deliveries are wanted; its period does not count.</param>
    /// <param name="after">The notification at which an earlier page ended; null to begin with the first.</param>
    public async Task<DeliveryPage> ReadAsync(LocalDate day, DeliveryReportQuery query, Guid? after, CancellationToken cancellationToken)
    {
        var shards = Enumerable.Range(0, NotificationKeys.Shards)
            .Select(shard => Heads(NotificationKeys.Partition(day, shard), after, cancellationToken).GetAsyncEnumerator(cancellationToken)).ToList();
        try
        {
            return await MergeAsync(shards, query);
        }
        finally
        {
            foreach (var shard in shards)
                await shard.DisposeAsync();
        }
    }

    private static async Task<DeliveryPage> MergeAsync(List<IAsyncEnumerator<TableEntity>> shards, DeliveryReportQuery query)
    {
        // Each shard is in the order of time; the one with the oldest head is next.
        var oldest = new PriorityQueue<IAsyncEnumerator<TableEntity>, string>(StringComparer.Ordinal);
        var first = await Task.WhenAll(shards.Select(async shard => (Shard: shard, HasHead: await shard.MoveNextAsync())));
        foreach (var (shard, _) in first.Where(f => f.HasHead))
            oldest.Enqueue(shard, shard.Current.RowKey);
        var found = new List<ListedDelivery>();
        var (notifications, last) = (0, (Guid?)null);
        for (var looked = 0; oldest.TryDequeue(out var shard, out var id); looked++)
        {
            if (notifications == LongestPage || looked == MostLooked)
                return new(found, last);
            var fitting = Fitting(shard.Current, query).ToList();
            found.AddRange(fitting);
            notifications += fitting.Count > 0 ? 1 : 0;
            last = Guid.ParseExact(id, "D");
            if (await shard.MoveNextAsync())
                oldest.Enqueue(shard, shard.Current.RowKey);
        }

        return new(found, null);
    }

    private static IEnumerable<ListedDelivery> Fitting(TableEntity head, DeliveryReportQuery query)
    {
        var (facts, deliveries) = NotificationRows.ReadForReport(head);
        if (facts.IsTest)
            yield break;
        foreach (var delivery in deliveries)
        {
            var reason = delivery.Status.IsFinalFailure() ? delivery.Reason : null;
            var key = new DeliveryKey(facts.Kind, facts.Service, delivery.Channel, facts.Template, facts.Language, delivery.Status, reason, facts.IsTest);
            if (query.Passes(key, _ => true))
                yield return new(Guid.ParseExact(head.RowKey, "D"), facts.Kind, facts.Service, delivery.Channel, delivery.Status, reason);
        }
    }

    private IAsyncEnumerable<TableEntity> Heads(string partition, Guid? after, CancellationToken cancellationToken)
    {
        // A notification's other rows have keys that begin with its own, and no kind.
        var from = after is { } id ? $"{id:D}~" : "";
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey gt {from} and RowKey lt {NotificationKeys.OpenFrom} and Kind gt {""}");
        return _table.QueryAsync<TableEntity>(filter, maxPerPage: LongestPage, select: Columns, cancellationToken: cancellationToken);
    }
}
