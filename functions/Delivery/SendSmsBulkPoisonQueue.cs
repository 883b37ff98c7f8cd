using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>Hints of <see cref="SendSmsBulkQueue"/> that failed too often.</summary>
public sealed class SendSmsBulkPoisonQueue(PoisonedMessages poisoned)
{
    [Function(nameof(SendSmsBulkPoisonQueue))]
    public Task Run([QueueTrigger(Queues.SendSmsBulkPoison)] string message, CancellationToken cancellationToken) =>
        poisoned.HandleHintAsync(Queues.SendSmsBulk, message, cancellationToken);
}
