using Microsoft.Extensions.Options;
using Peyk.Core.Calendars;
using Peyk.Core.Text;
using Peyk.Functions.Shared.Pages;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Dashboard;

/// <summary>The frame of the dashboard's pages: navigation, languages, notice, and what keeps them live. They work without scripts, too.</summary>
public sealed class DashboardFrame(DashboardAssets assets, LanguageCatalog languages, IOptions<DashboardOptions> access, IOptions<PeykOptions> options)
{
    internal const string NoticeParameter = "done";

    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    // "open" and canvases belong to whoever looks at the page: a refresh leaves them alone.
    private const string ScriptSettings =
        """{"history":false,"includeIndicatorCSS":false,"morphIgnore":["data-htmx-powered","open"],"morphSkip":"canvas"}""";

    private readonly LocalisedText _organisation = new(options.Value.Organisation, languages.Default.Tag);

    /// <param name="isLive">Whether the page refreshes itself.</param>
    public Document Render(DashboardVisit visit, DashboardPage page, bool isLive = true)
    {
        var language = visit.Language;
        var here = $"{page.Path}{QueryWithout(visit.Request, NoticeParameter)}";
        var live = isLive ? Html.Of($""" hx-get="{here}" hx-trigger="every 10s" hx-select="main" hx-target="this" hx-swap="outerMorph" """) : Html.Empty;
        return Whole(language, page.Title, Html.Of($"""
            <a class="skip" href="#main">{language["ops.skip"]}</a>
            <header><p class="organisation">{_organisation.In(language.Tag)}</p>
            <nav aria-label="{language["ops.navigation"]}"><ul>{DashboardNavigation.All.Select(item => Item(item, page.Path, language))}</ul></nav>
            {SignOut(visit)}<p class="languages">{Others(language).Select(other => Switch(visit.Request, page.Path, isLive, other))}</p></header>
            <main id="main" tabindex="-1"{live}>
            {Notice(visit, language)}
            <h1>{page.Title}</h1>
            {page.Main}
            </main>
            """));
    }

    /// <summary>A page for those who may not see one.</summary>
    public Document Refusal(Language language, string reason) => Bare(language, language["ops.refused.title"], Html.Of($"<p>{language[reason]}</p>"));

    /// <summary>A page without navigation.</summary>
    public Document Bare(Language language, string title, Html main) => Whole(language, title, Html.Of($"""
        <header><p class="organisation">{_organisation.In(language.Tag)}</p></header>
        <main id="main" class="bare"><h1>{title}</h1>{main}</main>
        """));

    private Document Whole(Language language, string title, Html body) => new(
        Html.Of($"""
            <!DOCTYPE html>
            <html lang="{language.Tag.Value}" dir="{language.Direction}" data-digits="{language.LocaliseDigits("0123456789")}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <meta name="color-scheme" content="light dark">
            <meta name="htmx-config" content="{ScriptSettings}">
            <title>{title}</title>
            <link rel="icon" href="{assets.Path("icon.svg")}">
            <link rel="stylesheet" href="{assets.Path("ops.css")}">
            <script src="{assets.Path("htmx.min.js")}" defer></script>
            <script src="{assets.Path("chart.min.js")}" defer></script>
            <script src="{assets.Path("ops.js")}" defer></script>
            </head>
            <body>
            {body}
            </body>
            </html>

            """).ToString(),
        Policy);

    private static Html Item((string Path, string Name) item, string path, Language language) => Html.Of(
        $"""<li><a href="{item.Path}?lang={language.Tag.Value}"{(IsWithin(item.Path, path) ? Html.Of($""" aria-current="page" """) : Html.Empty)}>{language[item.Name]}</a></li>""");

    private static bool IsWithin(string item, string path) =>
        path == item || (item != "/ops" && path.StartsWith($"{item}/", StringComparison.Ordinal));

    private IEnumerable<Language> Others(Language language) => languages.Languages.Where(l => l != language).OrderBy(l => l.Tag.Value, StringComparer.Ordinal);

    private static Html Switch(HttpRequest request, string path, bool isLive, Language other)
    {
        // What was found by a form cannot be shown again without it.
        var query = isLive ? QueryWithout(request, "lang", NoticeParameter) : QueryString.Empty;
        return Html.Of(
            $"""<a href="{path}{query.Add("lang", other.Tag.Value).Value}" lang="{other.Tag.Value}" hreflang="{other.Tag.Value}" dir="{other.Direction}" rel="alternate">{other.Name}</a> """);
    }

    private Html SignOut(DashboardVisit visit) => access.Value.Access switch
    {
        DashboardAccess.Key => DashboardParts.OpenForm(visit, "/ops/sign-out", visit.Language["ops.signOut"], quiet: true),
        DashboardAccess.AppService => Html.Of($"""<a href="/.auth/logout?post_logout_redirect_uri=/ops">{visit.Language["ops.signOut"]}</a>"""),
        DashboardAccess.Proxy or DashboardAccess.None => Html.Empty,
    };

    private static Html Notice(DashboardVisit visit, Language language) =>
        visit.Request.Query[NoticeParameter].ToString() is { Length: > 0 } key && key.StartsWith("ops.", StringComparison.Ordinal)
        && language.StringKeys.Contains(key)
            ? Html.Of($"""<p class="notice" role="status" hx-morph-skip>{language[key]}</p>""")
            : Html.Empty;

    private static QueryString QueryWithout(HttpRequest request, params ReadOnlySpan<string> names)
    {
        var query = QueryString.Empty;
        foreach (var (name, values) in request.Query)
        {
            if (names.Contains(name))
                continue;
            foreach (var value in values)
                query = query.Add(name, value ?? "");
        }

        return query;
    }
}
