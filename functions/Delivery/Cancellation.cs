namespace Peyk.Functions.Delivery;

/// <summary>What came of the wish to take a notification back.</summary>
public enum CancelOutcome
{
    /// <summary>Nothing of it will be sent. So says a second call too.</summary>
    Cancelled,

    /// <summary>A provider may have it.</summary>
    AlreadySending,

    /// <summary>Its end is reached, and it was another.</summary>
    AlreadyFinal,

    /// <summary>There is none of that id, or it belongs to another client.</summary>
    NotFound,
}

/// <summary>
/// Takes notifications back before they are sent. The claim and the cancellation are both conditional writes of the same head, so
/// that just one of them holds.
/// </summary>
public sealed class Cancellation(NotificationStore store, TimeProvider time)
{
    private const int MostConflicts = 8;

    public async Task<CancelOutcome> CancelAsync(Guid id, string clientId, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (await store.ReadHeadAsync(id, cancellationToken) is not { } stored || stored.Facts.ClientId != clientId)
                return CancelOutcome.NotFound;
            var notification = stored.Notification;
            if (notification.IsFinal)
                return notification.Status == Core.Deliveries.DeliveryStatus.Cancelled ? CancelOutcome.Cancelled : CancelOutcome.AlreadyFinal;
            if (notification.Cancel(time.GetUtcNow()) is not { } change)
                return CancelOutcome.AlreadySending;
            if (await store.SaveAsync(stored, change, cancellationToken) is not null)
                return CancelOutcome.Cancelled;
        }

        throw new InvalidOperationException($"Notification {id} changed {MostConflicts} times while it was cancelled.");
    }
}
