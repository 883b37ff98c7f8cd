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
    private readonly QueueClient sms = queues.GetQueueClient(Queues.SendSms);
    private readonly QueueClient email = queues.GetQueueClient(Queues.SendEmail);

    /// <param name="delay">How long the hint stays invisible; at most 7 days.</param>
    public async Task PutAsync(Guid id, int delivery, Channel channel, TimeSpan delay, CancellationToken cancellationToken)
    {
        var hint = new DeliveryHint(DeliveryHint.Version, id, delivery, Activity.Current?.Id, time.GetUtcNow() + delay);
        var queue = Queue(channel);
        await queue.SendMessageAsync(
            JsonSerializer.Serialize(hint, PeykJson.Default.DeliveryHint), delay, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken);
        if (delay == TimeSpan.Zero)
            wakeup.Wake(queue.Name);
    }

    private QueueClient Queue(Channel channel) => channel switch
    {
        Channel.Sms => sms,
        Channel.Email => email,
    };
}
