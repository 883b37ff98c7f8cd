using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>
/// The mails that ask for a confirmation, or tell that there is nothing to confirm: notifications like any other, with a log, sent again when
/// they fail.
/// </summary>
public sealed class SubscriptionMails(
    Acceptance acceptance, SubscriptionStore subscriptions, MessageComposer composer, NewsletterLinks links, TopicCatalog topics, IOptions<SubscriptionOptions> options)
{
    public const string Kind = "subscriptions";
    public const string Confirm = "confirm";
    public const string Known = "known";

    /// <summary>The client of the mails for which no client asked: ourselves. No key can be made for it, as it is no client's id.</summary>
    public const string OwnClient = ".peyk";

    /// <summary>Hands the mail over that the row names. A second call changes nothing.</summary>
    public async Task SendAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        if (subscription.Mail is not { } id || subscriptions.Open(subscription) is not { } subscriber)
            return;
        await acceptance.AcceptAsync(Draft(subscription, subscriber, id), cancellationToken);
    }

    private NotificationDraft Draft(Subscription subscription, Subscriber subscriber, Guid id)
    {
        var isPending = subscription.State != SubscriptionState.Confirmed;
        var language = composer.LanguageFor(subscription.Language);
        var topic = topics.Find(subscription.Topic)?.Name(Core.Addresses.LanguageTag.Parse(language)) ?? subscription.Topic;
        var data = new JsonObject
        {
            ["topic"] = topic,
            ["link"] = isPending ? links.Confirm(subscription.Id) : links.Unsubscribe(subscription.Id),
        };
        using var json = JsonDocument.Parse(data.ToJsonString());
        return new(
            id,
            new(ClientOf(subscription), Kind, isPending ? Confirm : Known, language, IsTest: subscription.IsTest),
            new(Commitment.NewSalt(), language, json.RootElement.Clone(), Email: subscriber.Email, ContactId: subscription.ContactId),
            ChannelPolicy.Only,
            [Channel.Email],
            FallbackAfter: null,
            new SendingTimes(null, NotificationKeys.TimeOf(id) + options.Value.ConfirmWithin),
            // Whoever asked just now waits for it, whatever pause they had.
            Urgent: true);
    }

    // Of one that is confirmed already a client is told in the answer; who gets a mail was typed in on the page.
    private static string ClientOf(Subscription subscription) =>
        (subscription.State == SubscriptionState.Pending ? subscription.Changes[^1].Client : null) ?? OwnClient;
}
