using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;
using Peyk.Core.Text;

namespace Peyk.Functions.Shared.Http;

/// <summary>
/// Reads one JSON object of a request and gathers every error instead of stopping at the first: wrong types, missing and unknown
/// members, members given twice. Values are read by the same calls that declare the members; <see cref="Close"/> reports the rest.
/// </summary>
public sealed partial class RequestReader
{
    /// <summary>Most errors that one answer names: more help nobody.</summary>
    private const int MostErrors = 50;

    /// <summary>Longest name that a pointer repeats of a member that the API does not know.</summary>
    private const int LongestPointerPart = 60;

    private const int LongestName = 64;
    private const int EarliestYear = 1900;
    private const int LatestYear = 2199;

    private readonly Dictionary<string, JsonElement> members = [];
    private readonly HashSet<string> known = [];
    private readonly string pointer;

    private RequestReader(JsonElement element, string pointer, List<FieldError> errors)
    {
        this.pointer = pointer;
        Errors = errors;
        foreach (var member in element.EnumerateObject())
        {
            if (NameOf(member) is not { } name)
                Refuse("\ufffd", "unknown_member", "The member's name has half a surrogate pair.");
            else if (!members.TryAdd(name, member.Value))
                Refuse(name, "duplicate", "The member is given twice.");
        }
    }

    public List<FieldError> Errors { get; }

    /// <summary>Starts at the root of a body.</summary>
    public static RequestReader? Root(JsonElement body, List<FieldError> errors)
    {
        if (body.ValueKind == JsonValueKind.Object)
            return new RequestReader(body, "", errors);
        errors.Add(new("", "type", "The body must be a JSON object."));
        return null;
    }

    /// <summary>The members that are given, for objects whose names are the client's own.</summary>
    public IReadOnlyCollection<string> Names => members.Keys;

    public bool HasObject(string name) => members.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Object;

    public static bool IsName(string text) => text.Length <= LongestName && NamePattern().IsMatch(text);

    public bool Has(string name) => members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public void Refuse(string name, string code, string detail) => RefuseAt(PointerTo(name), code, detail);

    public string PointerTo(string name) =>
        $"{pointer}/{UnicodeText.Shorten(UnicodeText.SingleLine(name), LongestPointerPart).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    public RequestReader? Object(string name, bool required = false)
    {
        if (!Take(name, required, JsonValueKind.Object, "an object", out var value))
            return null;
        return new RequestReader(value, PointerTo(name), Errors);
    }

    /// <summary>The raw object, for members whose names a template declares.</summary>
    public JsonElement? RawObject(string name, bool required = false) =>
        Take(name, required, JsonValueKind.Object, "an object", out var value) ? value : null;

    public string? Text(string name, bool required = false, int longest = 200) =>
        Take(name, required, JsonValueKind.String, "a string", out var value) ? Checked(name, StringOf(value), longest) : null;

    /// <summary>Text of several lines, each ended by LF or CR LF; what is returned has LF.</summary>
    public string? Lines(string name, bool required = false, int longest = 5000) =>
        Take(name, required, JsonValueKind.String, "a string", out var value)
            ? Checked(name, StringOf(value)?.Replace("\r\n", "\n", StringComparison.Ordinal), longest)
            : null;

    /// <summary>A lower-case name of letters, digits and dashes, such as a service or a template.</summary>
    public string? Name(string name, bool required = false)
    {
        var text = Text(name, required, LongestName);
        if (text is null || IsName(text))
            return text;
        Refuse(name, "format", "A name has lower-case letters, digits and dashes.");
        return null;
    }

    /// <summary>A UUID in its usual form, of any version.</summary>
    public Guid? Uuid(string name, bool required = false)
    {
        if (Text(name, required, 36) is not { } text)
            return null;
        if (Guid.TryParseExact(text, "D", out var id) && id != Guid.Empty)
            return id;
        Refuse(name, "format", "The value is no UUID, such as 0198c5a0-8c1e-7f2a-9d63-2b1f4e5a6c7d.");
        return null;
    }

