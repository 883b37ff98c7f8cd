namespace Peyk.Bench.Reminders;

/// <summary>A clock that goes only when it is told to; measured times stay real.</summary>
internal sealed class SteppedTime(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);
}
