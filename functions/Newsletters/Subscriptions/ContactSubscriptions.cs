using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Contacts;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>
/// Takes a contact's pause and the newsletters that it no longer wants into its subscriptions. Wanting one again is no subscription: that
/// begins with a confirmation.
/// </summary>
public sealed class ContactSubscriptions(
    SubscriptionStore subscriptions, SubscriptionRetention retention, ContactOwnership ownership, AddressHashes hashes, TopicCatalog topics, TimeProvider time)
    : IContactListener
{
    private const int MostConflicts = 8;

    public async Task SavingAsync(Contact? before, Contact contact, CancellationToken cancellationToken)
    {
        if (hashes.Of(contact, Channel.Email) is not { } hash)
            return;
        var earlier = before is not null && hashes.Of(before, Channel.Email) == hash ? before.Preferences : Preferences.None;
        // An opt-out that was there before may have been overtaken by a subscription since.
        var unwanted = contact.Preferences.OptOuts.Except(earlier.OptOuts)
            .Where(o => o.Channel == Channel.Email && topics.FindNewsletter(o.Topic) is not null)
            .Select(o => o.Topic).ToHashSet(StringComparer.Ordinal);
        if (unwanted.Count == 0 && contact.Preferences.PausedUntil == earlier.PausedUntil)
            return;
        foreach (var subscription in await subscriptions.FindAllAsync(contact.IsTest, hash, cancellationToken))
        {
            if (await ownership.OwnsAsync(contact, subscription, cancellationToken))
                await WriteAsync(subscription, contact.Preferences.PausedUntil, unwanted.Contains(subscription.Topic), cancellationToken);
        }
    }

    private async Task WriteAsync(Subscription subscription, DateTimeOffset? pausedUntil, bool isUnwanted, CancellationToken cancellationToken)
    {
        var row = subscription;
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            var now = time.GetUtcNow();
            var ends = isUnwanted && row.State != SubscriptionState.Unsubscribed;
            if (!ends && row.PausedUntil == pausedUntil)
                return;
            var after = row with { PausedUntil = pausedUntil };
            if (ends)
            {
                after = after.After(new(SubscriptionState.Unsubscribed, now, SubscriptionWay.ContactPreferences));
                await retention.EndedAsync(after, cancellationToken);
            }

            if (await subscriptions.TrySaveAsync(after, cancellationToken)
                || await subscriptions.FindAsync(row.Topic, row.IsTest, row.Hash, cancellationToken) is not { } again)
                return;
            row = again;
        }

        throw new InvalidOperationException($"Subscription {subscription.Id} changed {MostConflicts} times while a contact was kept.");
    }
}
