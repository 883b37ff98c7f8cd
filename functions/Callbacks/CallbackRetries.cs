namespace Peyk.Functions.Callbacks;

/// <summary>When a failed callback is tried again: the pauses that Standard Webhooks suggests, each a tenth shorter or longer by chance.</summary>
public static class CallbackRetries
{
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10),
    ];

    /// <param name="since">When the first attempt began.</param>
    /// <param name="attempts">How many have failed, at least 1.</param>
    /// <param name="retryFor">The last attempt is made this long after the first.</param>
    /// <param name="retryAfter">What the endpoint asked for; a longer wait than ours is granted, up to the last attempt.</param>
    /// <param name="jitter">A random number in [0, 1).</param>
    /// <returns>The next attempt; null when this was the last.</returns>
    public static DateTimeOffset? Next(
        DateTimeOffset now, DateTimeOffset since, int attempts, TimeSpan retryFor, TimeSpan? retryAfter, double jitter)
    {
        var last = since + retryFor;
        if (now >= last)
            return null;
        var pause = Pauses[Math.Min(attempts, Pauses.Length) - 1] * (0.9 + (0.2 * jitter));
        var wanted = retryAfter > pause ? retryAfter.Value : pause;
        return wanted < last - now ? now + wanted : last;
    }
}
