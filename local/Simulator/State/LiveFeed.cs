using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;

namespace Peyk.Local.Simulator.State;

/// <summary>Tells the open pages what changed. Costs nothing while no page is open.</summary>
internal sealed class LiveFeed
{
    private const int Backlog = 10_000;

    private readonly ConcurrentDictionary<Channel<(string Type, string Json)>, byte> _listeners = new();

    public void Publish<T>(string type, Func<T> content, JsonTypeInfo<T> json)
    {
        if (_listeners.IsEmpty)
            return;
        Send(type, JsonSerializer.Serialize(content(), json));
    }

    public void Publish(string type)
    {
        if (!_listeners.IsEmpty)
            Send(type, "{}");
    }

    /// <summary>Everything from now on; a page that is too slow loses the oldest news.</summary>
    public async IAsyncEnumerable<(string Type, string Json)> ListenAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<(string, string)>(
            new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest });
        _listeners[channel] = 0;
        try
        {
            yield return ("hello", "{}");
            await foreach (var news in channel.Reader.ReadAllAsync(cancellationToken))
                yield return news;
        }
        finally
        {
            _listeners.TryRemove(channel, out _);
        }
    }

    private void Send(string type, string json)
    {
        foreach (var (channel, _) in _listeners)
            channel.Writer.TryWrite((type, json));
    }
}
