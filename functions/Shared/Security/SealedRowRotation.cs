using Azure;
using Azure.Data.Tables;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Shared.Security;

/// <summary>The rows of a table that hold sealed content.</summary>
/// <param name="Name">What they are, in the plural: it stands in the log and names the cursor.</param>
/// <param name="From">First partition.</param>
/// <param name="To">The partition after the last one.</param>
/// <param name="Read">What is sealed in a row; null when nothing is.</param>
/// <param name="Owner">The id for which it is sealed; null where that is the row's key.</param>
public sealed record SealedRows(
    string Table, string Name, string From, string To, Func<TableEntity, SealedContent?> Read, Func<TableEntity, Guid>? Owner = null);

/// <summary>Brings sealed rows under the current master key. What a run leaves the next one finds by the same filter.</summary>
public sealed partial class SealedRowRotation(
    TableServiceClient tables, Cursors cursors, NotificationKeys keys, ContentCipher cipher, Keyring keyring, TimeProvider time, ILogger<SealedRowRotation> logger)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Looks through all rows, once a day: an instance of the old key may still write some.</summary>
    /// <returns>How many were rewrapped.</returns>
    public async Task<int> RunAsync(SealedRows rows, CancellationToken cancellationToken)
    {
        var work = $"rotation-{rows.Name}-{keyring.Current.Id}";
        var today = keys.Day(time.GetUtcNow());
        if (await cursors.ReadAsync(work, cancellationToken) is { } done && done >= today)
            return 0;
        var table = tables.GetTableClient(rows.Table);
        var started = time.GetTimestamp();
        var count = 0;
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {rows.From} and PartitionKey lt {rows.To} and KeyId ne {keyring.Current.Id}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (time.GetElapsedTime(started) > Longest)
                return Told(rows, count);
            if (await TryRewrapAsync(table, row, rows, cancellationToken))
                count++;
        }

        await cursors.WriteAsync(work, today, cancellationToken);
        return Told(rows, count);
    }

    private async Task<bool> TryRewrapAsync(TableClient table, TableEntity row, SealedRows rows, CancellationToken cancellationToken)
    {
        var owner = rows.Owner?.Invoke(row) ?? Guid.ParseExact(row.RowKey, "D");
        if (rows.Read(row) is not { } content || cipher.Rewrap(owner, content) is not { } rewrapped)
            return false;
        var changed = new TableEntity(row.PartitionKey, row.RowKey) { ["KeyId"] = rewrapped.KeyId, ["WrappedKey"] = rewrapped.WrappedKey };
        try
        {
            await table.UpdateEntityAsync(changed, row.ETag, TableUpdateMode.Merge, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return false; // Erased or changed since it was read; what changed it is found tomorrow, if it wrote under the old key.
        }
    }

    private int Told(SealedRows rows, int count)
    {
        if (count > 0)
            Log.Rewrapped(logger, count, rows.Name, keyring.Current.Id);
        return count;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Count} {Rows} were brought under the master key {KeyId}")]
        public static partial void Rewrapped(ILogger logger, int count, string rows, string keyId);
    }
}
