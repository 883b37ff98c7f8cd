using Microsoft.Azure.Functions.Worker;

namespace Peyk.Functions.Assistant;

/// <summary>Deletes, every night, texts that are older than 30 days, and talks and requests that are over for 7.</summary>
public sealed class PurgeConversationsTimer(ConversationPurge purge)
{
    [Function(nameof(PurgeConversationsTimer))]
    public Task Run([TimerTrigger("0 40 1 * * *")] TimerInfo timer, CancellationToken cancellationToken) => purge.RunAsync(cancellationToken);
}
