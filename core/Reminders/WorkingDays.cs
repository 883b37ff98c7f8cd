using NodaTime;
using Peyk.Core.Cases;

namespace Peyk.Core.Reminders;

public static class WorkingDays
{
    /// <summary>The working day so many working days before a date; for 0 the date itself, or the last working day before it.</summary>
    public static LocalDate Before(this WorkingWeek week, LocalDate date, int days)
    {
        var day = date.WithCalendar(CalendarSystem.Iso);
        for (var left = days; left > 0;)
        {
            day = day.PlusDays(-1);
            if (week.IsWorkingDay(day))
                left--;
        }

        while (!week.IsWorkingDay(day))
            day = day.PlusDays(-1);
        return day;
    }
}
