using Peyk.Core.Calendars;
using Peyk.Core.Reports;
using Peyk.Core.Surveys;
using Peyk.Functions.Dashboard.Deliveries;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard.Satisfaction;

/// <summary>The form in which the page of satisfaction is asked, by GET.</summary>
internal static class SatisfactionForm
{
    public static Html Of(Language language, SatisfactionQuestion question, SurveyCatalog surveys, FigureWords words)
    {
        var query = question.Query;
        return Html.Of($"""
            <form class="question" method="get" action="{SatisfactionQuestion.Path}">
            <input type="hidden" name="lang" value="{language.Tag.Value}">
            {DashboardParts.Select("period", language["ops.deliveries.period"], Enum.GetValues<SatisfactionPeriod>().Select(p => (p.ToWord(), language[$"ops.satisfaction.{p.ToWord()}"])), question.Period.ToWord(), null)}
            {DashboardParts.Select("survey", language["ops.satisfaction.survey"], surveys.Surveys.Select(s => (s.Key, s.Titles.In(language.Tag) ?? s.Key)), query.Survey, language["ops.deliveries.any"])}
            {DashboardParts.Select("service", language["ops.dimension.service"], Services(language, query.Service, words), query.Service, language["ops.deliveries.any"])}
            <button type="submit">{language["ops.deliveries.show"]}</button>
            </form>
            """);
    }

    private static IEnumerable<(string Word, string Text)> Services(Language language, string? chosen, FigureWords words) => words.Choices(ReportDimension.Service)
        .Concat(chosen is null ? [] : [chosen]).Distinct().Select(s => (s, words.Of(language, ReportDimension.Service, s)));
}
