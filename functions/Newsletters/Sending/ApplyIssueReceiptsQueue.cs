using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>Receipts of newsletters, some hundred to a message.</summary>
public sealed class ApplyIssueReceiptsQueue(IssueReceiptWork work)
{
    [Function(nameof(ApplyIssueReceiptsQueue))]
    public Task Run([QueueTrigger(Queues.IssueReceipts)] string message, CancellationToken cancellationToken) =>
        work.HandleAsync(message, cancellationToken);
}
