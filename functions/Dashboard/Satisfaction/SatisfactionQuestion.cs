using NodaTime;
using Peyk.Core.Calendars;
using Peyk.Core.Surveys;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Dashboard.Satisfaction;

/// <summary>A period that ends today, as the page offers it.</summary>
internal enum SatisfactionPeriod
{
    /// <summary>This month and the eleven before, in the calendar of the page's language.</summary>
    TwelveMonths,

    NinetyDays,
    ThirtyDays,
}

/// <summary>What the page of satisfaction is asked for.</summary>
/// <param name="IsWrong">The address makes no sense; the usual question stands in its place.</param>
internal sealed record SatisfactionQuestion(SatisfactionQuery Query, SatisfactionPeriod Period, bool IsWrong)
{
    public const string Path = "/ops/satisfaction";
    public const string FilePath = "/ops/satisfaction/file";

    public static SatisfactionQuestion Read(HttpRequest request, Language language, SurveyCatalog surveys, LocalDate today)
    {
        var parameters = new QueryParameters(request.Query);
        var period = parameters.Word<SatisfactionPeriod>("period") ?? SatisfactionPeriod.TwelveMonths;
        var query = SatisfactionQuery.Read(parameters, surveys, today, language.Calendar);
        var isWrong = parameters.Errors.Count > 0;
        if (isWrong)
            (query, period) = (new(today, today, language.Calendar, SatisfactionGrouping.None), SatisfactionPeriod.TwelveMonths);
        return new(query with { From = Begin(period, today, language.Calendar), To = today }, period, isWrong);
    }

    private static LocalDate Begin(SatisfactionPeriod period, LocalDate today, CalendarSystem calendar) => period switch
    {
        SatisfactionPeriod.TwelveMonths =>
            today.WithCalendar(calendar).With(DateAdjusters.StartOfMonth).PlusMonths(-11).WithCalendar(CalendarSystem.Iso),
        SatisfactionPeriod.NinetyDays => today.PlusDays(-89),
        SatisfactionPeriod.ThirtyDays => today.PlusDays(-29),
    };
}
