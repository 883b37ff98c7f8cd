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
    private readonly Dictionary<string, QueueClient> _queues = Enum.GetValues<Channel>()
        .SelectMany(channel => Enum.GetValues<Lane>(), QueueOf).ToDictionary(name => name, queues.GetQueueClient);

    public static string QueueOf(Channel channel, Lane lane) => (channel, lane) switch
    {
        (Channel.Sms, Lane.Transactional) => Queues.SendSms,
        (Channel.Email, Lane.Transactional) => Queues.SendEmail,
        (Channel.Sms, Lane.Bulk) => Queues.SendSmsBulk,
        (Channel.Email, Lane.Bulk) => Queues.SendEmailBulk,
    };

    /// <summary>About how many hints the queues of a lane hold, delayed ones and those under way included.</summary>
    public async Task<int> CountAsync(Lane lane, CancellationToken cancellationToken)
    {
        var counts = await Task.WhenAll(Enum.GetValues<Channel>().Select(
            async channel => (await _queues[QueueOf(channel, lane)].GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount));
        return counts.Sum();
    }

    /// <param name="delay">How long the hint stays invisible; at most 7 days.</param>
    public async Task PutAsync(Guid id, Core.Deliveries.Delivery delivery, Lane lane, TimeSpan delay, CancellationToken cancellationToken) =>
        await PutAsync(id, delivery.Number, QueueOf(delivery.Channel, lane), delay, cancellationToken);

    /// <summary>Hints at what the sweep found.</summary>
    public async Task PutAsync(DueDelivery due, CancellationToken cancellationToken) =>
        await PutAsync(due.Id, due.Delivery, QueueOf(due.Channel, due.Lane), TimeSpan.Zero, cancellationToken);

    private async Task PutAsync(Guid id, int delivery, string name, TimeSpan delay, CancellationToken cancellationToken)
    {
        var hint = new DeliveryHint(DeliveryHint.Version, id, delivery, Activity.Current?.Id, time.GetUtcNow() + delay);
        var queue = _queues[name];
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
}
