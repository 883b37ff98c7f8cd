using System.Text.RegularExpressions;
using Peyk.Core.Addresses;
using Peyk.Core.Definitions;

namespace Peyk.Core.Cases;

/// <summary>All services, by key.</summary>
public sealed partial class ServiceCatalog
{
    private const int LongestPromise = 3660;
    private readonly Dictionary<string, ServiceDefinition> _services;

    private ServiceCatalog(Dictionary<string, ServiceDefinition> services) => _services = services;

    public IReadOnlyCollection<ServiceDefinition> Services => _services.Values;

    public ServiceDefinition? Find(string key) => _services.GetValueOrDefault(key);

    /// <summary>Reads service files (YAML, one service each, named by its key).</summary>
    /// <param name="files">The files.</param>
    /// <param name="defaultLanguage">Every text must exist in this language.</param>
    /// <exception cref="InvalidDefinitionException">Some file is wrong; the message names every file and field.</exception>
    public static ServiceCatalog Load(IEnumerable<DefinitionFile> files, LanguageTag defaultLanguage)
    {
        var problems = new List<DefinitionProblem>();
        var services = new Dictionary<string, ServiceDefinition>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (!YamlReader.TryParse(file.Path, file.Text, problems, out var yaml))
                continue;
            var service = Read(yaml, defaultLanguage);
            if (service.Key != file.Stem)
                yaml.Report("key", "must be the name of the file");
            if (!services.TryAdd(service.Key, service))
                yaml.Report("key", "is defined in another file too");
        }

        InvalidDefinitionException.ThrowIfAny(problems);
        return new ServiceCatalog(services);
    }

    private static ServiceDefinition Read(YamlReader yaml, LanguageTag defaultLanguage)
    {
        yaml.AllowOnly("key", "names", "help", "feedback", "unit", "steps");
        var steps = new List<ServiceStep>();
        foreach (var (position, map) in yaml.Maps("steps").Index())
        {
            var step = ReadStep(map, position, defaultLanguage);
            if (steps.Exists(other => other.Key == step.Key))
                map.Report("key", "is used by another step");
            steps.Add(step);
        }

        if (!steps.Exists(step => step is { IsFinal: true, IsOptional: false }))
            yaml.Report("steps", "one step of the usual path must be final");
        return new ServiceDefinition(
            DefinitionKeys.Read(yaml),
            LocalisedTexts.Read(yaml, "names", defaultLanguage, required: true),
            LocalisedTexts.Read(yaml, "help", defaultLanguage, required: false),
            steps)
        {
            Feedback = FeedbackRule.Read(yaml),
            Unit = ServiceUnit.Read(yaml),
        };
    }

    private static ServiceStep ReadStep(YamlReader yaml, int position, LanguageTag defaultLanguage)
    {
        yaml.AllowOnly("key", "names", "news", "next", "final", "optional", "tone", "expected", "days");
        return new ServiceStep(
            position,
            DefinitionKeys.Read(yaml),
            LocalisedTexts.Read(yaml, "names", defaultLanguage, required: true),
            LocalisedTexts.Read(yaml, "news", defaultLanguage, required: false),
            LocalisedTexts.Read(yaml, "next", defaultLanguage, required: false))
        {
            IsFinal = yaml.Flag("final"),
            IsOptional = yaml.Flag("optional"),
            Tone = yaml.Choice(
                "tone", ("neutral", CaseTone.Neutral), ("success", CaseTone.Success), ("setback", CaseTone.Setback)),
            Expected = Expected(yaml),
        };
    }

    private static ExpectedDuration? Expected(YamlReader yaml)
    {
        var working = yaml.Choice("days", ("working", true), ("calendar", false));
        if (yaml.OptionalText("expected") is not { } text)
            return null;
        if (DaysPattern().Match(text) is { Success: true } match
            && int.Parse(match.Groups[1].ValueSpan) is <= LongestPromise and var days)
        {
            return new ExpectedDuration(days, working);
        }

        yaml.Report("expected", "must be an ISO 8601 duration in days from P0D to P3660D");
        return null;
    }

    [GeneratedRegex("^P([0-9]{1,4})D$")]
    private static partial Regex DaysPattern();
}
