using Peyk.Core.Addresses;

namespace Peyk.Core.Text;

/// <summary>The same words in several languages; the default language is always among them unless there are none at all.</summary>
public sealed class LocalisedText(IReadOnlyDictionary<string, string> texts, LanguageTag defaultLanguage)
{
    /// <summary>True when there are no words in any language.</summary>
    public bool IsEmpty => texts.Count == 0;

    public IEnumerable<string> Languages => texts.Keys;

    /// <summary>In that language, else its primary language, else the default; null when there are no words at all.</summary>
    public string? In(LanguageTag language) =>
        texts.GetValueOrDefault(language.Value)
        ?? texts.GetValueOrDefault(language.Primary)
        ?? texts.GetValueOrDefault(defaultLanguage.Value);
}
