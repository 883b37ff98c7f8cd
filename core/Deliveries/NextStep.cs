namespace Peyk.Core.Deliveries;

/// <summary>What a delivery needs when somebody looks at it.</summary>
public enum NextStep
{
    /// <summary>Nothing, now or ever.</summary>
    Nothing,

    /// <summary>Nothing before it is due.</summary>
    Wait,

    Send,

    /// <summary>Too late to send.</summary>
    Expire,

    /// <summary>The claim's lease ran out: its outcome is unknown from now on.</summary>
    LoseLease,

    /// <summary>Look for evidence that the provider took an attempt of unknown outcome.</summary>
    SeekEvidence,

    /// <summary>Ask the provider for a receipt that has not come.</summary>
    CheckReceipt,

    /// <summary>The provider was silent for too long: use the next channel.</summary>
    FallBack,

    /// <summary>No receipt within the limit.</summary>
    GiveUpOnReceipt,
}

public static class NextSteps
{
    /// <summary>Decides from the delivery alone, so that a hint that comes twice, late or never does no harm.</summary>
    public static NextStep For(Notification notification, Delivery delivery, DeliveryTimes times, DateTimeOffset now)
    {
        return delivery.Status switch
        {
            DeliveryStatus.Accepted => Ready(delivery, now) ? SendOrExpire(notification, now) : NextStep.Wait,
            DeliveryStatus.Scheduled or DeliveryStatus.Held => delivery.Due <= now ? SendOrExpire(notification, now) : NextStep.Wait,
            DeliveryStatus.Sending => Sending(delivery, now),
            DeliveryStatus.Sent => Sent(notification, delivery, times, now),
            DeliveryStatus.Delivered or DeliveryStatus.Failed or DeliveryStatus.Expired or DeliveryStatus.Suppressed
                or DeliveryStatus.Cancelled => NextStep.Nothing,
        };
    }

    // Before the first attempt `due` is only the sweep's reminder; after one it is the end of the pause before the next.
    private static bool Ready(Delivery delivery, DateTimeOffset now) =>
        delivery.Attempts.IsEmpty || delivery.Due is null || delivery.Due <= now;

    private static NextStep SendOrExpire(Notification notification, DateTimeOffset now) =>
        now >= notification.ExpiresAt ? NextStep.Expire : NextStep.Send;

    private static NextStep Sending(Delivery delivery, DateTimeOffset now)
    {
        if (delivery.Due > now)
            return NextStep.Wait;
        return delivery.LatestAttempt is { Outcome: AttemptOutcome.Claimed } ? NextStep.LoseLease : NextStep.SeekEvidence;
    }

    private static NextStep Sent(Notification notification, Delivery delivery, DeliveryTimes times, DateTimeOffset now)
    {
        if (delivery.Due > now)
            return NextStep.Wait;
        var sentAt = delivery.SentAt ?? delivery.At;
        if (now >= sentAt + times.ReceiptLimit)
            return NextStep.GiveUpOnReceipt;
        if (notification.Situate(delivery, times, now).FallbackAfter is { } silence && now >= sentAt + silence)
            return NextStep.FallBack;
        return delivery.Channel == Channel.Sms && delivery.Checks < times.ReceiptChecks.Count
            ? NextStep.CheckReceipt
            : NextStep.Wait;
    }
}
