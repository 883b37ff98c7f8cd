using System.Collections.Concurrent;
using Peyk.Core.Deliveries;

namespace Peyk.Functions.Delivery;

/// <summary>
/// Slows a channel down while its provider says that it gets too much: all its messages pause, instead of each asking and being
/// refused. The pause doubles with each refusal after it, from half a second to half a minute; an acceptance ends it. Each process
/// has a pace of its own; the others hear of its pauses through <see cref="SenderRates"/>.
/// </summary>
public sealed class SenderPace(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Channel, Slowness> _slow = new();

    /// <summary>How long a message has to wait, a little different for each, so that they do not all come back at once; null: not at all.</summary>
    /// <param name="jitter">A random number in [0, 1).</param>
    public TimeSpan? PauseOf(Channel channel, double jitter) =>
        _slow.TryGetValue(channel, out var slow) && slow.Until - time.GetUtcNow() is { Ticks: > 0 } left ? left + (slow.Pause * jitter) : null;

    /// <summary>What the provider answered. Refusals of calls that were under way when the pause began do not lengthen it.</summary>
    /// <returns>The pause that began with this answer; null when none did.</returns>
    public TimeSpan? Heard(Channel channel, SendResult result)
    {
        if (result is SendResult.NotTaken { IsTooFast: true } refused)
        {
            _slow.TryGetValue(channel, out var before);
            var slow = _slow.AddOrUpdate(
                channel, _ => Begin(First, refused.RetryAfter), (_, slow) => slow.Until > time.GetUtcNow() ? slow : Begin(slow.Pause * 2, refused.RetryAfter));
            return ReferenceEquals(slow, before) ? null : slow.Pause;
        }

        if (result is SendResult.Taken && !_slow.IsEmpty)
            _slow.TryRemove(channel, out _);
        return null;
    }

    private Slowness Begin(TimeSpan pause, TimeSpan? wish)
    {
        var wanted = wish > pause ? wish.Value : pause;
        var bounded = wanted < Longest ? wanted : Longest;
        return new(bounded, time.GetUtcNow() + bounded);
    }

    private sealed record Slowness(TimeSpan Pause, DateTimeOffset Until);
}
