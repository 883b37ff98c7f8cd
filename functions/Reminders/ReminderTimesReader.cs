using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Peyk.Core.Calendars;
using Peyk.Core.Reminders;
using Peyk.Core.Text;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Reminders;

/// <summary>When a reminder goes, as the request says it: <c>due</c>, <c>leads</c>, <c>repeat</c>, <c>expiresAfter</c>.</summary>
/// <param name="Calendar">The one in which dates were written and months are counted.</param>
public sealed record ReminderTimes(Due Due, CalendarSystem Calendar, ImmutableArray<Lead> Leads, Repeat? Repeat, Duration? ExpiresAfter)
{
    /// <summary>The plan for a recipient in a zone.</summary>
    public ReminderPlan In(DateTimeZone zone) => new(
        Due, Calendar, zone, Leads, Repeat is { Until: null } && UntilDay is { } day ? Repeat with { Until = day.PlusDays(1).AtMidnight().ToInstant(zone).PlusTicks(-1) } : Repeat, ExpiresAfter);

    /// <summary>The last day of the repetition, when a day was named and not a moment.</summary>
    public LocalDate? UntilDay { get; init; }
}

/// <summary>Reads the times of a request; everything that is wrong with them at once.</summary>
internal static class ReminderTimesReader
{
    private const int LongestLeadDays = 366;

    private static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public static ReminderTimes? Read(RequestReader reader, bool mayGoOnForever)
    {
        var before = reader.Errors.Count;
        var calendar = CalendarSystem.Iso;
        var due = reader.Object("due", required: true) is { } when ? ReadDue(when, out calendar) : null;
        var leads = ReadLeads(reader);
        LocalDate? untilDay = null;
        var repeat = reader.Object("repeat") is { } again ? ReadRepeat(again, calendar, mayGoOnForever, out untilDay) : null;
        var use = reader.Duration("expiresAfter", TimeSpan.FromMinutes(1), TimeSpan.FromDays(30));
        return reader.Errors.Count > before || due is null || leads is null
            ? null
            : new(due, calendar, leads.Value, repeat, use is { } span ? Duration.FromTimeSpan(span) : null) { UntilDay = untilDay };
    }

    private static Due? ReadDue(RequestReader reader, out CalendarSystem calendar)
    {
        calendar = ReadCalendar(reader);
        var at = reader.Moment("at");
        var date = ReadDate(reader, "date", calendar);
        var time = reader.Has("time") ? ReadTime(reader, "time") : null;
        if (reader.Has("at") && (reader.Has("date") || reader.Has("time")))
            reader.Refuse("at", "conflict", "A due time is either a moment or a date of the recipient's.");
        else if (!reader.Has("at") && !reader.Has("date"))
            reader.Refuse("date", "required", "A due time has a moment, at, or a date.");
        reader.Close();
        return at is { } moment ? new Due.At(Instant.FromDateTimeOffset(moment)) : date is { } day ? new Due.On(day, time) : null;
    }

    private static CalendarSystem ReadCalendar(RequestReader reader)
    {
        switch (reader.Text("calendar"))
        {
            case null or "gregorian":
                return CalendarSystem.Iso;
            case "persian":
                return DateInput.Persian;
            default:
                reader.Refuse("calendar", "unknown_value", "The value must be one of: gregorian, persian.");
                return CalendarSystem.Iso;
        }
    }

    private static LocalDate? ReadDate(RequestReader reader, string name, CalendarSystem calendar)
    {
        if (reader.Text(name, longest: 20) is not { } text)
            return null;
        if (DateInput.ReadDate(text, calendar) is { } date)
            return date;
        reader.Refuse(name, "format", calendar == DateInput.Persian
            ? "There is no such day in the Persian calendar; a day is written like 1405/09/10."
            : "There is no such day; a day is written like 2026-12-01.");
        return null;
    }

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static LocalTime? ReadTime(RequestReader reader, string name)
    {
        if (reader.Text(name, required: true, longest: 5) is not { } text)
            return null;
        if (Time.Parse(PersianText.ToLatinDigits(text)) is { Success: true } time)
            return time.Value;
        reader.Refuse(name, "format", "A time of day is written like 09:00.");
        return null;
    }

    private static ImmutableArray<Lead>? ReadLeads(RequestReader reader)
    {
        if (reader.Items("leads", ReminderPlan.MostLeads, required: true) is not { } items)
            return null;
        var leads = new List<Lead>();
        foreach (var (pointer, value) in items)
        {
            if (ReadLead(pointer, value, reader.Errors) is not { } lead)
                continue;
            if (leads.Contains(lead))
                reader.Errors.Add(new FieldError(pointer, "duplicate", "The lead is given twice."));
            leads.Add(lead);
        }

        return [.. leads];
    }

