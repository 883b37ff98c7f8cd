using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>Receipts of <see cref="ApplyReceiptQueue"/> that failed too often.</summary>
public sealed class ApplyReceiptPoisonQueue(PoisonedMessages poisoned)
{
    [Function(nameof(ApplyReceiptPoisonQueue))]
    public Task Run([QueueTrigger(Queues.ReceiptsPoison)] string message, CancellationToken cancellationToken) =>
        poisoned.HandleReceiptAsync(Queues.Receipts, message, cancellationToken);
}
