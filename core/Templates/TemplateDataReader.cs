using System.Globalization;
using System.Text.Json;
using NodaTime.Text;
using Peyk.Core.Calendars;
using Peyk.Core.Text;

namespace Peyk.Core.Templates;

/// <summary>Checks a request's data against the declared fields and finds everything that is wrong with it in one pass.</summary>
internal sealed class TemplateDataReader(string pointer, List<TemplateDataProblem> problems)
{
    private const int MostItems = 20;
    private const int MostProblems = 50;
    private const int LongestCode = 64;
    private static readonly OffsetDateTimePattern[] DateTimes = [OffsetDateTimePattern.Rfc3339, OffsetDateTimePattern.ExtendedIso];

    /// <summary>The values in the order of the fields; null where absent.</summary>
    public TemplateValue?[] Read(JsonElement data, IReadOnlyList<TemplateField> fields)
    {
        var values = new TemplateValue?[fields.Count];
        var present = new bool[fields.Count];
        if (data.ValueKind == JsonValueKind.Object)
            ReadMembers(data, fields, values, present);
        else if (data.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
            Report("", TemplateDataCodes.WrongType, "The data is a JSON object.");

        foreach (var (index, field) in fields.Index())
        {
            if (field.Required && !present[index])
                Report("/" + field.Name, TemplateDataCodes.Required, $"The template needs this value ({Describe(field)}).");
        }

        return values;
    }

    private void ReadMembers(JsonElement data, IReadOnlyList<TemplateField> fields, TemplateValue?[] values, bool[] present)
    {
        foreach (var member in data.EnumerateObject())
        {
            if (problems.Count >= MostProblems)
                return;

            var name = Name(member);
            var index = -1;
            for (var i = 0; i < fields.Count && index < 0; i++)
            {
                if (fields[i].Name == name)
                    index = i;
            }

            var at = "/" + Escape(name);
            if (index < 0)
            {
                Report(at, TemplateDataCodes.UnknownMember, "The template takes no value of this name.");
            }
            else if (present[index])
            {
                Report(at, TemplateDataCodes.DuplicateMember, "This value is given twice.");
            }
            else if (member.Value.ValueKind != JsonValueKind.Null)
            {
                present[index] = true;
                values[index] = ReadValue(member.Value, fields[index], at);
            }
        }
    }

    private TemplateValue? ReadValue(JsonElement json, TemplateField field, string at) => field.Type switch
    {
        TemplateFieldType.Text => ReadText(json, field, at),
        TemplateFieldType.Date => ReadDate(json, at),
        TemplateFieldType.DateTime => ReadDateTime(json, at),
        TemplateFieldType.Number => ReadNumber(json, at),
        TemplateFieldType.Money => ReadMoney(json, at),
        TemplateFieldType.Url => ReadUrl(json, at),
        TemplateFieldType.Code => ReadCode(json, at),
        TemplateFieldType.List => ReadList(json, field, at),
    };

    private TemplateValue.Text? ReadText(JsonElement json, TemplateField field, string at)
    {
        if (String(json, at) is not { } text || !CheckText(text, field.MaxLength, at))
            return null;
        if (!string.IsNullOrWhiteSpace(text))
            return new TemplateValue.Text(Lines(text));
        if (field.Required)
            Report(at, TemplateDataCodes.Required, "The template needs a text that is not empty.");
        return null;
    }

    private TemplateValue.List? ReadList(JsonElement json, TemplateField field, string at)
    {
        if (json.ValueKind != JsonValueKind.Array)
            return Fault<TemplateValue.List>(at, TemplateDataCodes.WrongType, "A JSON array of strings is needed.");
        if (json.GetArrayLength() > MostItems)
            return Fault<TemplateValue.List>(at, TemplateDataCodes.TooLong, "At most 20 texts are taken.");

        var items = new List<string>();
        foreach (var (index, item) in json.EnumerateArray().Index())
        {
            if (String(item, $"{at}/{index}") is { } text
                && CheckText(text, field.MaxLength, $"{at}/{index}")
                && !string.IsNullOrWhiteSpace(text))
            {
                items.Add(UnicodeText.SingleLine(text));
            }
        }

        if (items.Count == 0 && field.Required && json.GetArrayLength() == 0)
            Report(at, TemplateDataCodes.Required, "The template needs at least one text.");
        return items.Count > 0 ? new TemplateValue.List(items) : null;
    }

    private TemplateValue.Date? ReadDate(JsonElement json, string at)
    {
        if (String(json, at) is not { } text)
            return null;
        return LocalDatePattern.Iso.Parse(text) is { Success: true } result
            ? new TemplateValue.Date(result.Value)
            : Fault<TemplateValue.Date>(at, TemplateDataCodes.InvalidDate, "A Gregorian date such as 2026-11-21 is needed.");
    }

    private TemplateValue.Moment? ReadDateTime(JsonElement json, string at)
    {
        if (String(json, at) is not { } text)
            return null;
        foreach (var pattern in DateTimes)
        {
            if (pattern.Parse(text) is { Success: true } result)
                return new TemplateValue.Moment(result.Value.ToInstant());
        }

        return Fault<TemplateValue.Moment>(
            at, TemplateDataCodes.InvalidDate, "A date and time with its zone, such as 2026-11-21T10:00:00+03:30, is needed.");
    }

    private TemplateValue.Number? ReadNumber(JsonElement json, string at) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetDecimal(out var number)
            ? new TemplateValue.Number(number)
            : Fault<TemplateValue.Number>(at, TemplateDataCodes.WrongType, "A JSON number of at most 28 digits is needed.");

    private TemplateValue.Amount? ReadMoney(JsonElement json, string at)
    {
        const string wanted = """An object such as {"amount": 1250000, "currency": "IRR"} is needed.""";
        if (json.ValueKind != JsonValueKind.Object)
            return Fault<TemplateValue.Amount>(at, TemplateDataCodes.WrongType, wanted);
        if (json.EnumerateObject().Count() != 2
            || !json.TryGetProperty("amount", out var amount) || !json.TryGetProperty("currency", out var currency)
            || amount.ValueKind != JsonValueKind.Number || !amount.TryGetDecimal(out var number))
        {
            return Fault<TemplateValue.Amount>(at, TemplateDataCodes.InvalidMoney, wanted);
        }

        return String(currency, at + "/currency") is not { } code ? null
            : Money.TryCreate(number, code, out var money, out var reason) ? new TemplateValue.Amount(money)
            : Fault<TemplateValue.Amount>(at, TemplateDataCodes.InvalidMoney, reason);
    }

    private TemplateValue.Url? ReadUrl(JsonElement json, string at)
    {
        if (String(json, at) is not { } text)
            return null;
        if (SafeUrl.TryParse(text, out var url, out var code))
            return new TemplateValue.Url(url);
        return Fault<TemplateValue.Url>(at, code, "An absolute https, http, mailto or tel URL without a user name is needed.");
    }

    private TemplateValue.Code? ReadCode(JsonElement json, string at)
    {
        if (String(json, at) is not { } text)
            return null;
        var code = PersianText.ToLatinDigits(text).Trim(' ');
        var valid = code.Length is > 0 and <= LongestCode
            && char.IsAsciiLetterOrDigit(code[0])
            && code.All(character => char.IsAsciiLetterOrDigit(character) || character is ' ' or '-' or '.' or '/' or '_' or ':' or '#');
        return valid
            ? new TemplateValue.Code(code, code)
            : Fault<TemplateValue.Code>(
                at, TemplateDataCodes.InvalidCode, "A code has 1 to 64 Latin letters, digits, spaces and the signs - . / _ : # only.");
    }

    private bool CheckText(string text, int longest, string at)
    {
        if (text.Length > longest)
            Report(at, TemplateDataCodes.TooLong, $"At most {longest.ToString(CultureInfo.InvariantCulture)} characters are taken.");
        else if (text.Any(IsForbidden))
            Report(at, TemplateDataCodes.InvalidText, "Control characters and marks that override direction are not taken.");
        else
            return true;
        return false;
    }

    private string? String(JsonElement json, string at)
    {
        if (json.ValueKind != JsonValueKind.String)
            return Fault<string>(at, TemplateDataCodes.WrongType, "A JSON string is needed.");
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            // An escape such as \ud800 without its partner is valid JSON and no valid text.
            return Fault<string>(at, TemplateDataCodes.InvalidText, "The text is not well-formed Unicode.");
        }
    }

    private static string Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }

    private void Report(string at, string code, string detail) => problems.Add(new TemplateDataProblem(pointer + at, code, detail));

    private T? Fault<T>(string at, string code, string detail)
        where T : class
    {
        Report(at, code, detail);
        return null;
    }

    private static bool IsForbidden(char character) =>
        (char.IsControl(character) && character is not ('\n' or '\r' or '\t'))
        || character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static string Lines(string text) =>
        text.Trim().Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace('\t', ' ');

    private static string Escape(string name) =>
        UnicodeText.Shorten(UnicodeText.SingleLine(name), 60).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static string Describe(TemplateField field) =>
        field.Description.Length > 0 ? $"{Type(field)}: {field.Description}" : Type(field);

    private static string Type(TemplateField field) => field.Type.ToString().ToLowerInvariant();
}
