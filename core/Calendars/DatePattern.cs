using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using NodaTime;

namespace Peyk.Core.Calendars;

/// <summary>Names of a calendar's months (from the first) and of the days (from Monday), and the halves of the day.</summary>
internal sealed record CalendarNames(IReadOnlyList<string> Months, IReadOnlyList<string> Days, string Am, string Pm);

/// <summary>
/// A pattern of date and time parts: <c>yyyy</c>; <c>M MM MMMM</c>; <c>d dd dddd</c>; <c>H HH h mm tt</c>. Text in single quotes and
/// everything that is no letter stand for themselves.
/// </summary>
internal sealed class DatePattern
{
    private readonly List<Action<StringBuilder, LocalDateTime, CalendarNames>> _parts = [];

    private DatePattern()
    {
    }

    public static bool TryParse(
        string text, [NotNullWhen(true)] out DatePattern? pattern, [NotNullWhen(false)] out string? reason)
    {
        pattern = new DatePattern();
        reason = null;
        for (var i = 0; i < text.Length;)
        {
            var end = text[i] == '\'' ? text.IndexOf('\'', i + 1) : RunEnd(text, i);
            if (end < 0)
                reason = "has a quote that is not closed";
            else if (text[i] == '\'')
                pattern.AddLiteral(text[(i + 1)..end++]);
            else if (!char.IsAsciiLetter(text[i]))
                pattern.AddLiteral(text[i..end]);
            else if (Part(text[i..end]) is { } part)
                pattern._parts.Add(part);
            else
                reason = $"has the unknown part '{text[i..end]}'";

            if (reason is not null)
            {
                pattern = null;
                return false;
            }

            i = end;
        }

        return true;
    }

    public string Format(LocalDateTime value, CalendarNames names)
    {
        var result = new StringBuilder();
        foreach (var part in _parts)
            part(result, value, names);
        return result.ToString();
    }

    private static int RunEnd(string text, int start)
    {
        var end = start + 1;
        while (end < text.Length && text[end] == text[start])
            end++;
        return end;
    }

    private void AddLiteral(string literal) => _parts.Add((result, _, _) => result.Append(literal));

    private static Action<StringBuilder, LocalDateTime, CalendarNames>? Part(string part) => part switch
    {
        "yyyy" => (result, value, _) => Append(result, value.YearOfEra, 4),
        "M" => (result, value, _) => Append(result, value.Month, 1),
        "MM" => (result, value, _) => Append(result, value.Month, 2),
        "MMMM" => (result, value, names) => result.Append(names.Months[value.Month - 1]),
        "d" => (result, value, _) => Append(result, value.Day, 1),
        "dd" => (result, value, _) => Append(result, value.Day, 2),
        "dddd" => (result, value, names) => result.Append(names.Days[(int)value.DayOfWeek - 1]),
        "H" => (result, value, _) => Append(result, value.Hour, 1),
        "HH" => (result, value, _) => Append(result, value.Hour, 2),
        "h" => (result, value, _) => Append(result, value.ClockHourOfHalfDay, 1),
        "mm" => (result, value, _) => Append(result, value.Minute, 2),
        "tt" => (result, value, names) => result.Append(value.Hour < 12 ? names.Am : names.Pm),
        _ => null,
    };

    private static void Append(StringBuilder result, int number, int digits) =>
        result.Append(number.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0'));
}
