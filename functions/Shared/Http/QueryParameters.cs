using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Peyk.Core.Text;

namespace Peyk.Functions.Shared.Http;

/// <summary>Reads the parameters of a query and gathers every error; <see cref="Close"/> reports those that nobody asked for.</summary>
public sealed class QueryParameters(IQueryCollection query)
{
    private const int LongestCursor = 500;
    private const int LongestName = 60;

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

    /// <summary><c>?limit=</c>, from 1 to the longest page.</summary>
    public int Limit(int usual, int longest) => Number("limit", usual, 1, longest);

    /// <summary><c>?after=</c>: the place that an earlier answer gave; null to begin with the first.</summary>
    /// <param name="read">The place behind a cursor; null when the text is none.</param>
    public T? After<T>(Func<string, T?> read)
        where T : class
    {
        if (Text("after", LongestCursor) is not { } cursor)
            return null;
        if (read(cursor) is { } place)
            return place;
        Refuse("after", "format", "The value is no cursor of this list: use next of an earlier answer.");
        return null;
    }

    /// <summary>A word of a closed list; null when it is not given.</summary>
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

    /// <summary>Reports the parameters that were given and never read. Called last.</summary>
    public void Close()
    {
        foreach (var name in query.Keys.Where(name => !_known.Contains(name)))
            Refuse(UnicodeText.Shorten(UnicodeText.SingleLine(name), LongestName), "unknown_member", "The API does not know this parameter.");
    }
}
