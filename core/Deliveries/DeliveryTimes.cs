namespace Peyk.Core.Deliveries;

/// <summary>The times that rule a delivery. The values are those of the design; a deployment may change the fallback times.</summary>
public sealed record DeliveryTimes
{
    /// <summary>How long a hint in the queue may take before the sweep puts it again.</summary>
    public TimeSpan HintGrace { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a claim keeps everybody else away.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>No provider call begins later than this after its claim, so that none is under way when the lease ends.</summary>
    public TimeSpan CallWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an event may take to prove that an e-mail of unknown outcome was taken.</summary>
    public TimeSpan EmailEvidence { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Silence after which an SMS moves to the next channel.</summary>
    public TimeSpan SmsFallback { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Silence after which an e-mail moves to the next channel.</summary>
    public TimeSpan EmailFallback { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>When the provider is asked for an SMS receipt that has not come, counted from its acceptance.</summary>
    public IReadOnlyList<TimeSpan> ReceiptChecks { get; init; } = [TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(10)];

    /// <summary>Without a receipt until then, a delivery expires.</summary>
    public TimeSpan ReceiptLimit { get; init; } = TimeSpan.FromHours(72);

    /// <summary>First pause before another try.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest pause before another try.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Pause before an attempt that follows a failed receipt.</summary>
    public TimeSpan RetryAfterReceipt { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan Fallback(Channel channel) => channel switch
    {
        Channel.Sms => SmsFallback,
        Channel.Email => EmailFallback,
    };

    /// <summary>Exponential back-off with full jitter in its upper half.</summary>
    /// <param name="failures">Attempts that failed so far, from 1.</param>
    /// <param name="jitter">A random number in [0, 1).</param>
    public TimeSpan Backoff(int failures, double jitter)
    {
        var full = FirstRetry * Math.Pow(2, Math.Min(failures - 1, 20));
        if (full > LongestRetry)
            full = LongestRetry;
        return full * (0.5 + (jitter / 2));
    }
}
