using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Core.Calendars;
using Peyk.Functions.Dashboard.Access;
using Peyk.Functions.Shared.Pages;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Dashboard;

/// <summary>What every page and form of the dashboard does before its own work: who it is, what they may, and whether a form is ours.</summary>
public sealed class DashboardDoor(
    IEnumerable<IUserSource> sources, DashboardTokens tokens, DashboardFrame frame, LanguageCatalog languages, IOptions<DashboardOptions> options,
    IOptions<PeykOptions> peyk)
{
    private readonly IUserSource? _source = sources.SingleOrDefault(s => s.Access == options.Value.Access);
    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[peyk.Value.TimeZone];

    /// <summary>Shows a page to those who have a role; sends others to where they sign in, or says that they may not.</summary>
    public async Task<IResult> ShowAsync(
        HttpRequest request, Func<DashboardVisit, CancellationToken, Task<DashboardPage>> page, CancellationToken cancellationToken)
    {
        var (visit, refusal) = await EnterAsync(request, DashboardRole.Viewer, cancellationToken);
        return visit is null ? refusal! : new PageResult(frame.Render(visit, await page(visit, cancellationToken)));
    }

    /// <summary>Gives something else than a page, such as a file, to those who have a role.</summary>
    public async Task<IResult> GiveAsync(
        HttpRequest request, Func<DashboardVisit, CancellationToken, Task<IResult>> give, CancellationToken cancellationToken)
    {
        var (visit, refusal) = await EnterAsync(request, DashboardRole.Viewer, cancellationToken);
        return visit is null ? refusal! : await give(visit, cancellationToken);
    }

    /// <summary>
    /// Takes a form from those who have the role, if it was handed out to them and comes from our own page: 403 otherwise, and nothing happens.
    /// </summary>
    /// <param name="act">Answers with <see cref="Done"/>, or with a page that shows what was asked for.</param>
    public async Task<IResult> ActAsync(
        HttpRequest request,
        DashboardRole atLeast,
        Func<DashboardVisit, IFormCollection, CancellationToken, Task<IResult>> act,
        CancellationToken cancellationToken)
    {
        var (visit, refusal) = await EnterAsync(request, atLeast, cancellationToken);
        if (visit is null)
            return refusal!;
        if (PagePost.IsForeign(request, peyk.Value.PublicUrl))
            return Refuse(request, "ops.refused.foreign");
        if (await PageForm.ReadAsync(request, cancellationToken) is not { } form || !tokens.IsFormOf(visit.User.Id, form[DashboardParts.TokenField]))
            return Refuse(request, "ops.refused.form");
        return await act(visit with { Language = Find(form[DashboardParts.LanguageField]) ?? visit.Language }, form, cancellationToken);
    }

    /// <summary>A page as the answer to a form, for what must not stand in an address.</summary>
    public IResult Answer(DashboardVisit visit, DashboardPage page) => new PageResult(frame.Render(visit, page, isLive: false));

    /// <summary>Leads from a form to a page, where a notice says that it is done.</summary>
    /// <param name="notice">Key of the notice's words, beginning with <c>ops.</c>.</param>
    public static IResult Done(DashboardVisit visit, string path, string notice) =>
        new SeeOther($"{path}?lang={visit.Language.Tag.Value}&{DashboardFrame.NoticeParameter}={Uri.EscapeDataString(notice)}");

    private async Task<(DashboardVisit? Visit, IResult? Refusal)> EnterAsync(
        HttpRequest request, DashboardRole atLeast, CancellationToken cancellationToken)
    {
        if (_source is null)
            return (null, new PageResult(frame.Refusal(PageLanguage.Preferred(request, languages), "ops.refused.off"), StatusCodes.Status404NotFound));
        if (await _source.FindAsync(request, cancellationToken) is not { } visitor)
        {
            return _source.SignIn(HttpMethods.IsPost(request.Method) ? "/ops" : $"{request.Path}{request.QueryString}") is { } signIn
                ? (null, new SeeOther(signIn))
                : (null, Refuse(request, "ops.refused.unknown"));
        }

        return visitor.User is { } user && user.Role >= atLeast
            ? (new(request, user, PageLanguage.Preferred(request, languages), _zone, tokens.OfForms(user.Id)), null)
            : (null, Refuse(request, "ops.refused.role"));
    }

    private PageResult Refuse(HttpRequest request, string reason) =>
        new(frame.Refusal(PageLanguage.Preferred(request, languages), reason), StatusCodes.Status403Forbidden);

    private Language? Find(string? tag) => languages.Languages.FirstOrDefault(l => l.Tag.Value == tag);
}
