using NodaTime;
using Peyk.Core.Calendars;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Reports;

/// <summary>The days that a report is of, both ends included.</summary>
/// <param name="From">First day of the organisation's zone.</param>
/// <param name="Calendar">In which days and months are named.</param>
public sealed record ReportPeriod(LocalDate From, LocalDate To, CalendarSystem Calendar)
{
    /// <summary>A report over more days would be a download of the table.</summary>
    public const int MostDays = 366;

    private const int UsualDays = 30;

    public string Written(LocalDate day) => GroupName.Written(day.WithCalendar(Calendar));

    /// <summary>Reads <c>from</c>, <c>to</c> and <c>calendar</c>; everything that is wrong with them at once.</summary>
    /// <param name="usualCalendar">The one when none is asked for; by default that of ISO 8601.</param>
    /// <param name="usualFrom">The first day when no period is asked for; by default of 30 days.</param>
    public static ReportPeriod Read(QueryParameters parameters, LocalDate today, CalendarSystem? usualCalendar = null, LocalDate? usualFrom = null)
    {
        var calendar = CalendarOf(parameters, usualCalendar);
        var end = parameters.Date("to", calendar);
        var to = end ?? today;
        var from = parameters.Date("from", calendar) ?? (end is null ? usualFrom : null) ?? to.PlusDays(1 - UsualDays);
        if (from > to)
            parameters.Refuse("from", "range", "The period must begin before its end.");
        else if (Period.DaysBetween(from, to) >= MostDays)
            parameters.Refuse("from", "range", $"The period has at most {MostDays} days.");
        return new(from, to, calendar);
    }

    /// <summary>The calendar that is asked for.</summary>
    public static CalendarSystem CalendarOf(QueryParameters parameters, CalendarSystem? usual = null)
    {
        switch (parameters.Text("calendar"))
        {
            case null:
                return usual ?? CalendarSystem.Iso;
            case "gregorian":
                return CalendarSystem.Iso;
            case "persian":
                return DateInput.Persian;
            default:
                parameters.Refuse("calendar", "unknown_value", "The value must be one of: gregorian, persian.");
                return CalendarSystem.Iso;
        }
    }
}
