using System.Globalization;

namespace Peyk.Functions.Shared.Http;

/// <summary>Reads the parameters that lists have in common; what is wrong is added to the errors.</summary>
public static class QueryParameters
{
    /// <summary><c>?limit=</c>, from 1 to the longest page.</summary>
    public static int Limit(IQueryCollection query, int usual, int longest, List<FieldError> errors)
    {
        var text = query["limit"].ToString();
        if (text.Length == 0)
            return usual;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit >= 1 && limit <= longest)
            return limit;
        errors.Add(new("query:limit", "range", $"The value must be a number from 1 to {longest}."));
        return usual;
    }

    /// <summary><c>?after=</c>: the place that an earlier answer gave; null to begin with the first.</summary>
    /// <param name="read">The place behind a cursor; null when the text is none.</param>
    public static string? After(IQueryCollection query, Func<string, string?> read, List<FieldError> errors)
    {
        var cursor = query["after"].ToString();
        if (cursor.Length == 0)
            return null;
        if (read(cursor) is { } place)
            return place;
        errors.Add(new("query:after", "format", "The value is no cursor of this list: use next of an earlier answer."));
        return null;
    }

    /// <summary>A word of a closed list; null when it is not given.</summary>
    public static T? Word<T>(IQueryCollection query, string name, List<FieldError> errors)
        where T : struct, Enum
    {
        var word = query[name].ToString();
        if (word.Length == 0)
            return null;
        if (SnakeCase.TryFromWord<T>(word, out var value))
            return value;
        errors.Add(new($"query:{name}", "unknown_value", $"The value must be one of: {string.Join(", ", SnakeCase.WordsOf<T>())}."));
        return null;
    }
}