    private static Lead? ReadLead(string pointer, JsonElement value, List<FieldError> errors)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String when Before(value) is { } period:
                return new Lead.Elapsed(period);
            case JsonValueKind.Object:
                return ReadDayLead(RequestReader.At(pointer, value, errors));
            case JsonValueKind.String:
                errors.Add(new FieldError(pointer, "format", $"A lead is written like P7D or PT2H, and has at most {LongestLeadDays} days."));
                return null;
            default:
                errors.Add(new FieldError(pointer, "type", "A lead is a duration or an object."));
                return null;
        }
    }

    private static Period? Before(JsonElement value)
    {
        // Half a surrogate pair makes no text at all.
        if (value.GetRawText() is not { Length: <= 42 } raw || raw.Contains('\\', StringComparison.Ordinal))
            return null;
        var parsed = PeriodPattern.NormalizingIso.Parse(value.GetString()!);
        if (!parsed.Success || parsed.Value is { Years: not 0 } or { Nanoseconds: not 0 } or { Ticks: not 0 } or { Milliseconds: not 0 })
            return null;
        var period = parsed.Value;
        long[] parts = [period.Months, period.Weeks, period.Days, period.Hours, period.Minutes, period.Seconds];
        var days = (period.Months * 31.0) + (period.Weeks * 7.0) + period.Days + (period.Hours / 24.0) + (period.Minutes / 1440.0);
        return parts.All(part => part >= 0) && days <= LongestLeadDays + 6 ? period : null;
    }

    private static Lead? ReadDayLead(RequestReader reader)
    {
        var days = reader.Integer("daysBefore");
        var workingDays = reader.Integer("workingDaysBefore");
        var at = ReadTime(reader, "at");
        var name = reader.Has("workingDaysBefore") ? "workingDaysBefore" : "daysBefore";
        if (!reader.Has("daysBefore") && !reader.Has("workingDaysBefore"))
            reader.Refuse(name, "required", "A lead at a time of the day has daysBefore or workingDaysBefore.");
        else if (reader.Has("daysBefore") && reader.Has("workingDaysBefore"))
            reader.Refuse(name, "conflict", "A lead has daysBefore or workingDaysBefore.");
        else if ((days ?? workingDays) is < 0 or > LongestLeadDays)
            reader.Refuse(name, "range", $"The number must be from 0 to {LongestLeadDays}.");
        reader.Close();
        return at is not { } time ? null
            : days is { } d ? new Lead.DaysBefore(d, time)
            : workingDays is { } w ? new Lead.WorkingDaysBefore(w, time)
            : null;
    }

    private static Repeat? ReadRepeat(RequestReader reader, CalendarSystem calendar, bool mayGoOnForever, out LocalDate? untilDay)
    {
        var every = ReadEvery(reader);
        var times = reader.Integer("times");
        if (times is < 2 or > ReminderPlan.MostTimes)
            reader.Refuse("times", "range", $"The number must be from 2 to {ReminderPlan.MostTimes}.");
        Instant? until = null;
        untilDay = null;
        if (reader.Text("until", longest: 40) is { } text)
        {
            untilDay = DateInput.ReadDate(text, calendar);
            if (untilDay is null)
                until = reader.Moment("until") is { } moment ? Instant.FromDateTimeOffset(moment) : null;
        }

        if (reader.Has("times") && reader.Has("until"))
            reader.Refuse("times", "conflict", "A repetition ends after so many times, or at a time.");
        else if (!reader.Has("times") && !reader.Has("until") && !mayGoOnForever)
            reader.Refuse("times", "required", "A repetition needs an end: times, until, or stopWhen.");
        reader.Close();
        return every is null ? null : new(every, times ?? ReminderPlan.MostTimes, until);
    }

    private static Period? ReadEvery(RequestReader reader)
    {
        if (reader.Text("every", required: true, longest: 20) is not { } text)
            return null;
        if (PeriodPattern.NormalizingIso.Parse(text) is { Success: true, Value: { HasTimeComponent: false } every }
            && every is { Years: >= 0 and <= 5, Months: >= 0 and <= 60, Weeks: >= 0 and <= 260, Days: >= 0 and <= 1830 } && every.HasDateComponent)
            return every;
        reader.Refuse("every", "format", "A repetition is of years, months, weeks or days, like P1M or P1D, at most five years.");
        return null;
    }
}
