using Azure;
using Peyk.Core.Addresses;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>
/// One address in one topic: everything that sending an issue needs, and all that stops it. There is one row for an address in a topic,
/// whoever asked for it.
/// </summary>
/// <param name="Id">The id in links; it stays as long as the row. Its last hexadecimal digit is the shard.</param>
/// <param name="Hash">Of the address, by <see cref="Contacts.AddressHashes"/>: 64 hexadecimal digits, the row's key.</param>
/// <param name="Content">Address and name, sealed; null when they were erased.</param>
public sealed record Subscription(
    Guid Id, string Topic, bool IsTest, string Hash, SubscriptionState State, LanguageTag Language, SealedContent? Content)
{
    /// <summary>Why nothing may go to the address whatever its owner wishes in this topic; null when it may.</summary>
    public Reason? Blocked { get; init; }

    /// <summary>The contact's pause of all messages; null when there is none.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>Null: not stated.</summary>
    public string? Service { get; init; }

    /// <inheritdoc cref="Service"/>
    public string? Region { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The contact whose subscription it was said to be; null when none was named.</summary>
    public Guid? ContactId { get; init; }

    /// <summary>What became of it and by whom, oldest first.</summary>
    public IReadOnlyList<SubscriptionChange> Changes { get; init; } = [];

    /// <summary>The latest mail that asked for a confirmation, or told that there is nothing to confirm; null when there was none.</summary>
    public Guid? Mail { get; init; }

    /// <summary>How many such mails nobody has answered yet.</summary>
    public int Mails { get; init; }

    /// <summary>Until when a pending one can be confirmed.</summary>
    public DateTimeOffset? ConfirmUntil { get; init; }

    /// <summary>The latest request that asked for it: one that is repeated is known by it.</summary>
    public Guid? Request { get; init; }

    public ETag ETag { get; init; }

    public SegmentFacts Facts => new(Language, Service, Region, Tags);

    /// <summary>Whether its owner had once confirmed it.</summary>
    public bool WasConfirmed => Changes.Any(change => change.State == SubscriptionState.Confirmed);

    /// <summary>When its owner last ended it; null when they never did.</summary>
    public DateTimeOffset? EndedAt =>
        Changes.LastOrDefault(c => c is { State: SubscriptionState.Unsubscribed, Way: not SubscriptionWay.NotConfirmed })?.At;

    /// <summary>Whether an issue may be sent to it at a moment. What is not so when its batch is sent gets nothing.</summary>
    public bool MaySend(DateTimeOffset now) =>
        State == SubscriptionState.Confirmed && Blocked is null && Content is not null && !(PausedUntil > now);

    /// <summary>Whether its owner can take it up again from the page, without being asked by mail.</summary>
    public bool CanResume => State == SubscriptionState.Unsubscribed && Content is not null && WasConfirmed;

    /// <summary>As it is after a change of its state.</summary>
    public Subscription After(SubscriptionChange change)
    {
        IReadOnlyList<SubscriptionChange> all = [.. Changes, change];
        var isAnswered = change.State != SubscriptionState.Pending;
        return this with
        {
            State = change.State,
            Changes = all.Count > SubscriptionChange.MostKept ? [all[0], .. all.Skip(all.Count - SubscriptionChange.MostKept + 1)] : all,
            Mails = isAnswered ? 0 : Mails,
            ConfirmUntil = isAnswered ? null : ConfirmUntil,
        };
    }
}

/// <summary>Whom an issue goes to: never logged, never in a URL.</summary>
/// <param name="Email">In its validated form.</param>
/// <param name="Proof">What a client stated to prove the consent of a subscriber whom it brought already confirmed.</param>
public sealed record Subscriber(string Email, string? Name = null, string? Proof = null);
