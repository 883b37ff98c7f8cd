using NodaTime;
using Peyk.Core.Cases;

namespace Peyk.Core.Reminders;

/// <summary>How long before its due moment a reminder goes.</summary>
public abstract record Lead
{
    private Lead()
    {
    }

    /// <summary>When it goes for one due moment.</summary>
    public abstract Instant At(DueMoment due, DateTimeZone zone, WorkingWeek week);

    /// <summary>
    /// So long before. Months, weeks and days are those of the calendar, at the due time of day by the recipient's clock; hours and
    /// less have passed on every clock.
    /// </summary>
    /// <param name="Before">Not negative; nothing for the due moment itself.</param>
    public sealed record Elapsed(Period Before) : Lead
    {
        public override Instant At(DueMoment due, DateTimeZone zone, WorkingWeek week)
        {
            var time = Duration.FromHours(Before.Hours) + Duration.FromMinutes(Before.Minutes) + Duration.FromSeconds(Before.Seconds);
            var from = Before.HasDateComponent
                ? (due.Date.PlusMonths(-Before.Months).PlusWeeks(-Before.Weeks).PlusDays(-Before.Days) + due.Time).ToInstant(zone)
                : due.Moment;
            return from - time;
        }
    }

    /// <summary>At a time of the day so many days before.</summary>
    public sealed record DaysBefore(int Days, LocalTime Time) : Lead
    {
        public override Instant At(DueMoment due, DateTimeZone zone, WorkingWeek week) => (due.Date.PlusDays(-Days) + Time).ToInstant(zone);
    }

    /// <summary>At a time of the day so many working days before.</summary>
    public sealed record WorkingDaysBefore(int Days, LocalTime Time) : Lead
    {
        public override Instant At(DueMoment due, DateTimeZone zone, WorkingWeek week) => (week.Before(due.Date, Days) + Time).ToInstant(zone);
    }
}

/// <summary>One of the times for which a reminder reminds.</summary>
/// <param name="Moment">The moment itself.</param>
/// <param name="Date">Its date by the recipient's clock, in the reminder's calendar.</param>
/// <param name="Time">Its time of day.</param>
/// <param name="End">From then on a message about it is of no use: the moment, or the end of a day that was named without a time.</param>
public sealed record DueMoment(Instant Moment, LocalDate Date, LocalTime Time, Instant End);
