using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>Hints of <see cref="SendEmailBulkQueue"/> that failed too often.</summary>
public sealed class SendEmailBulkPoisonQueue(PoisonedMessages poisoned)
{
    [Function(nameof(SendEmailBulkPoisonQueue))]
    public Task Run([QueueTrigger(Queues.SendEmailBulkPoison)] string message, CancellationToken cancellationToken) =>
        poisoned.HandleHintAsync(Queues.SendEmailBulk, message, cancellationToken);
}
