using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Core.Reports.Outlook;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Reports;

/// <summary>Indicators out of the days' figures; it reads one row a day and no log.</summary>
public sealed class IndicatorReports(OutlookDays days, DeliveryRollups rollups, NotificationKeys keys, IOptions<PeykOptions> options, TimeProvider time)
{
    private const int Digits = 6;
    private const int UsualDays = 30;

    /// <summary>Each indicator over the last 30 days, those first that are outside of their range: for a look at how things stand.</summary>
    public async Task<IReadOnlyList<IndicatorView>> CurrentAsync(CancellationToken cancellationToken)
    {
        var today = keys.Day(time.GetUtcNow());
        var report = await ComputeAsync(new(today.PlusDays(1 - UsualDays), today, CalendarSystem.Iso), isTest: false, cancellationToken);
        return [.. report.Indicators.OrderByDescending(i => i.IsOutside)];
    }

    public async Task<IndicatorReport> ComputeAsync(ReportPeriod period, bool isTest, CancellationToken cancellationToken)
    {
        var countedAt = rollups.CountedAtAsync(cancellationToken);
        var series = await ReadAsync(period.From, period.To, isTest, cancellationToken);
        return new(
            period.Written(period.From), period.Written(period.To), options.Value.TimeZone, await countedAt,
            [.. series.Select(s => View(s, period))]);
    }

    /// <summary>The indicators that have any day; days to come have no value, and are not among them.</summary>
    public async Task<IReadOnlyList<IndicatorSeries>> ReadAsync(LocalDate from, LocalDate to, bool isTest, CancellationToken cancellationToken)
    {
        var today = keys.Day(time.GetUtcNow());
        var known = await days.ReadAsync(from.PlusDays(-UsualRange.Window), to < today ? to : today, isTest, cancellationToken);
        return
        [
            .. Enum.GetValues<Indicator>().Select(indicator => IndicatorSeries.Of(indicator, known, from, today)).Where(series => series.Days.Count > 0),
        ];
    }

    private static IndicatorView View(IndicatorSeries series, ReportPeriod period) => new(
        series.Indicator,
        Indicators.UnitOf(series.Indicator),
        Indicators.IsBadWhenLow(series.Indicator) ? "low" : "high",
        series.Alarms.Any(),
        View(series.Alarms.LastOrDefault() ?? series.Current, period),
        [.. series.Days.Select(day => View(day, period))]);

    private static IndicatorDayView View(JudgedPoint day, ReportPeriod period) => new(
        period.Written(day.Day), Rounded(day.Value), day.Volume,
        day.Usual is { } usual ? new(Rounded(usual.Median)!.Value, Rounded(usual.Low)!.Value, Rounded(usual.High)!.Value, usual.Days) : null, day.State);

    private static double? Rounded(double? value) => value is { } known ? Math.Round(known, Digits) : null;
}
