using Microsoft.Azure.Functions.Worker;

namespace Peyk.Functions.Complaints;

/// <summary>Deletes what is kept of complaints for long enough and rewraps the rest under a new master key, with the other retention.</summary>
public sealed class ComplaintUpkeepTimer(ComplaintRetention retention, ComplaintKeyRotation rotation)
{
    [Function(nameof(ComplaintUpkeepTimer))]
    public async Task Run([TimerTrigger("%RetentionSchedule%", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken)
    {
        await retention.RunAsync(cancellationToken);
        await rotation.RunAsync(cancellationToken);
    }
}
