using Microsoft.Net.Http.Headers;
using Peyk.Core.Addresses;
using Peyk.Core.Calendars;

namespace Peyk.Functions.Shared.Pages;

/// <summary>The language in which a page was asked for.</summary>
public static class PageLanguage
{
    private const int MostPreferences = 10;

    /// <summary>The one of <c>?lang=</c>; null when it is not given or has no file.</summary>
    public static Language? Chosen(HttpRequest request, LanguageCatalog languages) => Find(languages, request.Query["lang"]);

    /// <summary>The chosen one, else the first that the browser prefers and we have, else the default.</summary>
    public static Language Preferred(HttpRequest request, LanguageCatalog languages) =>
        Chosen(request, languages)
        ?? request.GetTypedHeaders().AcceptLanguage
            .Take(MostPreferences)
            .OrderByDescending(wish => wish, StringWithQualityHeaderValueComparer.QualityComparer)
            .Select(wish => Find(languages, wish.Value.Value))
            .FirstOrDefault(language => language is not null)
        ?? languages.Default;

    private static Language? Find(LanguageCatalog languages, string? text) =>
        LanguageTag.TryParse(text, out var tag, out _) ? languages.Find(tag) : null;
}
