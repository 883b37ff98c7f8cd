using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Peyk.Core.Addresses;
using Peyk.Core.Calendars;
using Peyk.Core.Contacts;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Pages;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Newsletters.Subscriptions.Pages;

/// <summary>
/// The public page on which anybody subscribes. Whoever types in an address learns nothing of it: new, known, ended or blocked, the
/// answer and the work behind it are the same, and all else stands in the mail to its owner.
/// </summary>
public sealed class SubscribeHttp(
    Subscribing subscribing, SubscriptionPages pages, GuessLimiter limiter, TopicCatalog topics, LanguageCatalog languages, IOptions<PeykOptions> options,
    TimeProvider time)
{
    private const string Route = "s/{topic}";
    private const int LongestTyped = 254;

    [Function("SubscribePageHttp")]
    public IResult Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, string topic) =>
        Answer(request, topic, (found, language) => pages.Subscribe(found, language));

    /// <summary>What is shown when an address was typed in.</summary>
    [Function("SubscribedPageHttp")]
    public IResult Done([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route + "/done")] HttpRequest request, string topic) =>
        Answer(request, topic, (found, language) => pages.LookIntoMailbox(found, language));

    [Function(nameof(SubscribeHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string topic, CancellationToken cancellationToken)
    {
        var language = PageLanguage.Preferred(request, languages);
        if (topics.FindNewsletter(topic) is not { } found)
            return new PageResult(pages.NoTopic(language), StatusCodes.Status404NotFound);
        if (PagePost.IsForeign(request, options.Value.PublicUrl))
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        // Every address that is typed in costs, right or wrong: it may send somebody a mail.
        if (limiter.Take(ClientAddress.Of(request, options.Value.TrustedProxyHops)) is { } wait)
            return new PageResult(pages.TooMany(found, language), StatusCodes.Status429TooManyRequests, wait);
        if (await PageForm.ReadAsync(request, cancellationToken) is not { } form)
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        var typed = form["email"].ToString().Trim();
        if (!EmailAddress.TryParse(typed, out var email, out _))
            return new PageResult(pages.Subscribe(found, language, typed.Length <= LongestTyped ? typed : ""), StatusCodes.Status400BadRequest);
        // People do not see this field; what fills it in fills in everything.
        if (form[SubscriptionPages.Trap].ToString().Length == 0)
        {
            var wish = new SubscriptionWish(email, SubscriptionWay.SubscribePage, Guid.CreateVersion7(time.GetUtcNow())) { Language = language.Tag };
            await subscribing.SubscribeAsync(found.Key, wish, cancellationToken);
        }

        return new SeeOther($"/s/{found.Key}/done?lang={language.Tag.Value}");
    }

    private PageResult Answer(HttpRequest request, string topic, Func<Topic, Language, Document> page)
    {
        var language = PageLanguage.Preferred(request, languages);
        return topics.FindNewsletter(topic) is { } found
            ? new PageResult(page(found, language))
            : new PageResult(pages.NoTopic(language), StatusCodes.Status404NotFound);
    }
}
