using System.Text.RegularExpressions;
using Peyk.Core.Addresses;
using Peyk.Core.Text;

namespace Peyk.Core.Definitions;

/// <summary>What several kinds of definition files have in common.</summary>
internal static partial class YamlReaderExtensions
{
    /// <summary>A name by which other files and requests refer to something.</summary>
    public static string Name(this YamlReader yaml, string key)
    {
        var name = yaml.Text(key);
        if (name.Length > 0 && !NamePattern().IsMatch(name))
            yaml.Report(key, "must have lower-case letters, digits and single dashes only, at most 50");
        return name;
    }

    /// <summary>One text per language; the default language must be among them.</summary>
    public static LocalisedText Localised(this YamlReader yaml, string key, LanguageTag defaultLanguage, bool required)
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

    [GeneratedRegex("^(?=.{1,50}$)[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex NamePattern();
}
