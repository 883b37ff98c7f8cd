using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>Hints of <see cref="SendSmsQueue"/> that failed too often.</summary>
public sealed class SendSmsPoisonQueue(PoisonedMessages poisoned)
{
    [Function(nameof(SendSmsPoisonQueue))]
    public Task Run([QueueTrigger(Queues.SendSmsPoison)] string message, CancellationToken cancellationToken) =>
        poisoned.HandleHintAsync(Queues.SendSms, message, cancellationToken);
}
