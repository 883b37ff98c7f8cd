using Microsoft.Azure.Functions.Worker;

namespace Peyk.Functions.Complaints;

/// <summary>
/// Looks at complaints that are due: those of which, or of whose answer, nobody was told because something broke, and those whose answer is
/// overdue. Promises end with a day, so that it need not look every minute.
/// </summary>
public sealed class OverdueComplaintsTimer(ComplaintStore store, ComplaintDesk desk, TimeProvider time)
{
    [Function(nameof(OverdueComplaintsTimer))]
    public async Task Run([TimerTrigger("%RetentionSchedule%", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken)
    {
        foreach (var id in await store.FindDueAsync(time.GetUtcNow(), cancellationToken))
            await desk.LookAtAsync(id, cancellationToken);
    }
}
