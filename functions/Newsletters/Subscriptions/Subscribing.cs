using Microsoft.Extensions.Options;
using Peyk.Core.Calendars;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Contacts;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>
/// Subscribes addresses. Unless a client states the consent, the owner is asked by mail: the row first, which names the mail, then the
/// mail, so that whoever repeats a wish that broke off between the two completes it, and sends none twice.
/// </summary>
public sealed class Subscribing(
    SubscriptionStore subscriptions, SubscriptionRetention retention, SubscriptionMails mails, AddressStandings standings, AddressHashes hashes,
    LanguageCatalog languages, IOptions<SubscriptionOptions> options, TimeProvider time)
{
    private const int MostConflicts = 8;

    /// <exception cref="InvalidOperationException">Others changed the row all the time.</exception>
    public async Task<SubscribeOutcome> SubscribeAsync(string topic, SubscriptionWish wish, CancellationToken cancellationToken)
    {
        var hash = hashes.Of(Channel.Email, wish.Email.Value, wish.IsTest);
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            var before = await subscriptions.FindAsync(topic, wish.IsTest, hash, cancellationToken);
            if (before is not null && wish.IsRepeat && conflicts == 0 && before.Request is { } latest && latest.CompareTo(wish.Request) >= 0)
                return await CompleteAsync(before, cancellationToken);
            var standing = await standings.OfAsync(wish.Email.Value, wish.IsTest, wish.ContactId ?? before?.ContactId, cancellationToken);
            if (Refusal(before, wish, topic, standing) is { } refusal)
                return new SubscribeOutcome.Refused(refusal);
            var after = Decide(before ?? New(topic, hash, wish), wish, standing);
            if (after.State == SubscriptionState.Pending)
                await retention.LookAtAsync(after, after.ConfirmUntil!.Value, cancellationToken);
            var isKept = before is null
                ? await subscriptions.TryAddAsync(after, cancellationToken)
                : await subscriptions.TrySaveAsync(after, cancellationToken);
            if (isKept && before?.ContactId is not null && before.ContactId != after.ContactId)
                await subscriptions.UnindexContactAsync(before, cancellationToken);
            if (isKept && (before is not null || await StoodStillAsync(after, wish, standing, cancellationToken)))
                return await CompleteAsync(after, cancellationToken);
        }

        throw new InvalidOperationException($"A subscription changed {MostConflicts} times while it was written.");
    }

    /// <summary>Sends the mail that the row names, unless it was sent.</summary>
    private async Task<SubscribeOutcome> CompleteAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        // Confirmed by the mail or not: asking for the same mail again changes nothing.
        if (subscription.Mail is not null && subscription.Mails > 0)
            await mails.SendAsync(subscription, cancellationToken);
        return new SubscribeOutcome.Kept(subscription);
    }

    /// <summary>
    /// Whether the address stands as it stood when the row was not there yet: what came in between could not be told to it. Then the row is
    /// written again.
    /// </summary>
    private async Task<bool> StoodStillAsync(Subscription added, SubscriptionWish wish, AddressStanding before, CancellationToken cancellationToken)
    {
        var now = await standings.OfAsync(wish.Email.Value, wish.IsTest, wish.ContactId, cancellationToken);
        return (now.Blocked, now.PausedUntil) == (before.Blocked, before.PausedUntil)
            || (await subscriptions.FindAsync(added.Id, cancellationToken) is { } row && (row.Blocked, row.PausedUntil) == (now.Blocked, now.PausedUntil));
    }

    private static FieldError? Refusal(Subscription? before, SubscriptionWish wish, string topic, AddressStanding standing)
    {
        if (wish.Consent is not { } consent || before?.State == SubscriptionState.Confirmed)
            return null;
        if (before?.EndedAt >= consent.At)
            return new("/confirmed/at", "unsubscribed", "The subscriber unsubscribed after that. Ask again by mail: leave confirmed out.");
        return standing.OptedOut.Contains(topic)
            ? new("/confirmed", "opted_out", "The contact does not want this topic. Ask by mail: leave confirmed out.")
            : null;
    }

    private Subscription New(string topic, string hash, SubscriptionWish wish) => new(
        SubscriptionRows.NewId(time.GetUtcNow(), hash), topic, wish.IsTest, hash, SubscriptionState.Unsubscribed, languages.Default.Tag, Content: null);

    private Subscription Decide(Subscription row, SubscriptionWish wish, AddressStanding standing)
    {
        var now = time.GetUtcNow();
        // How a confirmed one is kept only its client may change: anybody can type in an address.
        var isOpen = row.State != SubscriptionState.Confirmed || wish.MayChange;
        var after = (isOpen ? Take(row, wish) : row) with { Request = wish.Request, Blocked = standing.Blocked, PausedUntil = standing.PausedUntil };
        if (wish.Consent is { } consent)
        {
            return after.State == SubscriptionState.Confirmed
                ? after
                : after.After(new(SubscriptionState.Confirmed, now, SubscriptionWay.Import, wish.Client, wish.Source, ConsentAt: consent.At));
        }

        if (after.State == SubscriptionState.Confirmed)
            return wish.MayChange ? after : WithMail(after, now);
        if (after.State == SubscriptionState.Unsubscribed)
            after = after.After(new(SubscriptionState.Pending, now, wish.Way, wish.Client, wish.Source));
        return WithMail(after with { ConfirmUntil = now + options.Value.ConfirmWithin }, now);
    }

    private Subscription Take(Subscription row, SubscriptionWish wish)
    {
        var known = subscriptions.Open(row);
        return row with
        {
            Language = wish.Language ?? row.Language,
            Service = wish.Service ?? row.Service,
            Region = wish.Region ?? row.Region,
            Tags = wish.Tags ?? row.Tags,
            ContactId = wish.ContactId ?? row.ContactId,
            Content = subscriptions.Seal(
                row.Id, new(wish.Email.Value, wish.Name?.Value ?? known?.Name, wish.Consent?.Proof ?? known?.Proof)),
        };
    }

    /// <summary>With a new mail, if the last one is long enough ago.</summary>
    private Subscription WithMail(Subscription row, DateTimeOffset now)
    {
        if (row is { Mail: { } last, Mails: > 0 } && now < NotificationKeys.TimeOf(last) + PauseAfter(row.Mails))
            return row;
        return row with { Mail = Guid.CreateVersion7(now), Mails = row.Mails + 1 };
    }

    private TimeSpan PauseAfter(int mails)
    {
        var pause = options.Value.MailPause;
        for (var i = 1; i < mails && pause < options.Value.ConfirmWithin; i++)
            pause *= 2;
        return pause < options.Value.ConfirmWithin ? pause : options.Value.ConfirmWithin;
    }
}
