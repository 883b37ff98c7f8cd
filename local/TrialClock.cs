namespace Peyk.Local;

/// <summary>The system's clock, set ahead: timers and measured times stay real, only the date moves.</summary>
public class TrialClock : TimeProvider
{
    private long _ahead;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Volatile.Read(ref _ahead));
}
