using Microsoft.Azure.Functions.Worker;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>Deletes subscriptions that are over their time and rewraps the others under a new master key, with the other retention.</summary>
public sealed class SubscriptionUpkeepTimer(SubscriptionRetention retention, SubscriptionKeyRotation rotation)
{
    [Function(nameof(SubscriptionUpkeepTimer))]
    public async Task Run([TimerTrigger("%RetentionSchedule%", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken)
    {
        await retention.RunAsync(cancellationToken);
        await rotation.RunAsync(cancellationToken);
    }
}
