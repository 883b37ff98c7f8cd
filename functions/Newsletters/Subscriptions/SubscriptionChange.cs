using Peyk.Core.Newsletters;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>By which way somebody changed a subscription.</summary>
public enum SubscriptionSource
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
}

/// <summary>One change of a subscription.</summary>
/// <param name="State">What it became.</param>
/// <param name="Client">Who posted it, of a change by the API.</param>
/// <param name="Mail">The mail whose link was followed.</param>
public sealed record SubscriptionChange(
    SubscriptionState State, DateTimeOffset At, SubscriptionSource Source, string? Client = null, Guid? Mail = null)
{
    /// <summary>Later ones push the oldest but the first out.</summary>
    public const int MostKept = 20;
}
