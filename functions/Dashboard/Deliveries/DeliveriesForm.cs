using Peyk.Core.Calendars;
using Peyk.Core.Reports;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard.Deliveries;

/// <summary>The form in which the page of deliveries is asked: by GET, so that a question can be kept as a link.</summary>
internal static class DeliveriesForm
{
    public static Html Of(Language language, DeliveriesQuestion question, FigureWords words)
    {
        var isMore = question.Period is null || question.Query.Filters.Count > 0;
        return Html.Of($"""
            <form class="question" method="get" action="{DeliveriesQuestion.Path}">
            <input type="hidden" name="lang" value="{language.Tag.Value}">
            {Periods(language, question)}
            {Grouping(language, question, 0)}
            {Grouping(language, question, 1)}
            <button type="submit">{language["ops.deliveries.show"]}</button>
            <details{(isMore ? Html.Of($" open") : Html.Empty)}><summary>{language["ops.deliveries.more"]}</summary><div class="fields">
            {DeliveryFilters(language, question, words)}
            {Date(language, question, "from")}{Date(language, question, "to")}
            </div></details>
            </form>
            """);
    }

    private static Html Periods(Language language, DeliveriesQuestion question) => DashboardParts.Select(
        "period",
        language["ops.deliveries.period"],
        Enum.GetValues<FigurePeriod>().Select(p => (p.ToWord(), language[$"ops.deliveries.{p.ToWord()}"])),
        question.Period?.ToWord(),
        question.Period is null ? language["ops.deliveries.ownDates"] : null);

    private static Html Grouping(Language language, DeliveriesQuestion question, int position) => DashboardParts.Select(
        "groupBy",
        language[position == 0 ? "ops.deliveries.groupBy" : "ops.deliveries.thenBy"],
        Enum.GetValues<ReportDimension>().Select(d => (d.ToWord(), FigureWords.Dimension(language, d))),
        question.Query.GroupBy.ElementAtOrDefault(position) is var dimension && position < question.Query.GroupBy.Length ? dimension.ToWord() : "",
        language["ops.deliveries.nothing"]);

    private static IEnumerable<Html> DeliveryFilters(Language language, DeliveriesQuestion question, FigureWords words) => question.IsWrong ? [] :
        Reports.DeliveryReportQuery.Filtered.Select(dimension =>
        {
            var chosen = question.Given.GetValueOrDefault(dimension.ToWord(), "");
            // What is asked for stays choosable, be it several words or one of long ago.
            var choices = words.Choices(dimension).ToList();
            if (chosen.Length > 0 && !choices.Contains(chosen))
                choices.Add(chosen);
            return DashboardParts.Select(
                dimension.ToWord(), FigureWords.Dimension(language, dimension), choices.Select(c => (c, words.Of(language, dimension, c))), chosen,
                language["ops.deliveries.any"]);
        });

    private static Html Date(Language language, DeliveriesQuestion question, string name) => Html.Of($"""
        <label>{language[$"ops.deliveries.{name}"]} <input type="text" name="{name}" size="10" dir="ltr" autocomplete="off" value="{question.Given.GetValueOrDefault(name)}" placeholder="{language.LocaliseDigits(Example(language))}"></label>
        """);

    private static string Example(Language language) => language.Calendar == DateInput.Persian ? "1405-09-01" : "2026-12-01";
}
