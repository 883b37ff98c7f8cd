using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.QueueIntake;

/// <summary>
/// Triggers that <see cref="AcceptTriggerQueue"/> failed at too often. They are not put back by themselves: one without an
/// idempotency key would get another message id, and with it another key.
/// </summary>
public sealed class TriggerPoisonQueue(PoisonedMessages poisoned)
{
    [Function(nameof(TriggerPoisonQueue))]
    public Task Run([QueueTrigger(Queues.TriggersPoison)] string message, CancellationToken cancellationToken) =>
        poisoned.GiveUpAsync(Queues.Triggers, message, "failed_too_often", cancellationToken);
}
