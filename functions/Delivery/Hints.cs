using System.Diagnostics;
using System.Text.Json;
using Azure.Storage.Queues;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared;
using Peyk.Runtime.Queues;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>Puts hints on the sending queues. A hint that is lost is put again by the sweep, which reads the open rows.</summary>
public sealed class Hints(QueueServiceClient queues, IQueueWakeup wakeup, TimeProvider time)
{
    private readonly QueueClient sms = queues.GetQueueClient(QueueOf(Channel.Sms));
    private readonly QueueClient email = queues.GetQueueClient(QueueOf(Channel.Email));

    public static string QueueOf(Channel channel) => channel switch
    {
        Channel.Sms => Queues.SendSms,
        Channel.Email => Queues.SendEmail,
    };

    /// <param name="delay">How long the hint stays invisible; at most 7 days.</param>
    public async Task PutAsync(Guid id, int delivery, Channel channel, TimeSpan delay, CancellationToken cancellationToken)
    {
        var hint = new DeliveryHint(DeliveryHint.Version, id, delivery, Activity.Current?.Id, time.GetUtcNow() + delay);
        var queue = Queue(channel);
        await PutAsync(queue, JsonSerializer.Serialize(hint, PeykJson.Default.DeliveryHint), delay, cancellationToken);
        if (delay == TimeSpan.Zero)
            wakeup.Wake(queue.Name);
    }

    /// <summary>Puts any message into a queue of ours, as it is.</summary>
    public Task PutBackAsync(string queue, string message, TimeSpan delay, CancellationToken cancellationToken) =>
        PutAsync(queues.GetQueueClient(queue), message, delay, cancellationToken);

    private static Task PutAsync(QueueClient queue, string message, TimeSpan delay, CancellationToken cancellationToken) =>
        // The service counts whole seconds, and the client cuts the rest off: a hint that comes too early would be dropped.
        queue.SendMessageAsync(
            message, TimeSpan.FromSeconds(Math.Ceiling(delay.TotalSeconds)), timeToLive: TimeSpan.FromSeconds(-1), cancellationToken);

    private QueueClient Queue(Channel channel) => channel switch
    {
        Channel.Sms => sms,
        Channel.Email => email,
    };
}
