using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;
using Peyk.Core.Calendars;
using Peyk.Core.Reports;
using Peyk.Functions.Delivery;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard;

/// <summary>Figures of the first page.</summary>
public sealed class Overview(DeliveryReports reports, NotificationKeys keys, TimeProvider time)
{
    private const int Days = 30;

    /// <summary>Today in tiles, and each of the last 30 days by what became of its deliveries.</summary>
    public async Task<Html> DeliveriesAsync(DashboardVisit visit, CancellationToken cancellationToken)
    {
        var (language, today) = (visit.Language, keys.Day(time.GetUtcNow()));
        var days = await ReportAsync(today.PlusDays(1 - Days), today, [ReportDimension.Day], cancellationToken);
        var figures = days.Groups.ToDictionary(g => LocalDatePattern.Iso.Parse(g.Day!).Value, g => g.Figures);
        var shown = Enumerable.Range(0, Days).Select(i => today.PlusDays(i + 1 - Days)).ToList();
        return Html.Of($"""
            <h2>{language.Say("ops.overview.today", ("date", language.Format(today, DateStyle.Full)))}</h2>
            {Tiles(language, figures.GetValueOrDefault(today))}
            <h2>{language["ops.overview.month"]}</h2>
            {Tiles(language, days.Total)}
            {Chart(language, shown, figures)}
            <p>{DashboardParts.Link(visit, "/ops/deliveries", language["ops.overview.more"])}</p>
            <p class="hint">{CountedAt(visit, days)}</p>
            """);
    }

    private Task<DeliveryReport> ReportAsync(LocalDate from, LocalDate to, ImmutableArray<ReportDimension> groupBy, CancellationToken cancellationToken) =>
        reports.ComputeAsync(
            new(from, to, CalendarSystem.Iso, groupBy, ImmutableDictionary<ReportDimension, ImmutableHashSet<string>>.Empty), isTest: false, cancellationToken);

    private static Html Tiles(Language language, DeliveryReportFigures? figures) => DashboardParts.Tiles(
        (language["ops.figures.notifications"], DashboardParts.Number(language, figures?.Notifications ?? 0), null),
        (language["ops.figures.deliveredRate"], DashboardParts.Percent(language, figures?.DeliveredRate), null),
        (language["ops.figures.failed"], DashboardParts.Number(language, DeliveryOutcomes.Failed(figures)), null),
        (language["ops.figures.underWay"], DashboardParts.Number(language, DeliveryOutcomes.UnderWay(figures)), null),
        (language["ops.figures.cost"], Cost(language, figures), null),
        (language["ops.figures.toSent"], Seconds(language, figures?.AcceptedToSent.P95), language["ops.figures.p95"]));

    private static Html Chart(Language language, List<LocalDate> days, Dictionary<LocalDate, DeliveryReportFigures> figures)
    {
        string[] heads = [language["ops.figures.day"], .. DeliveryOutcomes.Heads(language)];
        return DashboardChart.Of(language, "month", ChartKind.StackedBar, language["ops.overview.chart"], heads,
            [.. days.Select(day => (language.Format(day, DateStyle.Short), DeliveryOutcomes.Of(figures.GetValueOrDefault(day))))]);
    }

    private static string CountedAt(DashboardVisit visit, DeliveryReport report) => report.CountedAt is { } at
        ? visit.Language.Say("ops.figures.countedAt", ("time", DashboardParts.Time(visit, at)))
        : visit.Language["ops.figures.notCounted"];

    private static string Cost(Language language, DeliveryReportFigures? figures) =>
        figures is { Cost.Count: > 0 } ? string.Join(" + ", figures.Cost.Select(c => DashboardParts.Amount(language, c))) : "–";

    private static string Seconds(Language language, double? seconds) =>
        seconds is { } value ? language.Say("ops.seconds", ("number", language.Format(Math.Round((decimal)value, 1)))) : "–";
}
