using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Peyk.Core.Addresses;
using Peyk.Core.Calendars;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Pages;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Contacts.Settings;

/// <summary>The settings page of a contact, for whoever has the link. Looking changes nothing; the forms on it do.</summary>
public sealed class PreferencesHttp(
    PreferenceLinks links, PreferencesPages pages, PreferencesChanges changes, NewsletterChoices newsletters, GuessLimiter limiter, LanguageCatalog languages, IOptions<PeykOptions> options)
{
    private const string Route = "p/{token}";
    private const string NotMe = "not-me";

    [Function("PreferencesPageHttp")]
    public Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, string token, CancellationToken cancellationToken) =>
        WithContactAsync(request, token, async contact =>
        {
            var chosen = PageLanguage.Chosen(request, languages);
            var offered = await newsletters.OfAsync(contact, cancellationToken);
            return new PageResult(pages.Form(contact, offered, token, chosen, isSaved: request.Query["saved"] == "1"));
        }, cancellationToken);

    [Function("SavePreferencesHttp")]
    public Task<IResult> Save(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string token, CancellationToken cancellationToken) =>
        PostAsync(request, token, async (contact, form) =>
        {
            var fields = PreferencesForm.Read(form);
            var chosen = PageLanguage.Chosen(request, languages);
            var shown = form["shown"].OfType<string>().ToHashSet(StringComparer.Ordinal);
            var errors = await changes.SaveAsync(contact, fields, shown, pages.LanguageOf(contact, chosen), cancellationToken);
            if (errors.Count > 0)
            {
                var offered = await newsletters.OfAsync(contact, cancellationToken);
                return new PageResult(pages.Wrong(contact, offered, token, chosen, fields, errors), StatusCodes.Status400BadRequest);
            }

            await newsletters.ApplyAsync(contact, LanguageTag.Parse(fields.Language), shown, fields.Wanted, cancellationToken);
            // Whoever changed the language of messages sees the page in it.
            return new SeeOther($"/p/{token}?saved=1{(fields.Language == pages.LanguageOf(contact, null).Tag.Value && chosen is not null ? $"&lang={chosen.Tag.Value}" : "")}");
        }, cancellationToken);

    [Function("DisownAddressHttp")]
    public Task<IResult> Disown(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/" + NotMe)] HttpRequest request, string token, CancellationToken cancellationToken) =>
        PostAsync(request, token, async (contact, form) =>
        {
            if (!SnakeCase.TryFromWord<Channel>(form["channel"].ToString(), out var channel))
                return Results.StatusCode(StatusCodes.Status400BadRequest);
            var language = pages.LanguageOf(contact, PageLanguage.Chosen(request, languages));
            await changes.DisownAsync(contact, channel, cancellationToken);
            return new SeeOther($"/p/{NotMe}/done?lang={language.Tag.Value}");
        }, cancellationToken);

    /// <summary>What is shown when an address was taken away; by then the link has stopped working.</summary>
    [Function("AddressDisownedHttp")]
    public IResult Disowned([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "p/" + NotMe + "/done")] HttpRequest request) =>
        new PageResult(pages.Disowned(PageLanguage.Preferred(request, languages)));

    private async Task<IResult> PostAsync(
        HttpRequest request, string token, Func<Contact, IFormCollection, Task<IResult>> handle, CancellationToken cancellationToken)
    {
        if (PagePost.IsForeign(request, options.Value.PublicUrl))
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        return await WebhookForm.ReadAsync(request, cancellationToken) is { } form
            ? await WithContactAsync(request, token, contact => handle(contact, form), cancellationToken)
            : Results.StatusCode(StatusCodes.Status400BadRequest);
    }

    /// <summary>Wrong tokens cost what wrong tracking codes cost.</summary>
    private async Task<IResult> WithContactAsync(
        HttpRequest request, string token, Func<Contact, Task<IResult>> handle, CancellationToken cancellationToken)
    {
        var address = ClientAddress.Of(request, options.Value.TrustedProxyHops);
        var preferred = PageLanguage.Preferred(request, languages);
        if (limiter.Take(address) is { } wait)
            return new PageResult(pages.TooMany(preferred), (int)HttpStatusCode.TooManyRequests, wait);
        if (await links.OpenAsync(token, cancellationToken) is not { } contact)
            return new PageResult(pages.Gone(preferred), StatusCodes.Status404NotFound);
        limiter.GiveBack(address);
        return await handle(contact);
    }
}
