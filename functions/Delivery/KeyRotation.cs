using Azure;
using Azure.Data.Tables;
using NodaTime;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>
/// Brings the content rows under the current master key, from the oldest day that can have any. The older master keys
/// stay configured: the chains that they signed are checked with them.
/// </summary>
public sealed partial class KeyRotation(
    TableServiceClient tables,
    NotificationKeys keys,
    Cursors cursors,
    HeldContents contents,
    ContentCipher cipher,
    Keyring keyring,
    TimeProvider time,
    ILogger<KeyRotation> logger)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    private readonly TableClient _table = tables.GetTableClient(Tables.Notifications);

    /// <summary>Goes on where the last run stopped. With the key of the last run, there is nothing to do.</summary>
    /// <returns>How many content rows were rewrapped.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var work = $"rotation-{keyring.Current.Id}";
        var started = time.GetTimestamp();
        var today = keys.Day(time.GetUtcNow());
        var first = await cursors.ReadAsync(work, cancellationToken) ?? contents.Oldest;
        var (day, count) = (first, 0);
        for (; day <= today && time.GetElapsedTime(started) < Longest; day = day.PlusDays(1))
        {
            for (var shard = 0; shard < NotificationKeys.Shards; shard++)
                count += await RewrapAsync(NotificationKeys.Partition(day, shard), cancellationToken);
        }

        // Today and yesterday are looked at again and again: an instance of the old key may still write them.
        var next = LocalDate.Min(day, today.PlusDays(-1));
        if (next > first)
            await cursors.WriteAsync(work, next, cancellationToken);
        if (count > 0)
            Log.Rewrapped(logger, count, keyring.Current.Id);
        return count;
    }

    private async Task<int> RewrapAsync(string partition, CancellationToken cancellationToken)
    {
        var count = 0;
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey lt {NotificationKeys.OpenFrom} and KeyId ne {keyring.Current.Id}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (!row.RowKey.EndsWith("|c", StringComparison.Ordinal))
                continue;
            var owner = Guid.ParseExact(row.RowKey[..^2], "D");
            if (cipher.Rewrap(owner, NotificationRows.ReadContent(row)) is not { } rewrapped)
                continue;
            var changed = new TableEntity(row.PartitionKey, row.RowKey) { ["KeyId"] = rewrapped.KeyId, ["WrappedKey"] = rewrapped.WrappedKey };
            try
            {
                await _table.UpdateEntityAsync(changed, row.ETag, TableUpdateMode.Merge, cancellationToken);
                count++;
            }
            catch (RequestFailedException e) when (e.Status is 404 or 412)
            {
                // Erased or rewrapped by another instance since it was read.
            }
        }

        return count;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Count} content rows were brought under the master key {KeyId}")]
        public static partial void Rewrapped(ILogger logger, int count, string keyId);
    }
}
