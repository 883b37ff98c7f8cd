using System.Text;
using Azure.Data.Tables;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Operations;

/// <summary>A queue message that could not be processed.</summary>
/// <param name="Queue">Where it came from.</param>
/// <param name="MessageId">The id that the queue gave it.</param>
/// <param name="Reason">Codes and pointers, never a value of the message.</param>
public sealed record DeadLetter(string Queue, string MessageId, DateTimeOffset At, string Reason);

/// <summary>Keeps queue messages that could not be processed: the reason readable, the message encrypted. A repeat overwrites.</summary>
public sealed class DeadLetterStore(TableServiceClient tables, ContentCipher cipher, TimeProvider time)
{
    private const int LargestColumn = 60_000;

    private readonly TableClient _table = tables.GetTableClient(Tables.DeadLetters);

    public Task AddAsync(string queue, string messageId, string reason, string message, CancellationToken cancellationToken)
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

        Telemetry.DeadLettered(queue);
        return _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
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
}
