using Microsoft.Azure.Functions.Worker;

namespace Peyk.Functions.Assistant;

/// <summary>
/// Deletes texts that are older than 30 days, and talks and requests that are over for 7, with the other retention; brings the others
/// under the current master key.
/// </summary>
public sealed class PurgeConversationsTimer(ConversationPurge purge, ConversationKeyRotation rotation)
{
    [Function(nameof(PurgeConversationsTimer))]
    public async Task Run([TimerTrigger("%RetentionSchedule%", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken)
    {
        await purge.RunAsync(cancellationToken);
        await rotation.RunAsync(cancellationToken);
    }
}
