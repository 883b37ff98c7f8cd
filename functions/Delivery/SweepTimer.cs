using Microsoft.Azure.Functions.Worker;

namespace Peyk.Functions.Delivery;

/// <summary>Runs the sweep, by default every minute (setting <c>SweepSchedule</c>, NCRONTAB with seconds).</summary>
public sealed class SweepTimer(Sweep sweep)
{
    [Function(nameof(SweepTimer))]
    public Task Run([TimerTrigger("%SweepSchedule%", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken) =>
        sweep.RunAsync(cancellationToken);
}
