using System.Collections.Immutable;

namespace Peyk.Core.Deliveries;

/// <summary>What is known about one hand-over to a provider.</summary>
public enum AttemptOutcome
{
    /// <summary>Claimed; the call may be under way, or its process may have died.</summary>
    Claimed,

    /// <summary>The call ended without telling whether the provider took the message.</summary>
    Unknown,

    /// <summary>The provider certainly did not take it.</summary>
    NotTaken,

    /// <summary>The provider took it.</summary>
    Taken,

    /// <summary>A receipt says it arrived.</summary>
    Delivered,

    /// <summary>The provider or a receipt says it will not arrive.</summary>
    Failed,
}

/// <param name="Number">From 1 within its delivery.</param>
/// <param name="ProviderId">The provider's own id (Twilio SID, SendGrid X-Message-Id) once it is known.</param>
/// <param name="Code">The provider's own code for the outcome.</param>
/// <param name="Commitment">Salted hash of address and text, by which the provider's list is searched and a receipt can be checked.</param>
/// <param name="Charge">What it costs if the provider takes it; null for attempts from before prices were kept.</param>
public sealed record Attempt(
    int Number,
    DateTimeOffset ClaimedAt,
    AttemptOutcome Outcome,
    string? ProviderId = null,
    string? Code = null,
    string? Commitment = null,
    Charge? Charge = null)
{
    /// <summary>Nobody knows yet whether the provider has it.</summary>
    public bool IsUnresolved => Outcome is AttemptOutcome.Claimed or AttemptOutcome.Unknown;
}

/// <summary>One notification on one channel.</summary>
/// <param name="Number">From 1 within its notification.</param>
/// <param name="At">When it took this status.</param>
/// <param name="Due">When it must be looked at again; null when it is final.</param>
/// <param name="SentAt">When the provider took the latest attempt.</param>
/// <param name="Checks">How often the provider was asked for a missing receipt.</param>
public sealed record Delivery(
    int Number,
    Channel Channel,
    DeliveryStatus Status,
    DateTimeOffset At,
    DateTimeOffset? Due = null,
    Reason? Reason = null,
    string? Code = null,
    DateTimeOffset? SentAt = null,
    int Checks = 0,
    ImmutableArray<Attempt> Attempts = default)
{
    public ImmutableArray<Attempt> Attempts { get; init; } = Attempts.IsDefault ? [] : Attempts;

    public Attempt? LatestAttempt => Attempts.IsEmpty ? null : Attempts[^1];

    public Delivery WithAttempt(Attempt attempt) =>
        this with { Attempts = [.. Attempts.Where(a => a.Number != attempt.Number).Append(attempt).OrderBy(a => a.Number)] };
}
