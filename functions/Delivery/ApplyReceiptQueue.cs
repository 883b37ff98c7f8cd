using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>A receipt that its webhook could not apply.</summary>
public sealed class ApplyReceiptQueue(DeliveryWorker worker)
{
    [Function(nameof(ApplyReceiptQueue))]
    public Task Run([QueueTrigger(Queues.Receipts)] string message, CancellationToken cancellationToken)
    {
        var receipt = QueueMessage.Read(message, PeykJson.Default.RefugeeReceipt);
        if (receipt.V > RefugeeReceipt.Version || AttemptId.Parse(receipt.Attempt) is not { } attempt)
            throw new FormatException("The message is no receipt that this app knows.");
        return worker.ReceiveAsync(attempt, receipt.ToReceipt(), cancellationToken);
    }
}
