using NodaTime;

namespace Peyk.Core.Cases;

/// <summary>The days on which the organisation works; it governs promises, never sending.</summary>
/// <param name="workingDays">Days of the week that are worked, at least one.</param>
/// <param name="holidays">Days that are not, whatever their day of the week.</param>
public sealed class WorkingWeek(IReadOnlySet<IsoDayOfWeek> workingDays, Holidays? holidays = null)
{
    private readonly IReadOnlySet<IsoDayOfWeek> _workingDays = workingDays.Count > 0
        ? workingDays
        : throw new ArgumentException("A working week has at least one day.", nameof(workingDays));

    private readonly Holidays _holidays = holidays ?? Holidays.None;

    /// <summary>Saturday to Wednesday, as in Iran; Thursday is half a day or off and is not counted.</summary>
    public static WorkingWeek SaturdayToWednesday { get; } = new(new HashSet<IsoDayOfWeek>
    {
        IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday, IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday,
    });

    /// <summary>The last day off of a week, which the first working day follows; null when every day is worked.</summary>
    public IsoDayOfWeek? RestDay => Enum.GetValues<IsoDayOfWeek>()
        .Where(day => day != IsoDayOfWeek.None && !_workingDays.Contains(day) && _workingDays.Contains(day == IsoDayOfWeek.Sunday ? IsoDayOfWeek.Monday : day + 1))
        .Cast<IsoDayOfWeek?>().FirstOrDefault();

    /// <summary>A day off that is not one every week.</summary>
    public bool IsHoliday(LocalDate date) => _holidays.Contains(date);

    public bool IsWorkingDay(LocalDate date) => _workingDays.Contains(date.DayOfWeek) && !_holidays.Contains(date);

    /// <summary>
    /// The day on which a promise is due. Working days count from the day after <paramref name="start"/>; a promise of calendar
    /// days that ends on a day off moves to the next working day.
    /// </summary>
    public LocalDate Add(LocalDate start, ExpectedDuration duration)
    {
        var date = duration.Working ? start : start.PlusDays(duration.Days);
        for (var left = duration.Working ? duration.Days : 0; left > 0;)
        {
            date = date.PlusDays(1);
            if (IsWorkingDay(date))
                left--;
        }

        while (!IsWorkingDay(date))
            date = date.PlusDays(1);
        return date;
    }
}
