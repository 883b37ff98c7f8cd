using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Peyk.Core.Calendars;
using Peyk.Core.Text;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Shared.Pages;

/// <summary>A page for citizens, without its frame.</summary>
/// <param name="Path">Where it is, without a query: the language switch leads to the same place.</param>
/// <param name="Main">What stands on the sheet.</param>
/// <param name="Foot">Lines below it.</param>
public sealed record Page(Language Language, string Title, string Path, Html Main, Html Foot = default);

/// <summary>A page as it is sent: one document without scripts that needs nothing from anywhere.</summary>
/// <param name="SecurityPolicy">The Content-Security-Policy that allows its styles and nothing else.</param>
public sealed record Document(string Html, string SecurityPolicy);

/// <summary>The one frame of all pages: name of the organisation, languages, sheet, foot; either direction, light, dark and printed.</summary>
public sealed class PageLayout(LanguageCatalog languages, IOptions<PeykOptions> options)
{
    private const string Icon =
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%230b6560'/%3E%3Cpath d='m4 8.5 2.6 2.6L12 5.4' fill='none' stroke='%23fff' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'/%3E%3C/svg%3E";

    private static readonly string Sheet = ReadSheet();

    private readonly LocalisedText _organisation = new(options.Value.Organisation, languages.Default.Tag);
    private readonly ConcurrentDictionary<Language, Styles> _styles = [];

    public Document Render(Page page)
    {
        var language = page.Language;
        var styles = _styles.GetOrAdd(language, Styles.Of);
        var others = languages.Languages.Where(other => other != language).OrderBy(other => other.Tag.Value, StringComparer.Ordinal);
        var document = Html.Of($"""
            <!DOCTYPE html>
            <html lang="{language.Tag.Value}" dir="{language.Direction}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <meta name="color-scheme" content="light dark">
            <meta name="theme-color" content="#eef2f1" media="(prefers-color-scheme: light)">
            <meta name="theme-color" content="#0e1516" media="(prefers-color-scheme: dark)">
            <meta name="format-detection" content="telephone=no, date=no">
            <title>{page.Title}</title>
            <link rel="icon" href="{Icon}">
            {styles.Element}
            </head>
            <body>
            <header><p class="organisation">{_organisation.In(language.Tag)}</p>
            <p class="languages">{others.Select(other => Switch(page.Path, other))}</p></header>
            <main>
            {page.Main}
            </main>
            <footer>
            {page.Foot}
            <p>{language["email.neverAsk"]}</p>
            </footer>
            </body>
            </html>

            """);
        return new(document.ToString(), styles.Policy);
    }

    private static Html Switch(string path, Language other) => Html.Of(
        $"""<a href="{path}?lang={other.Tag.Value}" lang="{other.Tag.Value}" hreflang="{other.Tag.Value}" dir="{other.Direction}" rel="alternate">{other.Name}</a> """);

    private static string ReadSheet()
    {
        using var stream = typeof(PageLayout).Assembly.GetManifestResourceStream("page.css")
            ?? throw new InvalidOperationException("The assembly lacks page.css.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>The style sheet with a language's fonts, allowed by its hash.</summary>
    private sealed record Styles(Html Element, string Policy)
    {
        public static Styles Of(Language language)
        {
            var css = $"\n:root{{--fonts:{language.Fonts}}}\n{Sheet}";
            var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(css)));
            return new(
                Html.OfStyles(css),
                $"default-src 'none'; style-src 'sha256-{hash}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        }
    }
}
