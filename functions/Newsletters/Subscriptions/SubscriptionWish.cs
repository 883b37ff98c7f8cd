using Peyk.Core.Addresses;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>A consent that was given elsewhere, as a client states it.</summary>
/// <param name="At">When the person agreed.</param>
/// <param name="Proof">How that can be shown, in the client's words.</param>
public sealed record StatedConsent(DateTimeOffset At, string Proof);

/// <summary>Somebody's wish to subscribe an address. What is null stays as it was.</summary>
/// <param name="Request">A UUIDv7 of the request: later ones are greater.</param>
public sealed record SubscriptionWish(EmailAddress Email, SubscriptionWay Way, Guid Request)
{
    public bool IsTest { get; init; }

    public PersonName? Name { get; init; }

    public LanguageTag? Language { get; init; }

    public string? Service { get; init; }

    public string? Region { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public Guid? ContactId { get; init; }

    public string? Client { get; init; }

    /// <summary>Where the person said so, in the client's own word.</summary>
    public string? Source { get; init; }

    /// <summary>Null: the owner of the address is asked by mail.</summary>
    public StatedConsent? Consent { get; init; }

    /// <summary>The request was answered before, or an attempt to answer it broke off.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>Whether whoever asks may also change how a confirmed one is kept; the public page may not.</summary>
    public bool MayChange => Way is SubscriptionWay.Api or SubscriptionWay.Import;
}

/// <summary>What came of a wish.</summary>
public abstract record SubscribeOutcome
{
    private SubscribeOutcome()
    {
    }

    public sealed record Kept(Subscription Subscription) : SubscribeOutcome;

    public sealed record Refused(FieldError Error) : SubscribeOutcome;
}
