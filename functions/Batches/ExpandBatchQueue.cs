using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Batches;

/// <summary>A hint that rows of a batch wait.</summary>
public sealed class ExpandBatchQueue(BatchWork work)
{
    [Function(nameof(ExpandBatchQueue))]
    public Task Run([QueueTrigger(Queues.Batches)] string message, CancellationToken cancellationToken) =>
        work.HandleAsync(message, cancellationToken);
}
