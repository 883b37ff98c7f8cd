using NodaTime;
using Peyk.Core.Surveys;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Feedback;

/// <summary>Which answers are wanted: those to the requests of whole days of UTC, the last day included.</summary>
/// <param name="Survey">Null for every survey.</param>
public sealed record ResponseQuery(LocalDate From, LocalDate To, string? Survey, string? Service, AnswerChannel? Channel)
{
    private const int UsualDays = 30;
    private const int MostDays = 366;

    public static ResponseQuery Read(QueryParameters query, SurveyCatalog surveys, DateTimeOffset now)
    {
        var today = Instant.FromDateTimeOffset(now).InUtc().Date;
        var to = query.Date("to") ?? today;
        var from = query.Date("from") ?? to.PlusDays(-UsualDays);
        if (from > to || Period.DaysBetween(from, to) > MostDays)
            query.Refuse("from", "range", $"The period must begin before its end and have at most {MostDays} days.");
        var survey = query.Text("survey");
        if (survey is not null && surveys.Find(survey) is null)
            query.Refuse("survey", "unknown_value", "There is no survey of that name.");
        return new(from, to, survey, query.Text("service"), query.Word<AnswerChannel>("channel"));
    }

    /// <summary>The first moment of each month of UTC that the period touches.</summary>
    public IEnumerable<DateTimeOffset> Months
    {
        get
        {
            for (var month = From.With(DateAdjusters.StartOfMonth); month <= To; month = month.PlusMonths(1))
                yield return new DateTimeOffset(month.ToDateTimeUnspecified(), TimeSpan.Zero);
        }
    }

    public bool Contains(DateTimeOffset asked)
    {
        var day = Instant.FromDateTimeOffset(asked).InUtc().Date;
        return day >= From && day <= To;
    }
}
