using System.Globalization;
using NodaTime;
using Peyk.Core.Calendars;

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

    /// <summary>A day such as 2026-12-01, or in the Persian calendar 1405-09-10 with any digits; null when it is not given. It comes back in the ISO calendar.</summary>
    public static LocalDate? Date(IQueryCollection query, string name, CalendarSystem calendar, List<FieldError> errors)
    {
        var text = query[name].ToString();
        if (text.Length == 0)
            return null;
        if (DateInput.ReadDate(text, calendar) is { } date)
            return date.WithCalendar(CalendarSystem.Iso);
        errors.Add(new($"query:{name}", "format", calendar == DateInput.Persian
            ? "There is no such day in the Persian calendar; a day is written like 1405-09-10."
            : "There is no such day; a day is written like 2026-12-01."));
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
