using Peyk.Core.Addresses;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Contacts;
using Peyk.Functions.Contacts.Settings;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>A newsletter as a contact's settings page offers it.</summary>
/// <param name="IsWanted">Subscribed, or asked for and not confirmed yet.</param>
public sealed record NewsletterChoice(Topic Topic, bool IsWanted, bool IsPending);

/// <summary>The newsletters on a contact's settings page: they are the subscriptions of the contact's address and nothing else.</summary>
public sealed class NewsletterChoices(
    SubscriptionStore subscriptions, SubscriptionChanges changes, Subscribing subscribing, ContactOwnership ownership, AddressHashes hashes,
    TopicCatalog topics, TimeProvider time)
{
    /// <summary>Those that are the contact's to choose; none without an e-mail address.</summary>
    public async Task<IReadOnlyList<NewsletterChoice>> OfAsync(Contact contact, CancellationToken cancellationToken) =>
        [.. (await FindAsync(contact, cancellationToken)).Select(found => new NewsletterChoice(
            found.Topic,
            found.Subscription is { State: not SubscriptionState.Unsubscribed },
            found.Subscription is { State: SubscriptionState.Pending }))];

    /// <summary>
    /// Ends what is no longer wanted; what is newly wanted is asked for by a mail to the address, because the link to the page may have
    /// come by another way. A second call changes nothing.
    /// </summary>
    /// <param name="language">In which the contact now wants messages.</param>
    /// <param name="shown">The boxes that stood on the page.</param>
    /// <param name="wanted">Those that were ticked.</param>
    public async Task ApplyAsync(
        Contact contact, LanguageTag language, IReadOnlySet<string> shown, IReadOnlySet<string> wanted, CancellationToken cancellationToken)
    {
        foreach (var (topic, subscription) in await FindAsync(contact, cancellationToken))
        {
            var box = PreferencesForm.Box(topic, Channel.Email);
            if (!shown.Contains(box))
                continue;
            if (wanted.Contains(box) && subscription is not { State: SubscriptionState.Confirmed })
                await subscribing.SubscribeAsync(topic.Key, Wish(contact, language), cancellationToken);
            else if (!wanted.Contains(box) && subscription is { State: not SubscriptionState.Unsubscribed })
                await changes.UnsubscribeAsync(subscription.Id, SubscriptionWay.SettingsPage, client: null, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<(Topic Topic, Subscription? Subscription)>> FindAsync(Contact contact, CancellationToken cancellationToken)
    {
        var found = new List<(Topic, Subscription?)>();
        if (hashes.Of(contact, Channel.Email) is not { } hash)
            return found;
        foreach (var topic in topics.Newsletters)
        {
            var subscription = await subscriptions.FindAsync(topic.Key, contact.IsTest, hash, cancellationToken);
            if (await ownership.OwnsAsync(contact, subscription, cancellationToken))
                found.Add((topic, subscription));
        }

        return found;
    }

    private SubscriptionWish Wish(Contact contact, LanguageTag language) => new(contact.Email!, SubscriptionWay.SettingsPage, Guid.CreateVersion7(time.GetUtcNow()))
    {
        IsTest = contact.IsTest,
        Name = contact.Name,
        Language = language,
        ContactId = contact.Id,
    };
}
