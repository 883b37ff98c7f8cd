using Microsoft.Azure.Functions.Worker;

namespace Peyk.Functions.Delivery;

/// <summary>Deletes what is over its time and rewraps keys, by default every ten minutes (setting <c>RetentionSchedule</c>).</summary>
public sealed class RetentionTimer(Retention retention, KeyRotation rotation)
{
    [Function(nameof(RetentionTimer))]
    public async Task Run([TimerTrigger("%RetentionSchedule%", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken)
    {
        await retention.RunAsync(cancellationToken);
        await rotation.RunAsync(cancellationToken);
    }
}
