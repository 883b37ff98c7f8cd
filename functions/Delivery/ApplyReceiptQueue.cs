using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>A receipt that its webhook could not apply.</summary>
public sealed class ApplyReceiptQueue(DeliveryWorker worker, Hints hints)
{
    [Function(nameof(ApplyReceiptQueue))]
    public Task Run([QueueTrigger(Queues.Receipts)] string message, CancellationToken cancellationToken)
    {
        if (QueueMessage.IsNewer(message, RefugeeReceipt.Version))
            return hints.PutBackAsync(Queues.Receipts, message, HintReader.NewerPause, cancellationToken);
        var receipt = QueueMessage.Read(message, PeykJson.Default.RefugeeReceipt);
        return AttemptId.Parse(receipt.Attempt) is { } attempt
            ? worker.ReceiveAsync(attempt, receipt.ToReceipt(), cancellationToken)
            : throw new FormatException("The message names no attempt.");
    }
}
