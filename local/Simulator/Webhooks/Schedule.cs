namespace Peyk.Local.Simulator.Webhooks;

/// <summary>Runs short actions when they are due; one timer for all of them.</summary>
internal sealed class Schedule : IDisposable
{
    private readonly TimeProvider _time;
    private readonly PriorityQueue<Action, (long Due, long Order)> _queue = new();
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private long _next = long.MaxValue;
    private long _order;
    private bool _disposed;

    public Schedule(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(_ => RunDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void After(TimeSpan delay, Action action)
    {
        if (delay <= TimeSpan.Zero)
        {
            action();
            return;
        }
        lock (_lock)
        {
            if (_disposed)
                return;
            var due = _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency);
            _queue.Enqueue(action, (due, _order++));
            Arm();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _queue.Clear();
        }
        _timer.Dispose();
    }

    private void RunDue()
    {
        List<Action> due = [];
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            while (_queue.TryPeek(out var action, out var key) && key.Due <= now)
            {
                _queue.Dequeue();
                due.Add(action);
            }
            _next = long.MaxValue;
            if (!_disposed)
                Arm();
        }
        foreach (var action in due)
            action();
    }

    private void Arm()
    {
        if (!_queue.TryPeek(out _, out var key) || key.Due >= _next)
            return;
        _next = key.Due;
        // A timer fires at whole milliseconds: rounding up keeps it from waking too early and coming round again.
        var wait = Math.Ceiling((key.Due - _time.GetTimestamp()) * 1000.0 / _time.TimestampFrequency);
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(1, wait)), Timeout.InfiniteTimeSpan);
    }
}
