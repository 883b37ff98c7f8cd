using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Batches;

/// <summary>
/// Hints of <see cref="ExpandBatchQueue"/> that failed too often. They are not put back: <see cref="BatchesTimer"/> puts new ones for as
/// long as rows wait. The dead letter tells that there is something to mend.
/// </summary>
public sealed class ExpandBatchPoisonQueue(PoisonedMessages poisoned)
{
    [Function(nameof(ExpandBatchPoisonQueue))]
    public Task Run([QueueTrigger(Queues.BatchesPoison)] string message, CancellationToken cancellationToken) =>
        poisoned.GiveUpAsync(Queues.Batches, message, "failed_too_often", cancellationToken);
}
