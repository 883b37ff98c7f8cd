using NodaTime.Text;
using Peyk.Core.Calendars;
using Peyk.Core.Reports.Outlook;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard.Outlook;

/// <summary>Indicators beside what is usual: a table with a mark at those that left their range, and a chart of each.</summary>
internal static class IndicatorParts
{
    public static Html Of(DashboardVisit visit, IReadOnlyList<IndicatorView> indicators)
    {
        var language = visit.Language;
        if (indicators.Count == 0)
            return Html.Of($"""<h2>{language["ops.outlook.indicators"]}</h2><p class="none">{language["ops.outlook.none"]}</p>""");
        return Html.Of($"""
            <h2>{language["ops.outlook.indicators"]}</h2>
            <div class="card quiet">{Table(language, indicators)}<p class="hint">{language["ops.outlook.hint"]}</p></div>
            <h2>{language["ops.outlook.month"]}</h2>
            <div class="columns">{indicators.Select(indicator => Chart(language, indicator))}</div>
            """);
    }

    private static Html Table(Language language, IReadOnlyList<IndicatorView> indicators) => DashboardParts.Table(
        language["ops.outlook.indicators"],
        [
            language["ops.outlook.indicator"], language["ops.outlook.state"], language["ops.outlook.value"], language["ops.outlook.usual"],
            language["ops.outlook.of"],
        ],
        indicators.Select(indicator => (IReadOnlyList<Html>)
        [
            Html.Of($"{NameOf(language, indicator)}"),
            State(language, indicator),
            Html.Of($"{Value(language, indicator.Unit, indicator.Current.Value)}"),
            Html.Of($"{Range(language, indicator)}"),
            Html.Of($"{Day(language, indicator.Current.Day)}"),
        ]));

    private static Html State(Language language, IndicatorView indicator)
    {
        var look = indicator.Current.State switch
        {
            IndicatorState.Outside => "bad",
            IndicatorState.Usual => "good",
            IndicatorState.NotEnoughHistory or IndicatorState.NotEnoughVolume => "",
        };
        return Html.Of($"""<span class="state {look}">{language[$"ops.outlook.state.{indicator.Current.State.ToWord()}"]}</span>""");
    }

    private static Html Chart(Language language, IndicatorView indicator) => DashboardChart.Of(
        language,
        indicator.Indicator.ToWord(),
        ChartKind.Line,
        NameOf(language, indicator),
        [language["ops.figures.day"], UnitOf(language, indicator.Unit), language["ops.outlook.low"], language["ops.outlook.high"]],
        [
            .. indicator.Days.Select(day => (Day(language, day.Day), (IReadOnlyList<double?>)
            [
                Shown(indicator.Unit, day.Value), Shown(indicator.Unit, day.Usual?.Low), Shown(indicator.Unit, day.Usual?.High),
            ])),
        ]);

    private static string Range(Language language, IndicatorView indicator) => indicator.Current.Usual is { } usual
        ? language.Say("ops.outlook.range", ("low", Value(language, indicator.Unit, usual.Low)), ("high", Value(language, indicator.Unit, usual.High)))
        : "–";

    private static string Value(Language language, IndicatorUnit unit, double? value) => value is null ? "–" : unit switch
    {
        IndicatorUnit.Seconds => language.Say("ops.seconds", ("number", DashboardParts.Number(language, Rounded(value.Value)))),
        IndicatorUnit.Share => language.Say("ops.percent", ("number", DashboardParts.Number(language, Rounded(value.Value * 100)))),
        IndicatorUnit.Count => DashboardParts.Number(language, Math.Round((decimal)value.Value, 1)),
    };

    private static double? Shown(IndicatorUnit unit, double? value) =>
        value is { } known ? (double)Rounded(unit == IndicatorUnit.Share ? known * 100 : known) : null;

    private static decimal Rounded(double value) => Math.Round((decimal)value, 2);

    private static string NameOf(Language language, IndicatorView indicator) => language[$"ops.outlook.{indicator.Indicator.ToWord()}"];

    private static string UnitOf(Language language, IndicatorUnit unit) => language[$"ops.outlook.unit.{unit.ToWord()}"];

    private static string Day(Language language, string day) => language.Format(LocalDatePattern.Iso.Parse(day).Value, DateStyle.Short);
}
