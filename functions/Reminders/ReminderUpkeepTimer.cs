using Microsoft.Azure.Functions.Worker;

namespace Peyk.Functions.Reminders;

/// <summary>Deletes reminders that are over their time and rewraps the others under a new master key, with the other retention.</summary>
public sealed class ReminderUpkeepTimer(ReminderRetention retention, ReminderKeyRotation rotation)
{
    [Function(nameof(ReminderUpkeepTimer))]
    public async Task Run([TimerTrigger("%RetentionSchedule%", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken)
    {
        await retention.RunAsync(cancellationToken);
        await rotation.RunAsync(cancellationToken);
    }
}
