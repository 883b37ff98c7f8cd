using Microsoft.Azure.Functions.Worker;

namespace Peyk.Functions.Complaints;

/// <summary>
/// Looks at complaints that are due: those of which, or of whose answer, nobody was told because something broke, and those whose answer is
/// overdue. Promises end with a day, so that it need not look every minute. One that fails does not keep the others waiting.
/// </summary>
public sealed partial class OverdueComplaintsTimer(ComplaintStore store, ComplaintDesk desk, TimeProvider time, ILogger<OverdueComplaintsTimer> logger)
{
    [Function(nameof(OverdueComplaintsTimer))]
    public async Task Run([TimerTrigger("%RetentionSchedule%", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken)
    {
        foreach (var id in await store.FindDueAsync(time.GetUtcNow(), cancellationToken))
        {
            try
            {
                await desk.LookAtAsync(id, cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                Log.Failed(logger, id, e);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Complaint {Id} could not be looked at; the next run tries again")]
        public static partial void Failed(ILogger logger, Guid id, Exception exception);
    }
}
