using System.Collections.Concurrent;
using Peyk.Local.Simulator;

namespace Peyk.Bench;

/// <summary>One notification on its way. Every one goes to a number of its own, by which the provider's side knows it again.</summary>
public sealed class Journey(string mobile, DateTimeOffset due)
{
    private readonly TaskCompletionSource _delivered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Mobile => mobile;

    /// <summary>When it was to be posted: latencies count from here, so that a poster who is late hides nothing.</summary>
    public DateTimeOffset Due => due;

    public DateTimeOffset? AcceptedAt { get; set; }

    /// <summary>When the provider took it.</summary>
    public DateTimeOffset? TakenAt { get; private set; }

    /// <summary>When the app had answered the final receipt.</summary>
    public DateTimeOffset? DeliveredAt { get; private set; }

    public Task Delivered => _delivered.Task;

    public void Deliver(DateTimeOffset takenAt, DateTimeOffset deliveredAt)
    {
        TakenAt = takenAt;
        DeliveredAt = deliveredAt;
        _delivered.TrySetResult();
    }
}

/// <summary>Follows notifications from the post to the answered receipt.</summary>
public sealed class Tracker
{
    private readonly ConcurrentDictionary<string, Journey> _journeys = new();
    private int _next;

    public Journey Begin(DateTimeOffset due)
    {
        var journey = new Journey(NewMobile(), due);
        _journeys[journey.Mobile] = journey;
        return journey;
    }

    public string NewMobile() => $"+98913{Interlocked.Increment(ref _next):D7}";

    /// <summary>The simulator posted a final receipt and the app answered.</summary>
    public void Delivered(SimulatedMessage message, int status)
    {
        if (status is >= 200 and < 300 && _journeys.TryRemove(message.To, out var journey))
            journey.Deliver(message.CreatedAt, TimeProvider.System.GetUtcNow());
    }
}
