using Microsoft.Azure.Functions.Worker;

namespace Peyk.Functions.Reports;

/// <summary>Counts today, and the past days that changed, anew: every ten minutes, together with retention (setting <c>RetentionSchedule</c>).</summary>
public sealed class CountDeliveriesTimer(DeliveryRollups rollups)
{
    [Function(nameof(CountDeliveriesTimer))]
    public Task Run([TimerTrigger("%RetentionSchedule%", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken) =>
        rollups.RunAsync(cancellationToken);
}
