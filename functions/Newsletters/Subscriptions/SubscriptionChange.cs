using Peyk.Core.Newsletters;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>By which way somebody changed a subscription.</summary>
public enum SubscriptionWay
{
    /// <summary>A client, for a person who asked it to.</summary>
    Api,

    /// <summary>A client that brought subscribers who had confirmed elsewhere.</summary>
    Import,

    /// <summary>The topic's public page.</summary>
    SubscribePage,

    /// <summary>The page behind the link of a confirmation mail.</summary>
    ConfirmPage,

    /// <summary>The page behind the link at the end of every issue.</summary>
    UnsubscribePage,

    /// <summary>The mail program's own button (RFC 8058).</summary>
    OneClick,

    /// <summary>A contact's settings page.</summary>
    SettingsPage,

    /// <summary>A contact's preferences, as a client wrote them.</summary>
    ContactPreferences,

    /// <summary>Nobody: the time in which it could be confirmed was over.</summary>
    NotConfirmed,
}

/// <summary>One change of a subscription: with the others of its row the proof of how it came about.</summary>
/// <param name="State">What it became.</param>
/// <param name="Client">Who posted it, of a change by the API.</param>
/// <param name="Source">Where the person said so, in the client's own word.</param>
/// <param name="Mail">The notification whose link was followed.</param>
/// <param name="ConsentAt">When the person had agreed, as the client stated.</param>
public sealed record SubscriptionChange(
    SubscriptionState State, DateTimeOffset At, SubscriptionWay Way, string? Client = null, string? Source = null, Guid? Mail = null,
    DateTimeOffset? ConsentAt = null)
{
    /// <summary>Of more than so many the first and the latest are kept.</summary>
    public const int MostKept = 20;
}
