namespace Peyk.Functions.Delivery;

/// <summary>
/// Deletes what is personal of a notification, its content, and ends what is not sent yet, both in one transaction. Head and log stay:
/// they name nobody, and verify.
/// </summary>
public sealed class NotificationErasure(NotificationStore store, TimeProvider time)
{
    private const int MostConflicts = 8;

    /// <returns>Whether there was a content. False for a second call.</returns>
    public async Task<bool> EraseAsync(Guid id, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (await store.ReadHeadAsync(id, cancellationToken) is not { } stored)
                return false;
            var change = stored.Notification.Erase(time.GetUtcNow());
            if (!stored.HasContent && change.Changed.IsEmpty)
                return false;
            if (await store.EraseAsync(stored, change, cancellationToken) is not null)
                return stored.HasContent;
        }

        throw new InvalidOperationException($"Notification {id} changed {MostConflicts} times while it was erased.");
    }
}
