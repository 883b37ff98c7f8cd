using Azure.Data.Tables;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Feed;

/// <summary>Reads the feed of a client in order. Reading again from the same cursor gives the same.</summary>
public sealed class FeedReader(TableServiceClient tables, NotificationStore notifications, TimeProvider time)
{
    /// <summary>Most items of a page.</summary>
    public const int LongestPage = 500;

    public const int UsualPage = 100;

    /// <summary>Rows are shown when they are this old: by then every row with an earlier time has been written.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    /// <summary>How long rows are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>A row whose change is still missing after this will never have one: a function's life is shorter.</summary>
    private static readonly TimeSpan LongestChange = TimeSpan.FromMinutes(3);

    private const int AtOnce = 16;

    private readonly TableClient _table = tables.GetTableClient(Tables.Feed);

    /// <param name="after">Row key of the last row that the reader has; null to begin with the oldest.</param>
    public async Task<FeedPage> ReadAsync(string clientId, string? after, int limit, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (rows, more) = await RowsAsync(clientId, after, now - Settling, limit, cancellationToken);
        var items = new List<FeedItem>();
        var last = after;
        foreach (var some in rows.Chunk(AtOnce))
        {
            var happened = await Task.WhenAll(some.Select(row => HappenedAsync(row, cancellationToken)));
            for (var i = 0; i < some.Length; i++)
            {
                var row = some[i];
                // Its change may still be on the way; what comes after it must wait, or the reader would pass it by.
                if (!happened[i] && FeedRows.TimeOf(row.RowKey) > now - LongestChange)
                    return Page(items, last, more: false);
                if (happened[i])
                    items.Add(FeedRows.Read(row));
                last = row.RowKey;
            }
        }

        return Page(items, last, more);
    }

    private async Task<(List<TableEntity> Rows, bool More)> RowsAsync(
        string clientId, string? after, DateTimeOffset until, int limit, CancellationToken cancellationToken)
    {
        var oldest = until - Kept;
        var begin = after is null || FeedRows.TimeOf(after) < oldest ? FeedRows.At(oldest) : after;
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {FeedRows.Partition(clientId, FeedRows.TimeOf(begin))} and PartitionKey le {FeedRows.Partition(clientId, until)} and RowKey gt {begin} and RowKey lt {FeedRows.At(until)}");
        var rows = new List<TableEntity>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, maxPerPage: limit + 1, cancellationToken: cancellationToken))
        {
            if (rows.Count == limit)
                return (rows, true);
            rows.Add(row);
        }

        return (rows, false);
    }

    private async Task<bool> HappenedAsync(TableEntity row, CancellationToken cancellationToken)
    {
        var (id, sequence) = FeedRows.EntryOf(row.RowKey);
        return await notifications.ReadEntryAsync(id, sequence, cancellationToken) is { } entry && entry.Mac == row.GetString("Mac");
    }

    private static FeedPage Page(List<FeedItem> items, string? last, bool more) => new(items, last is null ? null : FeedRows.Cursor(last), more);
}
