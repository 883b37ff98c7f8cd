using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Peyk.Core.Reminders;

namespace Peyk.Functions.Reminders;

/// <summary>A plan as it is stored: dates are Gregorian, leads are <c>P7D</c>, <c>1@09:00</c> or <c>w2@09:00</c>.</summary>
public sealed record StoredPlan(
    string Zone,
    IReadOnlyList<string> Leads,
    string? At = null,
    string? Date = null,
    string? Time = null,
    bool? Persian = null,
    string? Every = null,
    int? Times = null,
    string? Until = null,
    long? ExpiresAfterSeconds = null)
{
    private static readonly LocalTimePattern TimePattern = LocalTimePattern.ExtendedIso;

    public static StoredPlan From(ReminderPlan plan)
    {
        var on = plan.Due as Due.On;
        return new(
            plan.Zone.Id,
            [.. plan.Leads.Select(Write)],
            plan.Due is Due.At at ? InstantPattern.ExtendedIso.Format(at.Moment) : null,
            on is null ? null : LocalDatePattern.Iso.Format(on.Date.WithCalendar(CalendarSystem.Iso)),
            on?.Time is { } time ? TimePattern.Format(time) : null,
            plan.Calendar == CalendarSystem.Iso ? null : true,
            plan.Repeat is null ? null : PeriodPattern.Roundtrip.Format(plan.Repeat.Every),
            plan.Repeat?.Times,
            plan.Repeat?.Until is { } until ? InstantPattern.ExtendedIso.Format(until) : null,
            plan.ExpiresAfter is { } use ? (long)use.TotalSeconds : null);
    }

    public ReminderPlan ToPlan() => new(
        At is not null
            ? new Due.At(InstantPattern.ExtendedIso.Parse(At).Value)
            : new Due.On(LocalDatePattern.Iso.Parse(Date!).Value.WithCalendar(Calendar), Time is null ? null : TimePattern.Parse(Time).Value),
        Calendar,
        DateTimeZoneProviders.Tzdb[Zone],
        [.. Leads.Select(ReadLead)],
        Every is null
            ? null
            : new(PeriodPattern.Roundtrip.Parse(Every).Value, Times!.Value, Until is null ? null : InstantPattern.ExtendedIso.Parse(Until).Value),
        ExpiresAfterSeconds is { } seconds ? Duration.FromSeconds(seconds) : null);

    private CalendarSystem Calendar => Persian == true ? CalendarSystem.PersianAstronomical : CalendarSystem.Iso;

    private static string Write(Lead lead) => lead switch
    {
        Lead.Elapsed elapsed => PeriodPattern.Roundtrip.Format(elapsed.Before),
        Lead.DaysBefore days => $"{days.Days}@{TimePattern.Format(days.Time)}",
        Lead.WorkingDaysBefore days => $"w{days.Days}@{TimePattern.Format(days.Time)}",
        _ => throw new InvalidOperationException("A kind of lead that is not known."),
    };

    private static Lead ReadLead(string text)
    {
        if (text.Split('@') is not [var days, var time])
            return new Lead.Elapsed(PeriodPattern.Roundtrip.Parse(text).Value);
        var at = TimePattern.Parse(time).Value;
        return days[0] == 'w'
            ? new Lead.WorkingDaysBefore(int.Parse(days.AsSpan(1), CultureInfo.InvariantCulture), at)
            : new Lead.DaysBefore(int.Parse(days, CultureInfo.InvariantCulture), at);
    }
}
