using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Callbacks;

/// <summary>
/// Hints of <see cref="SendCallbacksQueue"/> that failed too often. They are not put back: while the client has callbacks that are due,
/// the timer puts new ones. The dead letter, one for each client, tells the operator.
/// </summary>
public sealed class SendCallbacksPoisonQueue(PoisonedMessages poisoned)
{
    [Function(nameof(SendCallbacksPoisonQueue))]
    public Task Run([QueueTrigger(Queues.CallbacksPoison)] string message, CancellationToken cancellationToken) =>
        poisoned.GiveUpAsync(Queues.Callbacks, message, "failed_too_often", cancellationToken);
}
