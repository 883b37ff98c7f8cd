using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>Messages of <see cref="ApplyIssueReceiptsQueue"/> that failed too often: kept aside, from where they can be put back.</summary>
public sealed class ApplyIssueReceiptsPoisonQueue(PoisonedMessages poisoned)
{
    [Function(nameof(ApplyIssueReceiptsPoisonQueue))]
    public Task Run([QueueTrigger(Queues.IssueReceiptsPoison)] string message, CancellationToken cancellationToken) =>
        poisoned.GiveUpAsync(Queues.IssueReceipts, message, "failed_too_often", cancellationToken);
}