    /// <summary>Id of a time zone of the tz database.</summary>
    public string? TimeZone(string name)
    {
        var zone = Text(name, longest: 64);
        if (zone is null || DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null)
            return zone;
        Refuse(name, "unknown_value", "The value is no time zone of the tz database, such as Asia/Tehran.");
        return null;
    }

    public bool? Boolean(string name)
    {
        known.Add(name);
        if (!members.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Refuse(name, "type", "The value must be true or false.");
        return null;
    }

    public int? Integer(string name, bool required = false)
    {
        if (!Take(name, required, JsonValueKind.Number, "a whole number", out var value))
            return null;
        if (value.TryGetInt32(out var number))
            return number;
        Refuse(name, "type", "The value must be a whole number.");
        return null;
    }

    /// <summary>A share, from 0 to 1.</summary>
    public double? Share(string name)
    {
        if (!Take(name, required: false, JsonValueKind.Number, "a number", out var value))
            return null;
        if (value.TryGetDouble(out var share) && share is >= 0 and <= 1)
            return share;
        Refuse(name, "range", "The value must be from 0 to 1.");
        return null;
    }

    /// <summary>A moment with its offset, ISO 8601.</summary>
    public DateTimeOffset? Moment(string name, bool required = false)
    {
        if (Text(name, required, 40) is not { } text)
            return null;
        var parsed = OffsetDateTimePattern.ExtendedIso.Parse(text);
        // Offsets and years may be such as neither DateTimeOffset nor Instant can hold.
        if (parsed.Success && Math.Abs(parsed.Value.Offset.Seconds) <= 14 * 3600 && parsed.Value.Offset.Seconds % 60 == 0)
        {
            if (parsed.Value.Year is >= EarliestYear and <= LatestYear)
                return parsed.Value.ToDateTimeOffset();
            Refuse(name, "range", $"The year must be from {EarliestYear} to {LatestYear}.");
            return null;
        }

        Refuse(name, "format", "A moment is written like 2026-11-21T10:00:00+03:30 or …Z.");
        return null;
    }

    /// <summary>An ISO 8601 duration of days, hours, minutes and seconds.</summary>
    public TimeSpan? Duration(string name, TimeSpan shortest, TimeSpan longest)
    {
        if (Text(name, longest: 40) is not { } text)
            return null;
        var parsed = PeriodPattern.NormalizingIso.Parse(text);
        if (!parsed.Success || parsed.Value is { Years: not 0 } or { Months: not 0 })
        {
            Refuse(name, "format", "A duration is written like PT15M or P1DT12H.");
            return null;
        }

        var duration = Math.Abs(SecondsOf(parsed.Value)) <= 2 * longest.TotalSeconds ? parsed.Value.ToDuration().ToTimeSpan() : TimeSpan.MaxValue;
        if (duration >= shortest && duration <= longest)
            return duration;
        Refuse(name, "range", $"The duration must be from {PeriodOf(shortest)} to {PeriodOf(longest)}.");
        return null;
    }

    /// <summary>A word of a closed list.</summary>
    public T? Word<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
            return null;
        if (SnakeCase.TryFromWord<T>(text, out var value))
            return value;
        Refuse(name, "unknown_value", $"The value must be one of: {string.Join(", ", SnakeCase.WordsOf<T>())}.");
        return null;
    }

    /// <summary>A list of words of a closed list, each once.</summary>
    public IReadOnlyList<T>? Words<T>(string name)
        where T : struct, Enum
    {
        if (!Take(name, required: false, JsonValueKind.Array, "an array", out var array))
            return null;
        var words = new List<T>();
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            var at = $"{PointerTo(name)}/{index++}";
            if (item.ValueKind != JsonValueKind.String || StringOf(item) is not { } word || !SnakeCase.TryFromWord<T>(word, out var value))
                RefuseAt(at, "unknown_value", $"The value must be one of: {string.Join(", ", SnakeCase.WordsOf<T>())}.");
            else if (words.Contains(value))
                RefuseAt(at, "duplicate", "The value is given twice.");
            else
                words.Add(value);
        }

