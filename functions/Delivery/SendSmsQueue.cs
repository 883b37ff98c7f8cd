using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>A hint that an SMS is to be looked at: sent, retried, or asked after.</summary>
public sealed class SendSmsQueue(HintReader hints)
{
    [Function(nameof(SendSmsQueue))]
    public Task Run([QueueTrigger(Queues.SendSms)] string message, CancellationToken cancellationToken) =>
        hints.HandleAsync(Channel.Sms, Lane.Transactional, message, cancellationToken);
}
