using Peyk.Core.Addresses;
using Peyk.Core.Definitions;

namespace Peyk.Core.Surveys;

/// <summary>All surveys, by key.</summary>
public sealed class SurveyCatalog
{
    private readonly Dictionary<string, SurveyDefinition> _surveys;

    private SurveyCatalog(Dictionary<string, SurveyDefinition> surveys) => _surveys = surveys;

    public IReadOnlyCollection<SurveyDefinition> Surveys => _surveys.Values;

    public SurveyDefinition? Find(string key) => _surveys.GetValueOrDefault(key);

    /// <summary>Reads survey files (YAML, one survey each, named by its key).</summary>
    /// <param name="defaultLanguage">Every text must exist in this language.</param>
    /// <exception cref="InvalidDefinitionException">Some file is wrong; the message names every file and field.</exception>
    public static SurveyCatalog Load(IEnumerable<DefinitionFile> files, LanguageTag defaultLanguage)
    {
        var problems = new List<DefinitionProblem>();
        var surveys = new Dictionary<string, SurveyDefinition>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (!YamlReader.TryParse(file.Path, file.Text, problems, out var yaml))
                continue;
            var survey = new SurveyReader(yaml, defaultLanguage).Read();
            if (survey.Key != file.Stem)
                yaml.Report("key", "must be the name of the file");
            if (!surveys.TryAdd(survey.Key, survey))
                yaml.Report("key", "is defined in another file too");
        }

        InvalidDefinitionException.ThrowIfAny(problems);
        return new SurveyCatalog(surveys);
    }
}
