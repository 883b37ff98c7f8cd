namespace Peyk.Bench;

/// <summary>What a contestant did in one slice.</summary>
/// <param name="Done">How many were finished within the slice.</param>
/// <param name="Finished">How many were finished in all: what was under way at its end is waited for.</param>
/// <param name="Whole">How long that took.</param>
public sealed record SliceResult(int Done, TimeSpan Length, int Finished, TimeSpan Whole)
{
    public double PerSecond => Done / Length.TotalSeconds;
}

public static class Loops
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Keeps <paramref name="outstanding"/> of <paramref name="work"/> under way for a time and counts those that end in it.</summary>
    public static async Task<SliceResult> ClosedAsync(int outstanding, TimeSpan length, Func<Task> work)
    {
        var started = TimeProvider.System.GetTimestamp();
        var (done, finished) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, outstanding).Select(_ => Task.Run(async () =>
        {
            while (TimeProvider.System.GetElapsedTime(started) < length)
            {
                await work().WaitAsync(Patience);
                Interlocked.Increment(ref finished);
                if (TimeProvider.System.GetElapsedTime(started) < length)
                    Interlocked.Increment(ref done);
            }
        })));
        return new(done, length, finished, TimeProvider.System.GetElapsedTime(started));
    }

    /// <summary>So many, however long it takes.</summary>
    public static Task CountAsync(int count, int outstanding, Func<Task> work)
    {
        var left = count;
        return Task.WhenAll(Enumerable.Range(0, outstanding).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                await work().WaitAsync(Patience);
        })));
    }

    /// <summary>Begins <paramref name="work"/> at a steady rate, however long each takes, and waits for all of them.</summary>
    public static async Task OpenAsync(double perSecond, TimeSpan length, Func<DateTimeOffset, Task> work)
    {
        var time = TimeProvider.System;
        var start = time.GetUtcNow();
        var running = new List<Task>();
        for (var i = 0; i < perSecond * length.TotalSeconds; i++)
        {
            var due = start + TimeSpan.FromSeconds(i / perSecond);
            var wait = due - time.GetUtcNow();
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait);
            running.Add(Task.Run(() => work(due)));
        }

        await Task.WhenAll(running).WaitAsync(Patience);
    }
}
