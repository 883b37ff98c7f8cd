using System.Text.Json;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;
using Peyk.Runtime.Queues;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>A hint that it is a batch's turn, or that an issue is to be cut.</summary>
/// <param name="V">Version of the message's form; a newer one than we know is put back.</param>
/// <param name="Batch">0: the issue itself is to be looked at.</param>
/// <param name="Turn">That of the batch when the hint was put: others are late.</param>
public sealed record IssueBatchHint(int V, Guid Issue, int Batch, int Turn)
{
    public const int Version = 1;

    public static IssueBatchHint Of(IssueBatch batch) => new(Version, batch.Issue, batch.Number, batch.Turn);
}

/// <summary>Puts hints on the queue of batches. One that is lost is put again by the timer.</summary>
public sealed class IssueBatchHints(Hints hints, IQueueWakeup wakeup)
{
    /// <summary>Has an issue looked at now: it was scheduled for now, or resumed.</summary>
    public Task WakeAsync(Guid issue, CancellationToken cancellationToken) =>
        PutAsync(new(IssueBatchHint.Version, issue, 0, 0), TimeSpan.Zero, cancellationToken);

    public async Task PutAsync(IssueBatchHint hint, TimeSpan delay, CancellationToken cancellationToken)
    {
        await hints.PutBackAsync(
            Queues.IssueBatches, JsonSerializer.Serialize(hint, PeykJson.Default.IssueBatchHint), delay > TimeSpan.Zero ? delay : TimeSpan.Zero, cancellationToken);
        if (delay <= TimeSpan.Zero)
            wakeup.Wake(Queues.IssueBatches);
    }
}
