using Microsoft.Azure.Functions.Worker;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>Deletes issues that are over their time, with the other retention.</summary>
public sealed class ArchiveRetentionTimer(ArchiveRetention retention)
{
    [Function(nameof(ArchiveRetentionTimer))]
    public Task Run([TimerTrigger("%RetentionSchedule%", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken) =>
        retention.RunAsync(cancellationToken);
}
