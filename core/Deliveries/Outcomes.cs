namespace Peyk.Core.Deliveries;

/// <summary>What a provider's API said when it was given a message.</summary>
public abstract record SendResult
{
    private SendResult()
    {
    }

    /// <summary>It took the message.</summary>
    public sealed record Taken(string ProviderId) : SendResult;

    /// <summary>It refused for good: the same message will be refused again.</summary>
    public sealed record Refused(Reason Reason, string Code) : SendResult;

    /// <summary>It certainly does not have the message, and may take it later.</summary>
    /// <param name="RetryAfter">The provider's own wish, when it gave one.</param>
    /// <param name="Reason">Why the delivery ends, should time run out.</param>
    public sealed record NotTaken(string Code, TimeSpan? RetryAfter = null, Reason Reason = Reason.ProviderUnavailable) : SendResult
    {
        /// <summary>It gets more than it takes: every message of the channel should slow down.</summary>
        public bool IsTooFast { get; init; }
    }

    /// <summary>It may or may not have the message.</summary>
    public sealed record Unknown(string Code) : SendResult;
}

/// <summary>A provider's word on an attempt.</summary>
public abstract record Receipt(DateTimeOffset At, string? ProviderId)
{
    /// <summary>What the provider charges for it; null when it did not say so, or not yet.</summary>
    public Price? Price { get; init; }

    /// <summary>On its way: the provider has it.</summary>
    public sealed record Taken(DateTimeOffset At, string? ProviderId) : Receipt(At, ProviderId);

    public sealed record Delivered(DateTimeOffset At, string? ProviderId) : Receipt(At, ProviderId);

    /// <param name="Retries">How many further attempts are worth while; 0 when none is.</param>
    public sealed record Failed(DateTimeOffset At, string? ProviderId, Reason Reason, string Code, int Retries = 0) : Receipt(At, ProviderId);
}

/// <param name="Currency">ISO 4217.</param>
public sealed record Price(decimal Amount, string Currency);

/// <summary>An entry for the log of a notification: ids, codes and commitments, never an address or a text.</summary>
/// <param name="Corrects">The status that this entry corrects, when it is one of the two corrections.</param>
public sealed record LogEvent(
    DateTimeOffset At,
    string Event,
    int? Delivery = null,
    int? Attempt = null,
    Channel? Channel = null,
    DeliveryStatus? Status = null,
    Reason? Reason = null,
    string? Code = null,
    string? ProviderId = null,
    string? Commitment = null,
    DeliveryStatus? Corrects = null);

/// <summary>A delivery as it is after a step, and the entry that records the step.</summary>
public sealed record Transition(Delivery Delivery, LogEvent Entry);
