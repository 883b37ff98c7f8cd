using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.Options;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Operations;

/// <summary>A queue message that could not be processed.</summary>
/// <param name="Queue">Where it came from.</param>
/// <param name="MessageId">Names it within its queue.</param>
/// <param name="Reason">Codes and pointers, never a value of the message.</param>
public sealed record DeadLetter(string Queue, string MessageId, DateTimeOffset At, string Reason);

/// <summary>
/// Keeps queue messages that could not be processed, for 14 days (option): the reason readable, the message encrypted. A repeat
/// overwrites.
/// </summary>
public sealed class DeadLetterStore(
    TableServiceClient tables, QueueServiceClient queues, ContentCipher cipher, Keyring keyring, IOptions<RetentionOptions> options, TimeProvider time)
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
    public async Task<IReadOnlyList<DeadLetter>> ListAsync(string queue, CancellationToken cancellationToken)
    {
        var letters = new List<DeadLetter>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {queue}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey", "At", "Reason"], cancellationToken: cancellationToken))
            letters.Add(new(row.PartitionKey, row.RowKey, row.GetDateTimeOffset("At")!.Value, row.GetString("Reason")!));
        return letters;
    }

    /// <summary>
    /// Puts a message back into its queue and then forgets it. A stop between the two leaves both, which does no harm: every handler
    /// takes a message twice.
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
        await _table.DeleteEntityAsync(queue, messageId, ETag.All, cancellationToken);
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

    private string Open(TableEntity row)
    {
        byte[] body = [.. row.GetBinary("Body0")!, .. row.GetBinary("Body1") ?? []];
        var opened = cipher.Open(row.GetGuid("Owner")!.Value, new(row.GetString("KeyId")!, row.GetBinary("WrappedKey")!, body));
        return Encoding.UTF8.GetString(opened.Body);
    }
}
