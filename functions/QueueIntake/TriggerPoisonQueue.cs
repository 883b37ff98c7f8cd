using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.QueueIntake;

/// <summary>
/// Triggers that <see cref="AcceptTriggerQueue"/> failed at too often. They are not put back by themselves: one without an
/// idempotency key would get another message id, and with it another key than the one under which it may have been taken in after all. What is
/// kept has a key made of its text, so that requeueing it twice posts it once.
/// </summary>
public sealed class TriggerPoisonQueue(PoisonedMessages poisoned, Keyring keyring)
{
    [Function(nameof(TriggerPoisonQueue))]
    public Task Run([QueueTrigger(Queues.TriggersPoison)] string message, CancellationToken cancellationToken) =>
        poisoned.GiveUpAsync(
            Queues.Triggers, TriggerMessage.WithKey(QueueMessage.Decode(message), keyring.LookupHash("trigger", message)), "failed_too_often", cancellationToken);
}
