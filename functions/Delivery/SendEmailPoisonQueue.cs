using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>Hints of <see cref="SendEmailQueue"/> that failed too often.</summary>
public sealed class SendEmailPoisonQueue(PoisonedMessages poisoned)
{
    [Function(nameof(SendEmailPoisonQueue))]
    public Task Run([QueueTrigger(Queues.SendEmailPoison)] string message, CancellationToken cancellationToken) =>
        poisoned.HandleHintAsync(Queues.SendEmail, message, cancellationToken);
}
