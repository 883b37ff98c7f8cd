using Azure;
using Azure.Data.Tables;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Assistant;

/// <summary>Deletes what conversations need no more. Rows that tell of others go last, so that a stop in between leaves nothing behind.</summary>
public sealed class ConversationPurge(TableServiceClient tables, TimeProvider time)
{
    /// <summary>How long a text is kept.</summary>
    public static readonly TimeSpan TextKept = TimeSpan.FromDays(30);

    private readonly TableClient _table = tables.GetTableClient(Tables.Conversations);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await foreach (var day in RangeAsync("day-", ConversationRows.Day(now - TextKept), cancellationToken))
        {
            await DeleteAsync(day.GetString("Sender")!, ConversationRows.Text + day.RowKey.Split('|')[1], cancellationToken);
            if (day.GetString("Code") is { } code)
            {
                await DeleteAsync(ConversationRows.Code(code), "", cancellationToken);
                await DeleteAsync($"{ConversationRows.MessagesFrom}{day.PartitionKey["day-".Length..]}", day.RowKey, cancellationToken);
            }

            await DeleteAsync(day.PartitionKey, day.RowKey, cancellationToken);
        }

        await foreach (var end in RangeAsync("end-", ConversationRows.End(now), cancellationToken))
        {
            await EndAsync(end.GetString("Sender")!, end.GetString("Row")!, now, cancellationToken);
            await DeleteAsync(end.PartitionKey, end.RowKey, cancellationToken);
        }
    }

    /// <summary>A talk that went on since has another day on which it ends.</summary>
    private async Task EndAsync(string sender, string key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(sender, key, cancellationToken: cancellationToken);
        if (!row.HasValue || row.Value!.GetDateTimeOffset(ConversationRows.KeptUntil) > now)
            return;
        try
        {
            await _table.DeleteEntityAsync(sender, key, row.Value.ETag, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            // It goes on just now.
        }
    }

    private AsyncPageable<TableEntity> RangeAsync(string from, string to, CancellationToken cancellationToken) => _table.QueryAsync<TableEntity>(
        TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {to}"), cancellationToken: cancellationToken);

    private Task DeleteAsync(string partition, string row, CancellationToken cancellationToken) =>
        _table.DeleteEntityAsync(partition, row, ETag.All, cancellationToken);
}
