using System.Collections.Concurrent;

namespace Peyk.Functions.Callbacks;

/// <summary>
/// Lets an endpoint rest that is overloaded or away, instead of spending the attempts of everything that waits for it. The rest doubles
/// with each such answer after it, from one second to one minute, or is as long as the endpoint asks; an answer 2xx ends it. Each process
/// has a pace of its own.
/// </summary>
public sealed class EndpointPace(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWish = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, Rest> _resting = new();

    public bool IsResting(string client) => _resting.TryGetValue(client, out var rest) && rest.Until > time.GetUtcNow();

    /// <summary>What the endpoint answered. Failures of attempts that were under way when the rest began do not lengthen it.</summary>
    public void Heard(string client, CallbackAnswer answer)
    {
        if (answer.IsOverload)
            _resting.AddOrUpdate(client, _ => Begin(First, answer.RetryAfter), (_, rest) => IsResting(client) ? rest : Begin(rest.Length * 2, answer.RetryAfter));
        else if (answer.Failure is null)
            _resting.TryRemove(client, out _);
    }

    private Rest Begin(TimeSpan length, TimeSpan? wish)
    {
        var bounded = length < Longest ? length : Longest;
        var wanted = wish > bounded ? wish.Value : bounded;
        return new(bounded, time.GetUtcNow() + (wanted < LongestWish ? wanted : LongestWish));
    }

    private sealed record Rest(TimeSpan Length, DateTimeOffset Until);
}
