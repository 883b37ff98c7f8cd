using System.Net;
using Microsoft.Extensions.Options;
using Peyk.Core.Calendars;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Pages;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Newsletters.Subscriptions.Pages;

/// <summary>
/// Opens the links of subscriptions. Only wrong tokens count against whoever brings them: mail providers post for thousands of people
/// from one address, and not one who wants to leave may be kept up.
/// </summary>
public sealed class SubscriptionTokens(PageTokens tokens, GuessLimiter limiter, SubscriptionPages pages, LanguageCatalog languages, IOptions<PeykOptions> options)
{
    /// <summary>The id in a link of ours, or the page that says that it is none.</summary>
    public (Guid? Id, IResult? Refusal) Open(HttpRequest request, PagePurpose purpose, string token)
    {
        if (tokens.TryRead(purpose, token, out var id))
            return (id, null);
        return limiter.Take(ClientAddress.Of(request, options.Value.TrustedProxyHops)) is { } wait
            ? (null, new PageResult(pages.TooMany(LanguageOf(request)), (int)HttpStatusCode.TooManyRequests, wait))
            : (null, Gone(request));
    }

    /// <summary>What is shown where nothing is any more, or never was.</summary>
    public IResult Gone(HttpRequest request) => new PageResult(pages.Gone(LanguageOf(request)), StatusCodes.Status404NotFound);

    public bool IsForeign(HttpRequest request) => PagePost.IsForeign(request, options.Value.PublicUrl);

    /// <summary>The language that was asked for, else the subscription's own.</summary>
    public Language LanguageOf(HttpRequest request, Subscription? subscription = null) =>
        PageLanguage.Chosen(request, languages)
        ?? (subscription is null ? PageLanguage.Preferred(request, languages) : languages.FindOrDefault(subscription.Language));
}
