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

/// <summary>A queue message that could not be processed, as operators see it: without its body.</summary>
/// <param name="Id">Names it for <see cref="DeadLetters.RequeueAsync"/>.</param>
/// <param name="Queue">Where it was to be processed, and goes back to.</param>
/// <param name="Reason">Why it could not be, in a word.</param>
public sealed record DeadLetter(string Id, string Queue, string Reason, DateTimeOffset At);

/// <summary>
/// What no handler could process. It is kept encrypted for 14 days (option), to be looked at and put back by operators.
/// </summary>
public sealed class DeadLetters(
    TableServiceClient tables, QueueServiceClient queues, ContentCipher cipher, Keyring keyring, IOptions<RetentionOptions> options, TimeProvider time)
{
    /// <summary>A binary column holds 64 KiB, and a queue message may have as much before it is encrypted.</summary>
    private const int Half = 48 * 1024;

    private readonly TableClient _table = tables.GetTableClient(Tables.DeadLetters);

    /// <summary>Keeps a message. The same message of the same queue on the same day is kept once.</summary>
    public async Task KeepAsync(string queue, string message, string reason, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var body = Encoding.UTF8.GetBytes(message);
        var id = new Guid(keyring.LookupMac($"dead-letter {queue}", body).AsSpan(0, 16));
        var content = cipher.Seal(id, ContentCipher.NewKey(), body);
        var row = new TableEntity(Day(now), id.ToString("N"))
        {
            ["Queue"] = queue,
            ["Reason"] = reason,
            ["At"] = now,
            ["KeyId"] = content.KeyId,
            ["WrappedKey"] = content.WrappedKey,
            ["Body"] = content.Body[..Math.Min(Half, content.Body.Length)],
            ["Body2"] = content.Body.Length > Half ? content.Body[Half..] : null,
        };
        await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>All that are kept, oldest day first.</summary>
    public async IAsyncEnumerable<DeadLetter> ListAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in _table.QueryAsync<TableEntity>(
            filter: (string?)null, select: ["PartitionKey", "RowKey", "Queue", "Reason", "At"], cancellationToken: cancellationToken))
            yield return new($"{row.PartitionKey}-{row.RowKey}", row.GetString("Queue")!, row.GetString("Reason")!, row.GetDateTimeOffset("At")!.Value);
    }

    /// <summary>
    /// Puts a message back into its queue and then forgets it. A stop between the two leaves both, which does no harm: handlers take
    /// a message twice.
    /// </summary>
    /// <returns>False when there is none of that id.</returns>
    /// <exception cref="CryptographicException">The master key that it was kept under is not configured any more.</exception>
    public async Task<bool> RequeueAsync(string id, CancellationToken cancellationToken)
    {
        if (id.Split('-') is not [{ Length: 8 } day, { Length: 32 } key] || !Guid.TryParseExact(key, "N", out var owner))
            return false;
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(day, key, cancellationToken: cancellationToken);
        if (!found.HasValue)
            return false;
        var row = found.Value!;
        byte[] body = [.. row.GetBinary("Body")!, .. row.GetBinary("Body2") ?? []];
        var opened = cipher.Open(owner, new(row.GetString("KeyId")!, row.GetBinary("WrappedKey")!, body));
        await queues.GetQueueClient(row.GetString("Queue")!).SendMessageAsync(
            Encoding.UTF8.GetString(opened.Body), timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: cancellationToken);
        await _table.DeleteEntityAsync(day, key, row.ETag, cancellationToken);
        return true;
    }

    /// <summary>Forgets those that are over their time.</summary>
    public async Task PurgeAsync(CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey lt {Day(time.GetUtcNow() - options.Value.DeadLetters)}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
            await _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
    }

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd");
}
