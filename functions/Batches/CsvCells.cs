using System.Globalization;
using System.Text.Json.Nodes;
using Peyk.Core.Templates;
using Peyk.Core.Text;

namespace Peyk.Functions.Batches;

/// <summary>
/// Makes of a cell what the API takes at its place. Values of templates are written by the type that the template declares; everything
/// else but names, references and texts has its Persian and Arabic digits made Latin.
/// </summary>
internal sealed class CsvCells
{
    private readonly List<Template> _templates;

    public CsvCells(TemplateCatalog templates, string? kind) => _templates = [.. templates.Templates.Where(t => t.Kind == kind)];

    /// <param name="path">The column's name, in parts.</param>
    /// <param name="text">Not empty.</param>
    /// <param name="template">The row's template when it names one.</param>
    public JsonNode Read(string[] path, string text, string? template) => path switch
    {
        ["data", var name, .. var rest] => ReadData(TypeOf(name, template), rest, text),
        ["to", "name"] or ["reference"] => text,
        ["channels", "order"] => List(text, [' ', ',', ';', '|', '،', '؛']),
        ["to", ..] => PersianText.ToLatinDigits(text),
        _ when bool.TryParse(text, out var yes) => yes,
        _ => PersianText.ToLatinDigits(text),
    };

    private static JsonNode ReadData(TemplateFieldType? type, string[] rest, string text) => (type, rest) switch
    {
        (TemplateFieldType.Number, []) or (TemplateFieldType.Money, ["amount"]) => Number(text),
        (TemplateFieldType.Money, []) => Money(text),
        (TemplateFieldType.List, []) => List(text, ['|']),
        (TemplateFieldType.Date or TemplateFieldType.DateTime or TemplateFieldType.Code, []) => PersianText.ToLatinDigits(text),
        _ => text,
    };

    // What is no number stays a text, and is refused with its row.
    private static JsonNode Number(string text)
    {
        var latin = PersianText.ToLatinDigits(text).Replace("٬", "", StringComparison.Ordinal).Replace('٫', '.').Replace('−', '-');
        return decimal.TryParse(latin, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : text;
    }

    /// <summary><c>1250000 IRR</c>.</summary>
    private static JsonNode Money(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var amount, var currency]
        ? new JsonObject { ["amount"] = Number(amount), ["currency"] = currency }
        : text;

    private static JsonArray List(string text, char[] separators) =>
        [.. text.Split(separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(item => JsonValue.Create(item))];

    /// <summary>As the row's template declares it, else as any template of the kind does.</summary>
    private TemplateFieldType? TypeOf(string name, string? template) => _templates
        .Where(t => template is null || t.Name == template)
        .SelectMany(t => t.Fields)
        .FirstOrDefault(f => f.Name == name)?.Type;
}
