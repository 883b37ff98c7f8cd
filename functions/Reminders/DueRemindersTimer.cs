using Microsoft.Azure.Functions.Worker;

namespace Peyk.Functions.Reminders;

/// <summary>Fires the reminders that are due, by default every minute (setting <c>ReminderSchedule</c>, NCRONTAB with seconds).</summary>
public sealed class DueRemindersTimer(ReminderRelease release)
{
    [Function(nameof(DueRemindersTimer))]
    public Task Run([TimerTrigger("%ReminderSchedule%", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken) =>
        release.RunAsync(cancellationToken);
}
