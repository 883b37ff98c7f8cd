using NodaTime.Text;
using Peyk.Core.Calendars;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard.Outlook;

/// <summary>The load of the past weeks and of the two to come, with how wrong such forecasts were.</summary>
internal static class ForecastParts
{
    public static Html Of(DashboardVisit visit, ForecastReport report)
    {
        var language = visit.Language;
        var all = report.Series[0];
        if (all.State == ForecastState.NotEnoughHistory)
            return Html.Of($"""<h2>{language["ops.outlook.forecast"]}</h2><p class="none">{language["ops.outlook.forecast.none"]}</p>""");
        return Html.Of($"""
            <h2>{language["ops.outlook.forecast"]}</h2>
            {Chart(language, all)}
            <div class="columns">{report.Series.Skip(1).Select(series => Chart(language, series))}</div>
            <h3>{language["ops.outlook.error.caption"]}</h3>
            <div class="card quiet">{Errors(language, report.Series)}<p class="hint">{language["ops.outlook.forecast.hint"]}</p></div>
            """);
    }

    private static Html Errors(Language language, IReadOnlyList<ForecastSeries> series) => DashboardParts.Table(
        language["ops.outlook.error.caption"],
        [language["ops.outlook.channel"], language["ops.outlook.week"], language["ops.outlook.error"], language["ops.outlook.mae"]],
        series.Select(one => (IReadOnlyList<Html>)
        [
            Html.Of($"{NameOf(language, one)}"),
            Html.Of($"{DashboardParts.Number(language, Math.Round((decimal)one.Days.Take(7).Sum(d => d.Expected)))}"),
            Html.Of($"{DashboardParts.Percent(language, one.Error?.Wape)}"),
            DashboardParts.Cell(language, one.Error is { } error ? (decimal)error.Mae : null),
        ]));

    private static Html Chart(Language language, ForecastSeries series) => DashboardChart.Of(
        language,
        $"forecast-{series.Channel?.ToWord() ?? "all"}",
        ChartKind.Line,
        language.Say("ops.outlook.forecast.of", ("channel", NameOf(language, series)), ("error", DashboardParts.Percent(language, series.Error?.Wape))),
        [
            language["ops.figures.day"], language["ops.outlook.came"], language["ops.outlook.expected"], language["ops.outlook.tenth"],
            language["ops.outlook.ninetieth"],
        ],
        [
            .. series.Past.Select(day => (Day(language, day.Day), (IReadOnlyList<double?>)[day.Deliveries, null, null, null])),
            .. series.Days.Select(day => (
                day.IsHoliday ? language.Say("ops.outlook.holiday", ("day", Day(language, day.Day))) : Day(language, day.Day),
                (IReadOnlyList<double?>)[null, Whole(day.Expected), Whole(day.Low), Whole(day.High)])),
        ]);

    private static double? Whole(double? value) => value is { } known ? Math.Round(known) : null;

    private static string NameOf(Language language, ForecastSeries series) =>
        series.Channel is { } channel ? language[$"ops.channel.{channel.ToWord()}"] : language["ops.outlook.all"];

    private static string Day(Language language, string day) => language.Format(LocalDatePattern.Iso.Parse(day).Value, DateStyle.Short);
}
