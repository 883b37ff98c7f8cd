using Azure.Data.Tables;
using Peyk.Functions.Feed;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Callbacks;

internal static class FeedTwins
{
    /// <summary>Writes the only row of a client's feed once more, under another time.</summary>
    public static async Task RepeatAsync(PeykHost host, string client, DateTimeOffset at)
    {
        var feed = host.Tables.GetTableClient(Tables.Feed);
        var row = await feed.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey ge {client + "|"} and PartitionKey lt {client + "}"}")).SingleAsync();
        var (id, sequence) = FeedRows.EntryOf(row.RowKey);
        var twin = new TableEntity(row) { PartitionKey = FeedRows.Partition(client, at), RowKey = FeedRows.Row(at, id, sequence) };
        await feed.AddEntityAsync(twin);
    }
}
