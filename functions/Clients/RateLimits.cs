using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Clients;

/// <summary>What a key has left.</summary>
/// <param name="IsAllowed">False when the request came too early; it cost nothing.</param>
/// <param name="Remaining">Requests that may follow at once.</param>
/// <param name="FullAfter">Whole seconds until the whole burst is there again.</param>
/// <param name="RetryAfter">Whole seconds until the next request may come.</param>
public readonly record struct RateLimitState(bool IsAllowed, int Remaining, int FullAfter, int RetryAfter);

/// <summary>
/// A token bucket for each key, in the memory of the instance: <c>Api__Burst</c> requests at once, refilled evenly with
/// <c>Api__RequestsPerMinute</c>. Instances count for themselves, so that a key may make that many on each.
/// </summary>
public sealed class RateLimits(IOptions<ApiOptions> options, TimeProvider time)
{
    public const string LimitHeader = "RateLimit";
    public const string PolicyHeader = "RateLimit-Policy";
    private const string PolicyName = "key";

    private readonly ConcurrentDictionary<string, Bucket> _buckets = new();
    private readonly double _perSecond = options.Value.RequestsPerMinute / 60.0;
    private readonly int _burst = options.Value.Burst;

    public RateLimitState Take(string keyId) => _buckets.GetOrAdd(keyId, _ => new(_burst, time.GetTimestamp())).Take(this);

    /// <summary>The headers of draft-ietf-httpapi-ratelimit-headers-10: quota and window of the policy, what is left and until when.</summary>
    public void Tell(HttpResponse response, RateLimitState state)
    {
        response.Headers[PolicyHeader] = $"\"{PolicyName}\";q={_burst};w={Seconds(_burst / _perSecond)}";
        response.Headers[LimitHeader] = $"\"{PolicyName}\";r={state.Remaining};t={state.FullAfter}";
    }

    private static int Seconds(double seconds) => (int)Math.Ceiling(seconds);

    private sealed class Bucket(double full, long start)
    {
        private readonly Lock _lock = new();
        private double _tokens = full;
        private long _since = start;

        public RateLimitState Take(RateLimits limits)
        {
            lock (_lock)
            {
                var now = limits.Now;
                _tokens = Math.Min(limits._burst, _tokens + (limits.Between(_since, now) * limits._perSecond));
                _since = now;
                var isAllowed = _tokens >= 1;
                if (isAllowed)
                    _tokens--;
                return new(
                    isAllowed,
                    (int)_tokens,
                    Seconds((limits._burst - _tokens) / limits._perSecond),
                    isAllowed ? 0 : Math.Max(1, Seconds((1 - _tokens) / limits._perSecond)));
            }
        }
    }

    private long Now => time.GetTimestamp();

    private double Between(long start, long end) => time.GetElapsedTime(start, end).TotalSeconds;
}
