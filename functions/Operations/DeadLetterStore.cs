using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.Options;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;
using Peyk.Runtime.Queues;

namespace Peyk.Functions.Operations;

/// <summary>
/// Keeps queue messages that could not be processed, for 14 days (option): the reason readable, the message encrypted. A repeat
/// overwrites.
/// </summary>
public sealed class DeadLetterStore(
    TableServiceClient tables, QueueServiceClient queues, IQueueWakeup wakeup, ContentCipher cipher, Keyring keyring, IOptions<RetentionOptions> options,
    TimeProvider time)
{
    private const int LargestColumn = 60_000;

    private readonly TableClient _table = tables.GetTableClient(Tables.DeadLetters);

    public async Task AddAsync(string queue, string messageId, string reason, string message, CancellationToken cancellationToken)
    {
        var owner = Guid.CreateVersion7(time.GetUtcNow());
        var sealedBody = cipher.Seal(owner, ContentCipher.NewKey(), Encoding.UTF8.GetBytes(message));
        var row = new TableEntity(queue, messageId)
        {
            ["At"] = time.GetUtcNow(),
            ["Reason"] = reason,
            ["Owner"] = owner,
            ["KeyId"] = sealedBody.KeyId,
            ["WrappedKey"] = sealedBody.WrappedKey,
        };
        // A column takes 64 KiB; a queue message is no larger, and sealing adds some bytes to it.
        foreach (var (part, bytes) in sealedBody.Body.Chunk(LargestColumn).Index())
            row[$"Body{part}"] = bytes;

        await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        Telemetry.DeadLettered(queue);
    }

    /// <summary>All of a queue, without their messages.</summary>
    public async Task<IReadOnlyList<DeadLetter>> ListAsync(string queue, CancellationToken cancellationToken) =>
        await ReadAsync(queue, after: null).ToListAsync(cancellationToken);

    /// <summary>Those of a queue, or of all, in the order of queues and ids, without their messages.</summary>
    /// <param name="queue">Null for all.</param>
    /// <param name="after">The one after which to go on; null to begin. It is one of that queue.</param>
    public IAsyncEnumerable<DeadLetter> ReadAsync(string? queue, DeadLetterPlace? after) => (queue, after) switch
    {
        (null, null) => ReadAsync(filter: null),
        (not null, null) => ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {queue}")),
        (not null, not null) => ReadBehindAsync(after),
        (null, not null) => ReadBehindAsync(after).Concat(ReadAsync(TableClient.CreateQueryFilter($"PartitionKey gt {after.Queue}"))),
    };

    /// <summary>
    /// Puts a message back into its queue and then forgets it. A stop between the two leaves both, which does no harm: every handler
    /// takes a message twice. One that failed again meanwhile is kept.
    /// </summary>
    /// <returns>False when there is none of that id.</returns>
    /// <exception cref="CryptographicException">The master key that it was kept under is not configured any more.</exception>
    public async Task<bool> RequeueAsync(string queue, string messageId, CancellationToken cancellationToken)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(queue, messageId, cancellationToken: cancellationToken);
        if (!found.HasValue)
            return false;
        await queues.GetQueueClient(queue).SendMessageAsync(
            Open(found.Value!), timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: cancellationToken);
        wakeup.Wake(queue);
        try
        {
            await _table.DeleteEntityAsync(queue, messageId, found.Value!.ETag, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            // It failed again already, and what is kept now is that failure.
        }

        return true;
    }

    /// <summary>Forgets those whose message is as described; those whose master key is gone cannot be read and go by their time.</summary>
    /// <returns>How many.</returns>
    public async Task<int> DeleteAsync(Predicate<string> isMeant, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var row in _table.QueryAsync<TableEntity>(cancellationToken: cancellationToken))
        {
            if (!keyring.Knows(row.GetString("KeyId")!) || !isMeant(Open(row)))
                continue;
            await _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
            count++;
        }

        return count;
    }

    /// <summary>Forgets those that are over their time.</summary>
    public async Task PurgeAsync(CancellationToken cancellationToken)
    {
        var cutoff = time.GetUtcNow() - options.Value.DeadLetters;
        await foreach (var row in _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"At lt {cutoff}"), select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
            await _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
    }

    private IAsyncEnumerable<DeadLetter> ReadBehindAsync(DeadLetterPlace after) =>
        ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {after.Queue} and RowKey gt {after.MessageId}"));

    private IAsyncEnumerable<DeadLetter> ReadAsync(string? filter) =>
        _table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey", "At", "Reason"]).Select(Read);

    private static DeadLetter Read(TableEntity row) =>
        new(row.PartitionKey, row.RowKey, row.GetDateTimeOffset("At")!.Value, row.GetString("Reason")!);

    private string Open(TableEntity row)
    {
        byte[] body = [.. row.GetBinary("Body0")!, .. row.GetBinary("Body1") ?? []];
        var opened = cipher.Open(row.GetGuid("Owner")!.Value, new(row.GetString("KeyId")!, row.GetBinary("WrappedKey")!, body));
        return Encoding.UTF8.GetString(opened.Body);
    }
}
