using Azure.Storage.Queues;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery.Trial;

namespace Peyk.Functions.Delivery;

/// <summary>Who sends a notification on a channel: the provider, or for what came with a test key its stand-in.</summary>
public sealed class ChannelSenders(IEnumerable<IChannelSender> senders, QueueServiceClient queues, TimeProvider time)
{
    private readonly Dictionary<Channel, (IChannelSender Real, IChannelSender Test)> _senders =
        senders.ToDictionary(s => s.Channel, s => (s, (IChannelSender)new TestSender(s, queues, time)));

    public IChannelSender For(StoredNotification stored, Channel channel) =>
        stored.Facts.IsTest ? _senders[channel].Test : _senders[channel].Real;
}
