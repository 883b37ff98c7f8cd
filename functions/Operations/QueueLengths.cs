using Azure;
using Azure.Storage.Queues;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Operations;

/// <param name="Messages">About how many are in it, those that are worked on among them; null when it does not answer.</param>
public sealed record QueueLength(string Name, int? Messages);

/// <summary>How long the queues are.</summary>
public sealed class QueueLengths(QueueServiceClient queues)
{
    public async Task<IReadOnlyList<QueueLength>> ReadAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(Queues.All.Select(name => ReadAsync(name, cancellationToken)));

    private async Task<QueueLength> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return new(name, (await queues.GetQueueClient(name).GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            return new(name, null);
        }
    }
}
