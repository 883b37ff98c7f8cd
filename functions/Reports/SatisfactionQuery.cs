using NodaTime;
using Peyk.Core.Surveys;
using Peyk.Functions.Feedback;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Reports;

/// <summary>By what the requests of a report are grouped, beside the survey.</summary>
[Flags]
public enum SatisfactionGrouping
{
    None = 0,
    Service = 1,
    Channel = 2,
    Month = 4,
    Day = 8,
}

/// <summary>What a satisfaction report is asked for.</summary>
/// <param name="From">First day of the organisation's zone on which was asked.</param>
/// <param name="To">Last day, included.</param>
/// <param name="Calendar">In which days and months are named.</param>
/// <param name="Survey">Null for every survey.</param>
public sealed record SatisfactionQuery(
    LocalDate From, LocalDate To, CalendarSystem Calendar, SatisfactionGrouping Grouping, string? Survey = null, string? Service = null,
    AnswerChannel? Channel = null)
{
    private const int UsualDays = 30;
    private const int MostDays = 366;

    /// <summary>By what groups must be told apart to answer: what is grouped by, and what is filtered by.</summary>
    public SatisfactionGrouping Parts => Grouping
        | (Service is null ? SatisfactionGrouping.None : SatisfactionGrouping.Service)
        | (Channel is null ? SatisfactionGrouping.None : SatisfactionGrouping.Channel);

    /// <summary>Its groups could tell of a person if they are small.</summary>
    public bool IsPersonal => Parts.HasFlag(SatisfactionGrouping.Service);

    /// <summary>Reads the parameters; everything that is wrong with them at once.</summary>
    /// <param name="usualCalendar">The one when none is asked for; by default that of ISO 8601.</param>
    public static SatisfactionQuery Read(QueryParameters parameters, SurveyCatalog surveys, LocalDate today, CalendarSystem? usualCalendar = null)
    {
        var calendar = ReportPeriod.CalendarOf(parameters, usualCalendar);
        var to = parameters.Date("to", calendar) ?? today;
        var from = parameters.Date("from", calendar) ?? to.PlusDays(-UsualDays);
        if (from > to || Period.DaysBetween(from, to) > MostDays)
            parameters.Refuse("from", "range", $"The period must begin before its end and have at most {MostDays} days.");
        var survey = parameters.Text("survey");
        if (survey is not null && surveys.Find(survey) is null)
            parameters.Refuse("survey", "unknown_value", "There is no survey of that name.");
        return new(from, to, calendar, GroupingOf(parameters), survey, parameters.Text("service"), parameters.Word<AnswerChannel>("channel"));
    }

    private static SatisfactionGrouping GroupingOf(QueryParameters parameters)
    {
        var grouping = SatisfactionGrouping.None;
        foreach (var word in parameters.Text("groupBy")?.Split(',') ?? [])
        {
            if (SnakeCase.TryFromWord<SatisfactionGrouping>(word, out var one) && one != SatisfactionGrouping.None)
                grouping |= one;
            else
                parameters.Refuse("groupBy", "unknown_value", "The value must be a list of: service, channel, month, day.");
        }

        return grouping;
    }
}
