using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>As <see cref="SendSmsQueue"/>, for rows of batches: in a queue of their own they stand before nobody.</summary>
public sealed class SendSmsBulkQueue(HintReader hints)
{
    [Function(nameof(SendSmsBulkQueue))]
    public Task Run([QueueTrigger(Queues.SendSmsBulk)] string message, CancellationToken cancellationToken) =>
        hints.HandleAsync(Channel.Sms, Lane.Bulk, message, cancellationToken);
}
