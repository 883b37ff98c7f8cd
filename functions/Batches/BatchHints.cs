using System.Text.Json;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;
using Peyk.Runtime.Queues;

namespace Peyk.Functions.Batches;

/// <summary>Puts hints on the queue of batches, one a turn. One that is lost is put again by the timer.</summary>
public sealed class BatchHints(Hints hints, IQueueWakeup wakeup)
{
    public async Task PutAsync(Batch batch, TimeSpan delay, CancellationToken cancellationToken)
    {
        var hint = new BatchHint(BatchHint.Version, batch.Id, batch.Turn);
        await hints.PutBackAsync(Queues.Batches, JsonSerializer.Serialize(hint, PeykJson.Default.BatchHint), delay, cancellationToken);
        if (delay == TimeSpan.Zero)
            wakeup.Wake(Queues.Batches);
    }
}
