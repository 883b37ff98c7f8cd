using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Core.Reports;
using Peyk.Functions.Contacts;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>What came of the wish to confirm.</summary>
public enum ConfirmOutcome
{
    /// <summary>It is confirmed, now or before.</summary>
    Confirmed,

    /// <summary>The link's time is over, or the subscription was ended since.</summary>
    TooLate,

    /// <summary>There is no such subscription.</summary>
    Gone,
}

/// <summary>What the owners of addresses do with their subscriptions. Doing it twice changes nothing the second time.</summary>
public sealed class SubscriptionChanges(SubscriptionStore subscriptions, SubscriptionRetention retention, OptOutLog optOuts, TimeProvider time)
{
    private const int MostConflicts = 8;

    public async Task<(ConfirmOutcome Outcome, Subscription? Subscription)> ConfirmAsync(Guid id, CancellationToken cancellationToken)
    {
        var after = await ChangeAsync(
            id,
            now => StandingOf(now) == ConfirmOutcome.Confirmed && now.State == SubscriptionState.Pending
                ? now.After(new(SubscriptionState.Confirmed, time.GetUtcNow(), SubscriptionWay.ConfirmPage, Mail: now.Mail))
                : null,
            cancellationToken);
        return (after is null ? ConfirmOutcome.Gone : StandingOf(after), after);
    }

    /// <summary>What confirming would come to.</summary>
    public ConfirmOutcome StandingOf(Subscription subscription) => subscription.State switch
    {
        SubscriptionState.Confirmed => ConfirmOutcome.Confirmed,
        SubscriptionState.Pending => subscription.ConfirmUntil > time.GetUtcNow() ? ConfirmOutcome.Confirmed : ConfirmOutcome.TooLate,
        SubscriptionState.Unsubscribed => ConfirmOutcome.TooLate,
    };

    /// <summary>Ends a subscription. Null when there is none.</summary>
    /// <param name="client">Who asked for it, by the API.</param>
    public Task<Subscription?> UnsubscribeAsync(Guid id, SubscriptionWay way, string? client, CancellationToken cancellationToken) => ChangeAsync(
        id,
        now => now.State == SubscriptionState.Unsubscribed
            ? null
            : now.After(new(SubscriptionState.Unsubscribed, time.GetUtcNow(), way, client)),
        cancellationToken);

    /// <summary>Ends those of an address in every topic.</summary>
    public async Task UnsubscribeAllAsync(bool isTest, string hash, SubscriptionWay way, CancellationToken cancellationToken)
    {
        foreach (var subscription in await subscriptions.FindAllAsync(isTest, hash, cancellationToken))
            await UnsubscribeAsync(subscription.Id, way, client: null, cancellationToken);
    }

    /// <summary>Takes one up again whose owner had confirmed it before, as long as the address is kept.</summary>
    public Task<Subscription?> ResumeAsync(Guid id, CancellationToken cancellationToken) => ChangeAsync(
        id,
        now => now.CanResume ? now.After(new(SubscriptionState.Confirmed, time.GetUtcNow(), SubscriptionWay.UnsubscribePage)) : null,
        cancellationToken);

    /// <returns>As it is afterwards; null when there is none.</returns>
    private async Task<Subscription?> ChangeAsync(Guid id, Func<Subscription, Subscription?> change, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (await subscriptions.FindAsync(id, cancellationToken) is not { } before)
                return null;
            if (change(before) is not { } after)
                return before;
            if (after.State == SubscriptionState.Unsubscribed)
                await retention.EndedAsync(after, cancellationToken);
            if (after.State == SubscriptionState.Unsubscribed && before.State == SubscriptionState.Confirmed)
                await optOuts.NoteAsync(OptOutWay.Newsletter, Channel.Email, after.IsTest, after.Id.ToString("D"), cancellationToken);
            if (await subscriptions.TrySaveAsync(after, cancellationToken))
                return after;
        }

        throw new InvalidOperationException($"Subscription {id} changed {MostConflicts} times while its owner changed it.");
    }
}
