using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Peyk.Functions.Shared.Http;

/// <summary>Reads lists of words, each checked at its own pointer and given once.</summary>
public static class RequestLists
{
    /// <summary>Lower-case names of letters, digits and dashes; null when the list is not given or too long.</summary>
    public static IReadOnlyList<string>? NameList(this RequestReader reader, string name, int most) => reader.Values<string>(name, most, TryName);

    /// <summary>Values that a parser of their own checks; null when the list is not given or too long.</summary>
    public static IReadOnlyList<T>? Values<T>(this RequestReader reader, string name, int most, RequestReader.TryParse<T> parse)
        where T : class
    {
        if (reader.Items(name, most) is not { } items)
            return null;
        var values = new List<T>();
        foreach (var (pointer, item) in items)
        {
            if (Read(item, parse, out var code, out var detail) is not { } value)
                reader.Errors.Add(new(pointer, code, detail));
            else if (values.Contains(value))
                reader.Errors.Add(new(pointer, "duplicate", "The value is given twice."));
            else
                values.Add(value);
        }

        return values;
    }

    private static T? Read<T>(JsonElement item, RequestReader.TryParse<T> parse, out string code, out string detail)
        where T : class
    {
        (code, detail) = ("type", "The value must be a string.");
        if (item.ValueKind != JsonValueKind.String)
            return null;
        (code, detail) = ("control_character", "The value has half a surrogate pair.");
        if (RequestReader.StringOf(item) is not { } text)
            return null;
        (code, detail) = ("format", "");
        return parse(text, out var value, out detail!) ? value : null;
    }

    private static bool TryName(string? text, [NotNullWhen(true)] out string? value, [NotNullWhen(false)] out string? reason)
    {
        value = text is not null && RequestReader.IsName(text) ? text : null;
        reason = value is null ? "A name has lower-case letters, digits and dashes." : null;
        return value is not null;
    }
}
