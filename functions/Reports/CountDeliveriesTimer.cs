using Microsoft.Azure.Functions.Worker;

namespace Peyk.Functions.Reports;

/// <summary>Counts today, and the past days that changed, anew, and tells of indicators that left their range: every ten minutes, together with retention (setting <c>RetentionSchedule</c>).</summary>
public sealed class CountDeliveriesTimer(DeliveryRollups rollups, IndicatorWatch watch)
{
    [Function(nameof(CountDeliveriesTimer))]
    public async Task Run([TimerTrigger("%RetentionSchedule%", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken)
    {
        await rollups.RunAsync(cancellationToken);
        await watch.RunAsync(cancellationToken);
    }
}
