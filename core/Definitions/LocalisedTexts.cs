using Peyk.Core.Addresses;
using Peyk.Core.Text;

namespace Peyk.Core.Definitions;

/// <summary>Reads a mapping from languages to words.</summary>
internal static class LocalisedTexts
{
    /// <param name="required">There must be words; without, they may be missing in every language.</param>
    public static LocalisedText Read(YamlReader yaml, string key, LanguageTag defaultLanguage, bool required)
    {
        var texts = yaml.Dictionary(key);
        foreach (var language in texts.Keys)
        {
            if (!LanguageTag.TryParse(language, out var tag, out _) || tag.Value != language)
                yaml.Report($"{key}.{language}", "must be a language tag such as fa or en-GB");
        }

        if ((required || texts.Count > 0) && !texts.ContainsKey(defaultLanguage.Value))
            yaml.Report($"{key}.{defaultLanguage}", "is required, because this is the default language");
        return new LocalisedText(texts, defaultLanguage);
    }
}
