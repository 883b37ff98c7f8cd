using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>A hint that an e-mail is to be looked at: sent or retried.</summary>
public sealed class SendEmailQueue(HintReader hints)
{
    [Function(nameof(SendEmailQueue))]
    public Task Run([QueueTrigger(Queues.SendEmail)] string message, CancellationToken cancellationToken) =>
        hints.HandleAsync(Channel.Email, Lane.Transactional, message, cancellationToken);
}
