using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>The links in newsletters.</summary>
public sealed class NewsletterLinks(Links links, PageTokens tokens)
{
    /// <summary>Both the page and what a mail program posts to (RFC 8058). It holds as long as the subscription's row.</summary>
    public string Unsubscribe(Guid subscription) => links.Page($"u/{tokens.Make(PagePurpose.Unsubscribe, subscription)}");

    /// <summary>The page on which the owner of the address confirms.</summary>
    public string Confirm(Guid subscription) => links.Page($"c/{tokens.Make(PagePurpose.Confirm, subscription)}");

    /// <summary>The public page on which anybody subscribes to a topic.</summary>
    public string Subscribe(string topic) => links.Page($"s/{topic}");

    /// <summary>An issue in the archive.</summary>
    public string Archive(string topic, Guid issue) => links.Page($"n/{topic}/{issue:D}");
}
