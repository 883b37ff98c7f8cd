using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;
using Peyk.Core.Text;

namespace Peyk.Core.Calendars;

/// <summary>Dates and times as people type them: with any digits, and dates in the order of their language's short form.</summary>
public static partial class DateInput
{
    private static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("H:mm");

    /// <summary>The Persian calendar. The astronomical one is official; that of arithmetic differs in some years.</summary>
    public static CalendarSystem Persian { get; } = CalendarSystem.PersianAstronomical;

    /// <summary>A time of day such as 21:30, ۲۱:۳۰ or 9.05; null for anything else.</summary>
    public static LocalTime? ReadTime(string? text)
    {
        var folded = Fold(text).Replace('.', ':').Replace('٫', ':');
        if (folded.Length > 0 && folded.All(char.IsAsciiDigit) && folded.Length <= 2)
            folded += ":00";
        return Time.Parse(folded) is { Success: true, Value: var time } ? time : null;
    }

    /// <summary>A date of the language's calendar; null for what is none. Whatever stands between the numbers parts them.</summary>
    public static LocalDate? ReadDate(string? text, Language language)
    {
        var order = Order(language);
        var typed = Numbers(Fold(text));
        if (typed.Count != order.Count || Separators().IsMatch(Fold(text)))
            return null;
        var (year, month, day) = (typed[order.IndexOf(Probe.Year)], typed[order.IndexOf(Probe.Month)], typed[order.IndexOf(Probe.Day)]);
        var calendar = language.Calendar;
        return year >= 1000 && year <= calendar.MaxYear && month >= 1 && month <= calendar.GetMonthsInYear(year)
            && day >= 1 && day <= calendar.GetDaysInMonth(year, month)
                ? new LocalDate(year, month, day, calendar)
                : null;
    }

    /// <summary>A date as programs write it, year first: 2026-12-01, in the Persian calendar 1405/09/10 or ۱۴۰۵-۰۹-۱۰; null for what is none.</summary>
    public static LocalDate? ReadDate(string text, CalendarSystem calendar)
    {
        if (PersianText.ToLatinDigits(text).Split('-', '/') is not [{ Length: 4 } year, { Length: 1 or 2 } month, { Length: 1 or 2 } day]
            || !Number(year, out var y) || !Number(month, out var m) || !Number(day, out var d))
            return null;
        var (first, last) = calendar == Persian ? (1279, 1577) : (1900, 2199);
        return y >= first && y <= last && m is >= 1 and <= 12 && d >= 1 && d <= calendar.GetDaysInMonth(y, m) ? new LocalDate(y, m, d, calendar) : null;
    }

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    // No two of its numbers are alike, so that one sees where the short form puts each.
    private static (int Year, int Month, int Day) Probe => (2021, 11, 23);

    private static List<int> Order(Language language) =>
        Numbers(Fold(language.Format(new LocalDate(Probe.Year, Probe.Month, Probe.Day, language.Calendar), DateStyle.Short)));

    private static List<int> Numbers(string text) =>
        [.. Digits().Matches(text).Select(match => int.Parse(match.ValueSpan, CultureInfo.InvariantCulture))];

    private static string Fold(string? text) => PersianText.ToLatinDigits(PersianText.RemoveMarks(text ?? "")).Trim();

    [GeneratedRegex("[0-9]{1,4}")]
    private static partial Regex Digits();

    [GeneratedRegex("[^0-9/.\\- ٫]")]
    private static partial Regex Separators();
}
