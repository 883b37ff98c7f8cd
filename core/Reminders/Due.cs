using NodaTime;

namespace Peyk.Core.Reminders;

/// <summary>What a reminder reminds of, as far as time is concerned.</summary>
public abstract record Due
{
    /// <summary>The time of day from which leads count when a date was named without one.</summary>
    public static readonly LocalTime UsualTime = new(9, 0);

    private Due()
    {
    }

    /// <summary>The same so many times later; 0 for the first.</summary>
    public abstract DueMoment After(Period every, int times, CalendarSystem calendar, DateTimeZone zone);

    /// <summary>Months and years are counted from the first date each time, so that the 31st does not become the 28th for good.</summary>
    protected static LocalDate Later(LocalDate first, Period every, int times) => times == 0
        ? first
        : first.PlusYears(every.Years * times).PlusMonths(every.Months * times).PlusWeeks(every.Weeks * times).PlusDays(every.Days * times);

    /// <summary>A moment, whatever clocks show then.</summary>
    public sealed record At(Instant Moment) : Due
    {
        public override DueMoment After(Period every, int times, CalendarSystem calendar, DateTimeZone zone)
        {
            var first = Moment.InZone(zone, calendar).LocalDateTime;
            var local = Later(first.Date, every, times) + first.TimeOfDay;
            var moment = times == 0 ? Moment : local.ToInstant(zone);
            return new(moment, local.Date, local.TimeOfDay, moment);
        }
    }

    /// <summary>A day by the recipient's clock, perhaps with a time.</summary>
    public sealed record On(LocalDate Date, LocalTime? Time) : Due
    {
        public override DueMoment After(Period every, int times, CalendarSystem calendar, DateTimeZone zone)
        {
            var date = Later(Date.WithCalendar(calendar), every, times);
            var time = Time ?? UsualTime;
            var moment = (date + time).ToInstant(zone);
            return new(moment, date, time, Time is null ? date.PlusDays(1).AtMidnight().ToInstant(zone) : moment);
        }
    }
}
