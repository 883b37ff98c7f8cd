using Peyk.Core.Deliveries;

namespace Peyk.Functions.Delivery;

/// <summary>A message that is ready to leave.</summary>
/// <param name="Commitment">Salted hash of address and text: recorded before the provider is called.</param>
public abstract record Outgoing(string Commitment);

/// <summary>An attempt as the provider must be able to name it again.</summary>
public sealed record AttemptId(Guid Notification, int Delivery, int Attempt)
{
    public override string ToString() => $"{Notification:D}.{Delivery}.{Attempt}";

    public static AttemptId? Parse(string? text)
    {
        var parts = text?.Split('.');
        return parts is { Length: 3 } && NotificationKeys.TryParse(parts[0], out var id)
            && int.TryParse(parts[1], System.Globalization.NumberStyles.None, null, out var delivery) && delivery > 0
            && int.TryParse(parts[2], System.Globalization.NumberStyles.None, null, out var attempt) && attempt > 0
            ? new(id, delivery, attempt)
            : null;
    }
}

/// <summary>What a provider's list says of an attempt of unknown outcome.</summary>
public abstract record Evidence
{
    private Evidence()
    {
    }

    public sealed record Found(string ProviderId) : Evidence;

    /// <summary>The provider does not have it, or has no list and was silent for long enough.</summary>
    public sealed record None : Evidence;

    /// <summary>The provider did not answer: ask again later.</summary>
    public sealed record Unavailable : Evidence;
}

/// <summary>One channel with its provider.</summary>
public interface IChannelSender
{
    Channel Channel { get; }

    /// <summary>
    /// The provider's list is searched by recipient and text, so that two notifications of one text could claim one message: which
    /// attempt owns a provider's id must be kept.
    /// </summary>
    bool IsFoundByText => false;

    /// <summary>Composes the message. It is a pure function of what is stored, so that a repeat composes the same.</summary>
    Outgoing Compose(StoredNotification stored, NotificationContent content);

    /// <summary>Gives the message to the provider. Never throws for what the provider or the network does.</summary>
    /// <param name="validFor">How long it is still of use.</param>
    /// <param name="cancellationToken">Ends the call; its outcome is then unknown.</param>
    Task<SendResult> SendAsync(Outgoing message, AttemptId attempt, TimeSpan validFor, CancellationToken cancellationToken);

    /// <summary>Looks at the provider for an attempt of unknown outcome.</summary>
    /// <param name="owned">Provider ids that other attempts own.</param>
    Task<Evidence> FindAsync(
        NotificationContent content, Attempt attempt, IReadOnlySet<string> owned, CancellationToken cancellationToken);

    /// <summary>Asks the provider for a receipt that has not come; null when it knows nothing new or does not answer.</summary>
    Task<Receipt?> FetchReceiptAsync(string providerId, CancellationToken cancellationToken);
}
