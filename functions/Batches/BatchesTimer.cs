using Microsoft.Azure.Functions.Worker;

namespace Peyk.Functions.Batches;

/// <summary>Looks after batches of which rows wait, by default every minute (setting <c>BatchesSchedule</c>, NCRONTAB with seconds).</summary>
public sealed class BatchesTimer(BatchUpkeep upkeep)
{
    [Function(nameof(BatchesTimer))]
    public Task Run([TimerTrigger("%BatchesSchedule%", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken) =>
        upkeep.RunAsync(cancellationToken);
}
