using Microsoft.Extensions.Options;
using Peyk.Core.Addresses;
using Peyk.Core.Calendars;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Pages;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Complaints;

/// <summary>
/// The complaint form behind whichever page leads to it. Looking changes nothing; what is sent costs as much as a wrong tracking code, so
/// that no machine fills the desk.
/// </summary>
public sealed class ComplaintForms(
    SpokenComplaints complaints, ComplaintPages pages, GuessLimiter limiter, LanguageCatalog languages, IOptions<PeykOptions> options, TimeProvider time)
{
    private const string Kept = "kept";

    /// <param name="find">Finds who is behind the link; null when it leads nowhere.</param>
    public Task<IResult> ShowAsync(HttpRequest request, Func<Task<Complainant?>> find, CancellationToken cancellationToken) =>
        WithAsync(request, find, returnsToken: true, async who =>
        {
            var language = LanguageOf(request.Query["lang"], who);
            return request.Query.ContainsKey(Kept)
                && await complaints.FindLastAsync(who.Subject, time.GetUtcNow(), cancellationToken) is { } complaint
                ? new PageResult(pages.Kept(who, complaint, language))
                : new PageResult(pages.Form(who, null, ComplaintFault.None, language));
        });

    /// <inheritdoc cref="ShowAsync"/>
    public async Task<IResult> TakeAsync(HttpRequest request, Func<Task<Complainant?>> find, CancellationToken cancellationToken)
    {
        if (PagePost.IsForeign(request, options.Value.PublicUrl))
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (await WebhookForm.ReadAsync(request, cancellationToken) is not { } fields)
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        return await WithAsync(request, find, returnsToken: false, async who =>
        {
            var language = LanguageOf(fields["lang"], who);
            var form = ComplaintForm.Read(fields);
            var (faults, person) = form.Check(who);
            if (faults != ComplaintFault.None)
                return new PageResult(pages.Form(who, form, faults, language), StatusCodes.Status400BadRequest);
            var said = new SpokenComplaint(
                who.Subject, time.GetUtcNow(), who.ClientId, who.IsTest, ComplaintSource.Form, who.Service, language.Tag.Value, who.Request, person, form.Text);
            return await complaints.OpenAsync(said, cancellationToken) is null
                ? new PageResult(pages.Enough(who, language), StatusCodes.Status429TooManyRequests, TimeSpan.FromDays(1))
                : new SeeOther($"{ComplaintPages.PathOf(who)}?{Kept}=1&lang={language.Tag.Value}");
        });
    }

    private async Task<IResult> WithAsync(
        HttpRequest request, Func<Task<Complainant?>> find, bool returnsToken, Func<Complainant, Task<IResult>> handle)
    {
        var address = ClientAddress.Of(request, options.Value.TrustedProxyHops);
        var preferred = PageLanguage.Preferred(request, languages);
        if (limiter.Take(address) is { } wait)
            return new PageResult(pages.TooMany(request.Path, preferred), StatusCodes.Status429TooManyRequests, wait);
        if (await find() is not { } who)
            return new PageResult(pages.NotFound(request.Path, preferred), StatusCodes.Status404NotFound);
        if (returnsToken)
            limiter.GiveBack(address);
        return await handle(who);
    }

    private Language LanguageOf(string? chosen, Complainant who) =>
        (LanguageTag.TryParse(chosen, out var tag, out _) ? languages.Find(tag) : null) ?? languages.FindOrDefault(LanguageTag.Parse(who.Language));
}
