namespace Peyk.Core.Deliveries;

/// <summary>Where a delivery, or a notification as a whole, stands.</summary>
public enum DeliveryStatus
{
    /// <summary>Kept, and to be sent as soon as possible.</summary>
    Accepted,

    /// <summary>Kept until the time the client asked for.</summary>
    Scheduled,

    /// <summary>Waits for the recipient's hours.</summary>
    Held,

    /// <summary>Claimed; the provider may have it.</summary>
    Sending,

    /// <summary>The provider took it.</summary>
    Sent,

    /// <summary>The provider reports that it arrived.</summary>
    Delivered,

    /// <summary>It will not arrive; the reason says why.</summary>
    Failed,

    /// <summary>Its time was over before it was sent, or no receipt came within 72 hours.</summary>
    Expired,

    /// <summary>Not sent because the recipient does not want it.</summary>
    Suppressed,

    /// <summary>Taken back before it was sent.</summary>
    Cancelled,
}

public static class DeliveryStatuses
{
    public static bool IsFinal(this DeliveryStatus status) => status switch
    {
        DeliveryStatus.Accepted or DeliveryStatus.Scheduled or DeliveryStatus.Held or DeliveryStatus.Sending or DeliveryStatus.Sent => false,
        DeliveryStatus.Delivered or DeliveryStatus.Failed or DeliveryStatus.Expired or DeliveryStatus.Suppressed or DeliveryStatus.Cancelled => true,
    };

    /// <summary>A final status that means the message did not arrive.</summary>
    public static bool IsFinalFailure(this DeliveryStatus status) => status.IsFinal() && status != DeliveryStatus.Delivered;

    /// <summary>
    /// The status of a notification: the best of its deliveries
    /// (delivered &gt; sent &gt; sending &gt; held &gt; scheduled &gt; accepted); when all are final failures, the last one's.
    /// </summary>
    public static DeliveryStatus Best(IReadOnlyList<Delivery> deliveries)
    {
        ArgumentOutOfRangeException.ThrowIfZero(deliveries.Count);
        var best = deliveries.Where(d => !d.Status.IsFinalFailure()).MaxBy(d => Rank(d.Status));
        return (best ?? deliveries[^1]).Status;
    }

    private static int Rank(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Failed or DeliveryStatus.Expired or DeliveryStatus.Suppressed or DeliveryStatus.Cancelled => 0,
        DeliveryStatus.Accepted => 1,
        DeliveryStatus.Scheduled => 2,
        DeliveryStatus.Held => 3,
        DeliveryStatus.Sending => 4,
        DeliveryStatus.Sent => 5,
        DeliveryStatus.Delivered => 6,
    };
}
