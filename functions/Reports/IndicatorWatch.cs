using Peyk.Core.Reports.Outlook;
using Peyk.Functions.Delivery;
using Peyk.Functions.Operations;

namespace Peyk.Functions.Reports;

/// <summary>
/// Tells by a log event and a metric that an indicator is worse than usual, once an indicator and day, of today and of the last full day.
/// It is noted after it was told: who crashes in between tells again, and nothing is left untold.
/// </summary>
public sealed partial class IndicatorWatch(IndicatorReports reports, AlertStore alerts, NotificationKeys keys, TimeProvider time, ILogger<IndicatorWatch> logger)
{
    /// <summary>The youngest days of every indicator, and the two before that are only just known.</summary>
    private const int LookedAt = 5;

    /// <returns>How many alerts were told.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var today = keys.Day(time.GetUtcNow());
        var told = 0;
        foreach (var series in await reports.ReadAsync(today.PlusDays(1 - LookedAt), today, isTest: false, cancellationToken))
        {
            foreach (var day in series.Alarms)
            {
                if (!await alerts.TryClaimAsync(series.Indicator, day.Day, cancellationToken))
                    continue;
                Log.Outside(logger, series.Indicator, day.Day.ToString("uuuu-MM-dd", null), day.Value!.Value, day.Usual!.Low, day.Usual.High, day.Usual.Median);
                Telemetry.IndicatorLeft(series.Indicator);
                await alerts.ToldAsync(series.Indicator, day.Day, cancellationToken);
                told++;
            }
        }

        return told;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Indicator} of {Day} is {Value:0.####}, worse than usual: {Low:0.####} to {High:0.####}, median {Median:0.####}")]
        public static partial void Outside(ILogger logger, Indicator indicator, string day, double value, double low, double high, double median);
    }
}
