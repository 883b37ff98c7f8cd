using Azure;
using Azure.Data.Tables;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Reminders;

/// <summary>Brings the reminders under the current master key. What a run leaves the next one finds by the same filter.</summary>
public sealed partial class ReminderKeyRotation(
    TableServiceClient tables, Cursors cursors, NotificationKeys keys, ContentCipher cipher, Keyring keyring, TimeProvider time, ILogger<ReminderKeyRotation> logger)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly TableClient _table = tables.GetTableClient(Tables.Reminders);

    /// <summary>Looks through all reminders, once a day: an instance of the old key may still write some.</summary>
    /// <returns>How many were rewrapped.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var work = $"rotation-reminders-{keyring.Current.Id}";
        var today = keys.Day(time.GetUtcNow());
        if (await cursors.ReadAsync(work, cancellationToken) is { } done && done >= today)
            return 0;
        var started = time.GetTimestamp();
        var count = 0;
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {ReminderRows.AllFrom} and PartitionKey lt {ReminderRows.AllTo} and KeyId ne {keyring.Current.Id}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (time.GetElapsedTime(started) > Longest)
                return Told(count);
            if (await TryRewrapAsync(row, cancellationToken))
                count++;
        }

        await cursors.WriteAsync(work, today, cancellationToken);
        return Told(count);
    }

    private async Task<bool> TryRewrapAsync(TableEntity row, CancellationToken cancellationToken)
    {
        if (ReminderRows.ReadContent(row) is not { } content || cipher.Rewrap(Guid.ParseExact(row.RowKey, "D"), content) is not { } rewrapped)
            return false;
        var changed = new TableEntity(row.PartitionKey, row.RowKey) { ["KeyId"] = rewrapped.KeyId, ["WrappedKey"] = rewrapped.WrappedKey };
        try
        {
            await _table.UpdateEntityAsync(changed, row.ETag, TableUpdateMode.Merge, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return false; // Erased or changed since it was read; what changed it is found tomorrow, if it wrote under the old key.
        }
    }

    private int Told(int count)
    {
        if (count > 0)
            Log.Rewrapped(logger, count, keyring.Current.Id);
        return count;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Count} reminders were brought under the master key {KeyId}")]
        public static partial void Rewrapped(ILogger logger, int count, string keyId);
    }
}
