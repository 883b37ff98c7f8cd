using Microsoft.Azure.Functions.Worker;

namespace Peyk.Functions.Complaints;

/// <summary>Looks at complaints that are due: those that were not told of because something broke, and those whose answer is overdue.</summary>
public sealed class OverdueComplaintsTimer(ComplaintStore store, ComplaintDesk desk, TimeProvider time)
{
    [Function(nameof(OverdueComplaintsTimer))]
    public async Task Run([TimerTrigger("%SweepSchedule%", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken)
    {
        foreach (var id in await store.FindDueAsync(time.GetUtcNow(), cancellationToken))
            await desk.LookAtAsync(id, cancellationToken);
    }
}
