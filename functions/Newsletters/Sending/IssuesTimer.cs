using Microsoft.Azure.Functions.Worker;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>Looks after issues that go out, by the schedule of batches: by default every minute.</summary>
public sealed class IssuesTimer(IssueUpkeep upkeep)
{
    [Function(nameof(IssuesTimer))]
    public Task Run([TimerTrigger("%BatchesSchedule%", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken) =>
        upkeep.RunAsync(cancellationToken);
}
