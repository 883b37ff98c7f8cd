using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>A hint that it is a batch's turn, or that an issue is to be looked at.</summary>
public sealed class SendIssueBatchQueue(IssueSending sending)
{
    [Function(nameof(SendIssueBatchQueue))]
    public Task Run([QueueTrigger(Queues.IssueBatches)] string message, CancellationToken cancellationToken) =>
        sending.HandleAsync(message, cancellationToken);
}
