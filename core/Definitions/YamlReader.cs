using System.Diagnostics.CodeAnalysis;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Peyk.Core.Definitions;

/// <summary>
/// Reads one mapping of a YAML file. What is missing or has the wrong shape is added to the list of problems with its field,
/// and a harmless value is returned, so that one load reports everything.
/// </summary>
internal sealed class YamlReader
{
    private readonly YamlMappingNode _node;
    private readonly string _file;
    private readonly string _path;
    private readonly List<DefinitionProblem> _problems;

    private YamlReader(YamlMappingNode node, string file, string path, List<DefinitionProblem> problems) =>
        (_node, _file, _path, _problems) = (node, file, path, problems);

    public IEnumerable<string> Keys => _node.Children.Keys.Select(key => ((YamlScalarNode)key).Value ?? "");

    public static bool TryParse(
        string file, string text, List<DefinitionProblem> problems, [NotNullWhen(true)] out YamlReader? reader)
    {
        reader = null;
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents is [{ RootNode: YamlMappingNode root }] && HasPlainKeys(root))
                reader = new YamlReader(root, file, "", problems);
            else
                problems.Add(new DefinitionProblem(file, "", "a single YAML mapping is expected, with texts as keys"));
        }
        catch (YamlException exception)
        {
            problems.Add(new DefinitionProblem(file, "", $"line {exception.Start.Line}: {exception.Message}"));
        }

        return reader is not null;
    }

    public void AllowOnly(params ReadOnlySpan<string> keys)
    {
        foreach (var key in Keys)
        {
            if (!keys.Contains(key))
                Report(key, $"is not known here; known are {string.Join(", ", keys!)}");
        }
    }

    public void Report(string key, string detail) => _problems.Add(new DefinitionProblem(_file, Field(key), detail));

    public bool Has(string key) => Node(key) is not null;

    public string Text(string key)
    {
        var text = OptionalText(key);
        if (string.IsNullOrWhiteSpace(text) && (Node(key) is null or YamlScalarNode))
            Report(key, "is required");
        return text ?? "";
    }

    public string? OptionalText(string key)
    {
        switch (Node(key))
        {
            case null:
                return null;
            case YamlScalarNode scalar:
                return scalar.Value ?? "";
            default:
                Report(key, "must be a text");
                return null;
        }
    }

    public bool Flag(string key) => OptionalText(key) switch
    {
        null or "false" => false,
        "true" => true,
        _ => Fault(key, "must be true or false", false),
    };

    public int? Number(string key) => OptionalText(key) switch
    {
        null => null,
        var text when int.TryParse(text, out var number) => number,
        _ => Fault<int?>(key, "must be a whole number", null),
    };

    /// <summary>One of the named values; the first when the key is absent.</summary>
    public T Choice<T>(string key, params ReadOnlySpan<(string Name, T Value)> choices)
    {
        var text = OptionalText(key);
        if (text is null)
            return choices[0].Value;
        foreach (var (name, value) in choices)
        {
            if (name == text)
                return value;
        }

        var names = new List<string>();
        foreach (var (name, _) in choices)
            names.Add(name);
        return Fault(key, $"must be one of {string.Join(", ", names)}", choices[0].Value);
    }

    public YamlReader? Map(string key)
    {
        switch (Node(key))
        {
            case null:
                return null;
            case YamlMappingNode map:
                return new YamlReader(map, _file, Field(key), _problems);
            default:
                Report(key, "must be a mapping");
                return null;
        }
    }

    public IReadOnlyList<YamlReader> Maps(string key)
    {
        if (Node(key) is not YamlSequenceNode sequence)
            return Fault<IReadOnlyList<YamlReader>>(key, "must be a list", []);

        var maps = new List<YamlReader>();
        foreach (var (index, child) in sequence.Children.Index())
        {
            if (child is YamlMappingNode map)
                maps.Add(new YamlReader(map, _file, $"{Field(key)}[{index}]", _problems));
            else
                Report($"{key}[{index}]", "must be a mapping");
        }

        return maps;
    }

    public IReadOnlyList<string> Texts(string key)
    {
        if (Node(key) is not YamlSequenceNode sequence || sequence.Children.Any(child => child is not YamlScalarNode))
            return Fault<IReadOnlyList<string>>(key, "must be a list of texts", []);
        return [.. sequence.Children.Select(child => ((YamlScalarNode)child).Value ?? "")];
    }

    /// <summary>A mapping of texts, such as one text per language; empty when absent.</summary>
    public IReadOnlyDictionary<string, string> Dictionary(string key)
    {
        if (Map(key) is not { } map)
            return new Dictionary<string, string>(StringComparer.Ordinal);
        return map.Keys.ToDictionary(name => name, map.Text, StringComparer.Ordinal);
    }

    /// <summary>The node as JSON-like values: mapping, list, or text with its plain-style flag; null when absent.</summary>
    public YamlNode? Raw(string key) => Node(key);

    private static bool HasPlainKeys(YamlMappingNode root) =>
        root.AllNodes.OfType<YamlMappingNode>().All(map => map.Children.Keys.All(key => key is YamlScalarNode));

    private YamlNode? Node(string key) => _node.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    private string Field(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    private T Fault<T>(string key, string detail, T value)
    {
        Report(key, detail);
        return value;
    }
}
