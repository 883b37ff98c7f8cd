using Peyk.Core.Addresses;
using Peyk.Core.Definitions;
using Peyk.Core.Deliveries;

namespace Peyk.Core.Contacts;

/// <summary>All topics, in the order in which pages show them.</summary>
public sealed class TopicCatalog
{
    private readonly Dictionary<string, Topic> _byKey;
    private readonly Dictionary<string, Topic> _byKind;

    private TopicCatalog(IReadOnlyList<Topic> topics)
    {
        Topics = topics;
        _byKey = topics.ToDictionary(topic => topic.Key, StringComparer.Ordinal);
        _byKind = topics.DistinctBy(topic => topic.Kind).ToDictionary(topic => topic.Kind, StringComparer.Ordinal);
    }

    public IReadOnlyList<Topic> Topics { get; }

    /// <summary>Those that people subscribe to.</summary>
    public IEnumerable<Topic> Newsletters => Topics.Where(topic => topic.IsNewsletter);

    public IReadOnlyCollection<string> Kinds => _byKind.Keys;

    public Topic? FindNewsletter(string key) => Find(key) is { IsNewsletter: true } topic ? topic : null;

    public Topic? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>The topic of a kind that has one; of those that have several, the first. Null when a kind has none.</summary>
    public Topic? OfKind(string kind) => _byKind.GetValueOrDefault(kind);

    /// <summary>Reads topic files (YAML, one topic each, named by its key).</summary>
    /// <param name="files">The files.</param>
    /// <param name="defaultLanguage">Every text must exist in this language.</param>
    /// <exception cref="InvalidDefinitionException">Some file is wrong; the message names every file and field.</exception>
    public static TopicCatalog Load(IEnumerable<DefinitionFile> files, LanguageTag defaultLanguage)
    {
        var problems = new List<DefinitionProblem>();
        var topics = new Dictionary<string, Topic>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (!YamlReader.TryParse(file.Path, file.Text, problems, out var yaml))
                continue;
            var topic = Read(yaml, defaultLanguage);
            if (topic.Key != file.Stem)
                yaml.Report("key", "must be the name of the file");
            if (!topics.TryAdd(topic.Key, topic))
                yaml.Report("key", "is defined in another file too");
        }

        InvalidDefinitionException.ThrowIfAny(problems);
        return new TopicCatalog([.. topics.Values.OrderBy(topic => topic.Order).ThenBy(topic => topic.Key, StringComparer.Ordinal)]);
    }

    private static Topic Read(YamlReader yaml, LanguageTag defaultLanguage)
    {
        yaml.AllowOnly("key", "kind", "order", "mandatory", "channel", "names", "descriptions");
        if (!yaml.Has("order"))
            yaml.Report("order", "is required");
        var topic = new Topic(
            yaml.Name("key"),
            yaml.Name("kind"),
            yaml.Number("order") ?? 0,
            yaml.Flag("mandatory"),
            yaml.Localised("names", defaultLanguage, required: true),
            yaml.Localised("descriptions", defaultLanguage, required: false));
        return topic with { DefaultChannel = ReadChannel(yaml, topic) };
    }

    private static Channel? ReadChannel(YamlReader yaml, Topic topic)
    {
        if (topic.IsNewsletter && topic.IsMandatory)
            yaml.Report("mandatory", "cannot be said of a newsletter");
        if (!yaml.Has("channel"))
            return topic.IsNewsletter ? Channel.Email : null;
        switch (yaml.Text("channel"))
        {
            case "email":
                return Channel.Email;
            case "sms" when !topic.IsNewsletter:
                return Channel.Sms;
            default:
                yaml.Report("channel", topic.IsNewsletter ? "must be email: newsletters go by no other" : "must be sms or email");
                return null;
        }
    }
}
