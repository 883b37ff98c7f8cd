using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>
/// Hints of <see cref="SendIssueBatchQueue"/> that failed too often. They are not put back: <see cref="IssuesTimer"/> puts new ones for as
/// long as batches wait. The dead letter tells that there is something to mend.
/// </summary>
public sealed class SendIssueBatchPoisonQueue(PoisonedMessages poisoned)
{
    [Function(nameof(SendIssueBatchPoisonQueue))]
    public Task Run([QueueTrigger(Queues.IssueBatchesPoison)] string message, CancellationToken cancellationToken) =>
        poisoned.GiveUpAsync(Queues.IssueBatches, message, "failed_too_often", cancellationToken);
}
