using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>A subscription as the API shows it.</summary>
/// <param name="Email">Not there any more some time after it was ended.</param>
/// <param name="Blocked">Why nothing is sent to the address, whatever the status.</param>
/// <param name="ConfirmUntil">Of a pending one.</param>
public sealed record SubscriptionView(
    Guid Id,
    string Topic,
    SubscriptionState Status,
    string Language,
    string? Email,
    string? Name,
    string? Service,
    string? Region,
    IReadOnlyList<string>? Tags,
    Guid? ContactId,
    Reason? Blocked,
    DateTimeOffset? PausedUntil,
    DateTimeOffset? ConfirmUntil,
    IReadOnlyList<SubscriptionChangeView> Changes,
    bool? Test);

/// <summary>One change as the API shows it.</summary>
/// <param name="NotificationId">The mail whose link was followed.</param>
public sealed record SubscriptionChangeView(
    SubscriptionState Status, DateTimeOffset At, SubscriptionWay Way, string? Client, string? Source, Guid? NotificationId, DateTimeOffset? ConsentAt)
{
    public static SubscriptionChangeView Of(SubscriptionChange change) =>
        new(change.State, change.At, change.Way, change.Client, change.Source, change.Mail, change.ConsentAt);
}

/// <summary>A page of a topic's subscriptions.</summary>
/// <param name="Next">For <c>?after=</c>; not there on the last page. A page may have fewer than asked for, even none, and go on.</param>
public sealed record SubscriptionList(IReadOnlyList<SubscriptionView> Items, string? Next);

public sealed class SubscriptionViews(SubscriptionStore subscriptions)
{
    public SubscriptionView Of(Subscription subscription)
    {
        var subscriber = subscriptions.Open(subscription);
        return new(
            subscription.Id,
            subscription.Topic,
            subscription.State,
            subscription.Language.Value,
            subscriber?.Email,
            subscriber?.Name,
            subscription.Service,
            subscription.Region,
            subscription.Tags.Count > 0 ? subscription.Tags : null,
            subscription.ContactId,
            subscription.Blocked,
            subscription.PausedUntil,
            subscription.ConfirmUntil,
            [.. subscription.Changes.Select(SubscriptionChangeView.Of)],
            subscription.IsTest ? true : null);
    }

    /// <summary>A subscription in the API, relative to its host.</summary>
    public static string Link(string topic, Guid id) => $"/api/v1/newsletters/{topic}/subscriptions/{id:D}";
}
