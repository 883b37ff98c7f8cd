using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Peyk.Runtime.Hosting;

namespace Peyk.Runtime.Queues;

/// <summary>Takes the messages of a queue that failed too often. It is created when the first one comes.</summary>
internal sealed class PoisonQueue
{
    private const string Suffix = "-poison";
    private const int LongestName = 63;
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    private readonly QueueClient queue;
    private readonly IQueueWakeup wakeup;

    private PoisonQueue(QueueClient queue, IQueueWakeup wakeup)
    {
        this.queue = queue;
        this.wakeup = wakeup;
    }

    public string Name => queue.Name;

    /// <returns>Null for a queue that is one itself, and when the name would become too long.</returns>
    public static PoisonQueue? Of(string queueName, QueueServiceClient service, IQueueWakeup wakeup) =>
        queueName.EndsWith(Suffix, StringComparison.Ordinal) || queueName.Length + Suffix.Length > LongestName
            ? null
            : new PoisonQueue(service.GetQueueClient(queueName + Suffix), wakeup);

    public async Task PutAsync(QueueMessage message)
    {
        try
        {
            await SendAsync(message);
        }
        catch (RequestFailedException e) when (e.IsAbsentQueue())
        {
            await queue.CreateIfNotExistsAsync();
            await SendAsync(message);
        }

        wakeup.Wake(queue.Name);
    }

    private Task SendAsync(QueueMessage message) => queue.SendMessageAsync(message.Body, timeToLive: Forever);
}
