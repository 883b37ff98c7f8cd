using NodaTime;

namespace Peyk.Core.Cases;

/// <summary>Days off: some every year in one calendar or the other, some once. Immutable.</summary>
public sealed class Holidays
{
    private readonly HashSet<AnnualDate> _gregorian;
    private readonly HashSet<AnnualDate> _persian;
    private readonly HashSet<LocalDate> _once;

    /// <param name="gregorian">Month and day of the Gregorian calendar, every year.</param>
    /// <param name="persian">Month and day of the Persian calendar, every year; 30 Esfand only in leap years.</param>
    /// <param name="once">Single days, in any calendar.</param>
    public Holidays(IEnumerable<(int Month, int Day)> gregorian, IEnumerable<(int Month, int Day)> persian, IEnumerable<LocalDate> once)
    {
        _gregorian = [.. gregorian.Select(date => new AnnualDate(date.Month, date.Day))];
        _persian = [.. persian.Select(date => new AnnualDate(date.Month, date.Day))];
        _once = [.. once.Select(date => date.WithCalendar(CalendarSystem.Iso))];
    }

    public static Holidays None { get; } = new([], [], []);

    public bool Contains(LocalDate date)
    {
        var gregorian = date.WithCalendar(CalendarSystem.Iso);
        if (_once.Contains(gregorian) || _gregorian.Contains(new AnnualDate(gregorian.Month, gregorian.Day)))
            return true;
        // The years that the Persian calendar has.
        if (_persian.Count == 0 || gregorian.Year is < 623 or > 9000)
            return false;
        var persian = gregorian.WithCalendar(CalendarSystem.PersianAstronomical);
        return _persian.Contains(new AnnualDate(persian.Month, persian.Day));
    }

    // NodaTime's own annual date knows the ISO calendar only.
    private readonly record struct AnnualDate(int Month, int Day);
}
