using System.Globalization;
using System.Text.Json;
using Peyk.Core.Cases;
using Peyk.Core.Definitions;
using YamlDotNet.RepresentationModel;

namespace Peyk.Core.Templates;

/// <summary>A template file taken apart: front matter and Markdown body.</summary>
internal sealed record TemplateSource
{
    public required string Subject { get; init; }
    public required string Preheader { get; init; }
    public required string? Sms { get; init; }

    /// <summary>Null when the message takes the tone of what it is about.</summary>
    public required CaseTone? Tone { get; init; }

    public required IReadOnlyList<TemplateField> Fields { get; init; }
    public required string Body { get; init; }

    public static TemplateSource? Read(DefinitionFile file, List<DefinitionProblem> problems)
    {
        var text = file.Text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimStart('\uFEFF');
        var end = text.IndexOf("\n---\n", StringComparison.Ordinal);
        if (!text.StartsWith("---\n", StringComparison.Ordinal) || end < 0)
        {
            problems.Add(new DefinitionProblem(file.Path, "", "begins with front matter between two lines of ---"));
            return null;
        }

        if (text.Contains(Token.Prefix, StringComparison.Ordinal))
        {
            problems.Add(new DefinitionProblem(file.Path, "", $"may not contain {Token.Prefix}"));
            return null;
        }

        if (!YamlReader.TryParse(file.Path, text[4..(end + 1)], problems, out var yaml))
            return null;
        yaml.AllowOnly("subject", "preheader", "sms", "tone", "data");
        return new TemplateSource
        {
            Subject = OneLine(yaml, "subject"),
            Preheader = OneLine(yaml, "preheader"),
            Sms = yaml.OptionalText("sms")?.Trim(),
            Tone = yaml.Choice<CaseTone?>(
                "tone", ("case", null), ("neutral", CaseTone.Neutral), ("success", CaseTone.Success), ("setback", CaseTone.Setback)),
            Fields = ReadFields(yaml),
            Body = text[(end + 5)..].Trim(),
        };
    }

    private static string OneLine(YamlReader yaml, string key)
    {
        var text = yaml.Text(key).Trim();
        if (text.Any(char.IsControl))
            yaml.Report(key, "must be one line");
        return text;
    }

    private static List<TemplateField> ReadFields(YamlReader yaml)
    {
        var fields = new List<TemplateField>();
        if (yaml.Map("data") is not { } data)
            return fields;

        foreach (var name in data.Keys)
        {
            if (!name.All(char.IsAsciiLetterOrDigit) || name.Length is 0 or > 50 || !char.IsAsciiLetterLower(name[0]))
                data.Report(name, "must be a camelCase name of at most 50 letters and digits");
            else if (SystemFields.Reserved.Contains(name))
                data.Report(name, "is reserved");
            if (data.Map(name) is { } field)
                fields.Add(ReadField(name, field));
        }

        return fields;
    }

    private static TemplateField ReadField(string name, YamlReader yaml)
    {
        yaml.AllowOnly("type", "required", "description", "max", "example");
        var type = yaml.Choice(
            "type",
            ("text", TemplateFieldType.Text), ("date", TemplateFieldType.Date), ("datetime", TemplateFieldType.DateTime),
            ("number", TemplateFieldType.Number), ("money", TemplateFieldType.Money), ("url", TemplateFieldType.Url),
            ("code", TemplateFieldType.Code), ("list", TemplateFieldType.List));
        var max = yaml.Number("max") ?? 500;
        if (max is < 1 or > 5000)
            yaml.Report("max", "must be from 1 to 5000");
        var field = new TemplateField
        {
            Name = name,
            Type = type,
            Required = yaml.Flag("required"),
            Description = yaml.OptionalText("description") ?? "",
            MaxLength = max,
            Example = yaml.Raw("example") is { } example ? Json(example, type) : DefaultExample(type),
        };

        CheckExample(field, yaml);
        return field;
    }

    private static void CheckExample(TemplateField field, YamlReader yaml)
    {
        var problems = new List<TemplateDataProblem>();
        using var json = JsonDocument.Parse($$"""{ {{JsonSerializer.Serialize(field.Name)}}: {{field.Example}} }""");
        new TemplateDataReader("", problems).Read(json.RootElement, [field]);
        foreach (var problem in problems)
            yaml.Report("example", problem.Detail);
    }

    private static string Json(YamlNode node, TemplateFieldType type) => node switch
    {
        YamlSequenceNode list => $"[{string.Join(',', list.Children.Select(child => Json(child, TemplateFieldType.Text)))}]",
        YamlMappingNode map =>
            $"{{{string.Join(',', map.Children.Select(entry => $"{Json(entry.Key, TemplateFieldType.Text)}:{Json(entry.Value, Inner(entry.Key))}"))}}}",
        YamlScalarNode { Value: { } text } when type == TemplateFieldType.Number
            && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) =>
            number.ToString(CultureInfo.InvariantCulture),
        YamlScalarNode scalar => JsonSerializer.Serialize(scalar.Value),
        _ => "null",
    };

    private static TemplateFieldType Inner(YamlNode key) =>
        key is YamlScalarNode { Value: "amount" } ? TemplateFieldType.Number : TemplateFieldType.Text;

    private static string DefaultExample(TemplateFieldType type) => type switch
    {
        TemplateFieldType.Text => "\"…\"",
        TemplateFieldType.Date => "\"2026-11-21\"",
        TemplateFieldType.DateTime => "\"2026-11-21T10:00:00+03:30\"",
        TemplateFieldType.Number => "12",
        TemplateFieldType.Money => """{"amount": 1250000, "currency": "IRR"}""",
        TemplateFieldType.Url => "\"https://example.org/\"",
        TemplateFieldType.Code => "\"A-1405-0001\"",
        TemplateFieldType.List => "[\"…\",\"…\"]",
    };
}
