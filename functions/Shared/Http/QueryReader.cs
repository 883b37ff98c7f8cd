using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Peyk.Functions.Shared.Http;

/// <summary>Reads the parameters of a query and gathers every error; <see cref="Close"/> reports those that nobody asked for.</summary>
public sealed class QueryReader(IQueryCollection query)
{
    private readonly HashSet<string> _known = [];

    public List<FieldError> Errors { get; } = [];

    /// <summary>The text of a parameter; null when it is missing or empty.</summary>
    public string? Text(string name, int longest = 100)
    {
        _known.Add(name);
        var text = query[name].ToString();
        if (text.Length == 0)
            return null;
        if (text.Length <= longest)
            return text;
        Refuse(name, "too_long", $"The value is longer than {longest} characters.");
        return null;
    }

    /// <summary>A date such as 2026-11-21.</summary>
    public LocalDate? Date(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: >= 2000 and < 2200 } date })
            return date;
        Refuse(name, "format", "A date is written like 2026-11-21.");
        return null;
    }

    /// <summary>A whole number within bounds.</summary>
    public int Number(string name, int usual, int least, int most)
    {
        if (Text(name) is not { } text)
            return usual;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Refuse(name, "range", $"The value must be a number from {least} to {most}.");
        return usual;
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

    public void Refuse(string name, string code, string detail) => Errors.Add(new($"query:{name}", code, detail));

    public void Close()
    {
        foreach (var name in query.Keys.Where(name => !_known.Contains(name)))
            Refuse(Core.Text.UnicodeText.Shorten(Core.Text.UnicodeText.SingleLine(name), 60), "unknown_member", "The API does not know this parameter.");
    }
}
