using System.Text.Json;
using Azure.Storage.Queues;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;
using Peyk.Runtime.Queues;

namespace Peyk.Functions.Callbacks;

/// <summary>A message of the queue callbacks: a client has callbacks that are due. Which they are, the table knows.</summary>
public sealed record CallbackHint(int V, string Client)
{
    public const int Version = 1;
}

/// <summary>Puts hints on the queue callbacks. One that is lost is put again by the timer.</summary>
public sealed class CallbackHints(QueueServiceClient queues, IQueueWakeup wakeup)
{
    private readonly QueueClient _queue = queues.GetQueueClient(Queues.Callbacks);

    public async Task PutAsync(string client, CancellationToken cancellationToken)
    {
        var hint = JsonSerializer.Serialize(new CallbackHint(CallbackHint.Version, client), PeykJson.Default.CallbackHint);
        await _queue.SendMessageAsync(hint, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: cancellationToken);
        wakeup.Wake(Queues.Callbacks);
    }
}
