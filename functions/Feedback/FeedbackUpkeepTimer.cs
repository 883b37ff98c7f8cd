using Microsoft.Azure.Functions.Worker;

namespace Peyk.Functions.Feedback;

/// <summary>Deletes what is over its time and rewraps the rest under a new master key, with the other retention.</summary>
public sealed class FeedbackUpkeepTimer(FeedbackRetention retention, FeedbackKeyRotation rotation)
{
    [Function(nameof(FeedbackUpkeepTimer))]
    public async Task Run([TimerTrigger("%RetentionSchedule%", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken)
    {
        await retention.RunAsync(cancellationToken);
        await rotation.RunAsync(cancellationToken);
    }
}
