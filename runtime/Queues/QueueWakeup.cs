using System.Collections.Concurrent;

namespace Peyk.Runtime.Queues;

/// <summary>The signals of the queues that this process listens to.</summary>
internal sealed class QueueWakeup : IQueueWakeup
{
    private readonly ConcurrentDictionary<string, WakeSignal> signals = new();

    public WakeSignal Listen(string queueName) => signals.GetOrAdd(queueName, _ => new WakeSignal());

    public void Wake(string queueName)
    {
        if (signals.TryGetValue(queueName, out var signal))
            signal.Set();
    }
}

/// <summary>A latch: set while nobody waits, it ends the next wait at once; set twice, it counts once.</summary>
internal sealed class WakeSignal
{
    private readonly SemaphoreSlim latch = new(0);
    private int set;

    public void Set()
    {
        if (Interlocked.Exchange(ref set, 1) == 0)
            latch.Release();
    }

    /// <returns>Whether it was set, rather than the time being over.</returns>
    public async Task<bool> WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        var woken = await latch.WaitAsync(longest, cancellationToken);
        if (woken)
            Volatile.Write(ref set, 0);
        return woken;
    }
}