        if (index == 0)
            Refuse(name, "empty", "The list is empty.");
        return words;
    }

    /// <summary>The items of a list with the pointers at which they stand; null when there is none, or not of 1 to <paramref name="most"/>.</summary>
    public IReadOnlyList<(string Pointer, JsonElement Value)>? Items(string name, int most, bool required = false)
    {
        if (!Take(name, required, JsonValueKind.Array, "an array", out var array))
            return null;
        var count = array.GetArrayLength();
        if (count == 0)
            Refuse(name, "empty", "The list is empty.");
        else if (count > most)
            Refuse(name, "too_long", $"The list has more than {most} items.");
        return count == 0 || count > most ? null : [.. array.EnumerateArray().Select((item, i) => ($"{PointerTo(name)}/{i}", item))];
    }

    /// <summary>Starts at an object that stands at a pointer.</summary>
    public static RequestReader At(string pointer, JsonElement value, List<FieldError> errors) => new(value, pointer, errors);

    /// <summary>Reads a validated value from a string by its own parser.</summary>
    public T? Value<T>(string name, TryParse<T> parse, bool required = false, int longest = 320)
        where T : class
    {
        if (Text(name, required, longest) is not { } text)
            return null;
        if (parse(text, out var value, out var reason))
            return value;
        Refuse(name, "format", reason);
        return null;
    }

    /// <summary>Reports the members that nobody asked for. Call it when every member was read.</summary>
    public void Close()
    {
        foreach (var name in members.Keys.Where(name => !known.Contains(name)))
            Refuse(name, "unknown_member", "The API does not know this member.");
    }

    private string? Checked(string name, string? text, int longest)
    {
        if (text is null)
            Refuse(name, "control_character", "The value has a control character or half a surrogate pair.");
        else if (text.Length == 0)
            Refuse(name, "empty", "The value is empty.");
        else if (text.Length > longest)
            Refuse(name, "too_long", $"The value is longer than {longest} characters.");
        else if (ControlCharacters().IsMatch(text))
            Refuse(name, "control_character", "The value has a control character or half a surrogate pair.");
        else
            return text;
        return null;
    }

    private void RefuseAt(string at, string code, string detail)
    {
        if (Errors.Count < MostErrors)
            Errors.Add(new(at, code, detail));
    }

    // An escape such as \ud800 without its partner is valid JSON and no valid text: the framework throws.
    internal static string? StringOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>About how long; in floating point, since a duration of any length may be written.</summary>
    private static double SecondsOf(Period period) =>
        (((((period.Weeks * 7.0) + period.Days) * 24) + period.Hours) * 3600) + (period.Minutes * 60.0) + period.Seconds;

    private bool Take(string name, bool required, JsonValueKind kind, string what, out JsonElement value)
    {
        known.Add(name);
        if (!members.TryGetValue(name, out value) || value.ValueKind == JsonValueKind.Null)
        {
            if (required)
                Refuse(name, "required", "The member is missing.");
            return false;
        }

        if (value.ValueKind == kind)
            return true;
        Refuse(name, "type", $"The value must be {what}.");
        return false;
    }

    private static string PeriodOf(TimeSpan span) => PeriodPattern.NormalizingIso.Format(Period.FromTicks(span.Ticks).Normalize());

    public delegate bool TryParse<T>(string? text, [NotNullWhen(true)] out T? value, [NotNullWhen(false)] out string? reason)
        where T : class;

    [GeneratedRegex(@"[\x00-\x08\x0b-\x1f\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]")]
    private static partial Regex ControlCharacters();

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex NamePattern();
}
