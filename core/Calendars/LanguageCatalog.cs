using Peyk.Core.Addresses;
using Peyk.Core.Definitions;

namespace Peyk.Core.Calendars;

/// <summary>All languages that have a file.</summary>
public sealed class LanguageCatalog
{
    private readonly Dictionary<string, Language> _languages;

    private LanguageCatalog(Dictionary<string, Language> languages, Language defaultLanguage)
    {
        _languages = languages;
        Default = defaultLanguage;
    }

    public Language Default { get; }

    public IReadOnlyCollection<Language> Languages => _languages.Values;

    /// <summary>The language, else its primary language, else null.</summary>
    public Language? Find(LanguageTag tag) => _languages.GetValueOrDefault(tag.Value) ?? _languages.GetValueOrDefault(tag.Primary);

    /// <summary>The language, else its primary language, else the default.</summary>
    public Language FindOrDefault(LanguageTag? tag) => (tag is null ? null : Find(tag)) ?? Default;

    /// <summary>Reads language files (YAML, one language each, named by its tag).</summary>
    /// <param name="files">The files.</param>
    /// <param name="defaultLanguage">Must be among them; every other language has the same strings.</param>
    /// <exception cref="InvalidDefinitionException">Some file is wrong; the message names every file and field.</exception>
    public static LanguageCatalog Load(IEnumerable<DefinitionFile> files, LanguageTag defaultLanguage)
    {
        var problems = new List<DefinitionProblem>();
        var languages = new Dictionary<string, (DefinitionFile File, Language Language)>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (!YamlReader.TryParse(file.Path, file.Text, problems, out var yaml))
                continue;
            var language = new Language(LanguageFile.Read(yaml, file.Stem));
            if (!languages.TryAdd(language.Tag.Value, (file, language)))
                yaml.Report("tag", "has another file too");
        }

        if (languages.TryGetValue(defaultLanguage.Value, out var first))
            problems.AddRange(languages.Values.SelectMany(other => Differences(first.Language, other.Language, other.File)));
        else if (problems.Count == 0)
            problems.Add(new DefinitionProblem($"{defaultLanguage}.yaml", "", "the default language has no file"));

        InvalidDefinitionException.ThrowIfAny(problems);
        return new LanguageCatalog(
            languages.ToDictionary(entry => entry.Key, entry => entry.Value.Language, StringComparer.Ordinal), first.Language);
    }

    private static IEnumerable<DefinitionProblem> Differences(Language first, Language other, DefinitionFile file)
    {
        foreach (var key in first.StringKeys.Except(other.StringKeys))
            yield return new DefinitionProblem(file.Path, $"strings.{key}", "is required");
        foreach (var key in other.StringKeys.Except(first.StringKeys))
            yield return new DefinitionProblem(file.Path, $"strings.{key}", $"is not among the strings of {first.Tag}");
    }
}
