using System.Text.Json;
using System.Text.Json.Nodes;
using Peyk.Core.Templates;
using Peyk.Functions.StatusUpdates;

namespace Peyk.Functions.Messages;

/// <summary>A template as those who post need to know it.</summary>
/// <param name="Languages">The languages there are files for.</param>
/// <param name="NeedsCase">It tells of a case.</param>
/// <param name="Data">JSON Schema of the member <c>data</c>.</param>
/// <param name="Example">A <c>data</c> that fits.</param>
public sealed record TemplateView(
    string Kind, string Name, IReadOnlyList<string> Languages, IReadOnlyList<string> Channels, bool NeedsCase, JsonObject Data, JsonElement Example)
{
    /// <param name="languages">One template in all its languages, the one that describes it first.</param>
    public static TemplateView Of(IReadOnlyList<Template> languages)
    {
        var template = languages[0];
        return new(
            template.Kind,
            template.Name,
            [.. languages.Select(t => t.Language.Tag.Value).Order(StringComparer.Ordinal)],
            template.HasSms ? ["sms", "email"] : ["email"],
            template.NeedsCase,
            Schema(template.Fields),
            template.ExampleData);
    }

    private static JsonObject Schema(IReadOnlyList<TemplateField> fields) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(fields.Select(f => KeyValuePair.Create<string, JsonNode?>(f.Name, Schema(f)))),
        ["required"] = new JsonArray([.. fields.Where(f => f.Required).Select(f => (JsonNode)f.Name)]),
        ["additionalProperties"] = false,
    };

    private static JsonObject Schema(TemplateField field)
    {
        var schema = field.Type switch
        {
            TemplateFieldType.Text => new JsonObject { ["type"] = "string", ["maxLength"] = field.MaxLength },
            TemplateFieldType.Date => new JsonObject { ["type"] = "string", ["format"] = "date" },
            TemplateFieldType.DateTime => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
            TemplateFieldType.Number => new JsonObject { ["type"] = "number" },
            TemplateFieldType.Money => new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject
                {
                    ["amount"] = new JsonObject { ["type"] = "number" },
                    ["currency"] = new JsonObject { ["type"] = "string" },
                },
                ["required"] = new JsonArray("amount", "currency"),
                ["additionalProperties"] = false,
            },
            TemplateFieldType.Url => new JsonObject { ["type"] = "string", ["format"] = "uri" },
            TemplateFieldType.Code => new JsonObject { ["type"] = "string", ["maxLength"] = 64 },
            TemplateFieldType.List => new JsonObject
            {
                ["type"] = "array",
                ["maxItems"] = 20,
                ["items"] = new JsonObject { ["type"] = "string", ["maxLength"] = field.MaxLength },
            },
        };
        if (field.Description.Length > 0)
            schema["description"] = field.Description;
        return schema;
    }
}

public sealed record TemplateList(IReadOnlyList<TemplateView> Items);

/// <summary>A template filled in, on every channel that it has.</summary>
public sealed record TemplatePreview(string Language, SmsPreview? Sms, EmailPreview? Email);
