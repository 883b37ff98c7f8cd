using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>As <see cref="SendEmailQueue"/>, for rows of batches: in a queue of their own they stand before nobody.</summary>
public sealed class SendEmailBulkQueue(HintReader hints)
{
    [Function(nameof(SendEmailBulkQueue))]
    public Task Run([QueueTrigger(Queues.SendEmailBulk)] string message, CancellationToken cancellationToken) =>
        hints.HandleAsync(Channel.Email, Lane.Bulk, message, cancellationToken);
}
