using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Core.Cases;
using Peyk.Core.Deliveries;
using Peyk.Core.Reports.Outlook;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Reports;

/// <summary>The load of the next days out of the past days' figures.</summary>
public sealed class ForecastReports(
    OutlookDays days, DeliveryRollups rollups, NotificationKeys keys, WorkingWeek week, IOptions<PeykOptions> options, TimeProvider time)
{
    private const int CountDigits = 1;
    private const int ShareDigits = 4;

    public async Task<ForecastReport> ComputeAsync(CalendarSystem calendar, bool isTest, CancellationToken cancellationToken)
    {
        var countedAt = rollups.CountedAtAsync(cancellationToken);
        var last = keys.Day(time.GetUtcNow()).PlusDays(-1);
        var known = await days.ReadAsync(last.PlusDays(1 - LoadForecast.LongestHistory), last, isTest, cancellationToken);
        return new(
            Written(last), options.Value.TimeZone, await countedAt,
            [
                Series(null, known, day => day.Sms + day.Email),
                Series(Channel.Sms, known, day => day.Sms),
                Series(Channel.Email, known, day => day.Email),
            ]);

        string Written(LocalDate day) => GroupName.Written(day.WithCalendar(calendar));

        ForecastSeries Series(Channel? channel, IReadOnlyList<OutlookDay> known, Func<OutlookDay, long> count)
        {
            var forecast = LoadForecast.Of([.. known.Select(d => new LoadDay(d.Day, count(d)))], week.IsHoliday, week.RestDay);
            return new(
                channel,
                forecast.Level is null ? ForecastState.NotEnoughHistory : ForecastState.Known,
                forecast.Error is { } error
                    ? new(error.Wape is { } wape ? Math.Round(wape, ShareDigits) : null, Math.Round(error.Mae, CountDigits), error.Forecasts)
                    : null,
                [.. known.TakeLast(LoadForecast.Compared).Select(d => new PastDay(Written(d.Day), count(d)))],
                [.. forecast.Days.Select(d => new ForecastDay(Written(d.Day), Rounded(d.Expected)!.Value, Rounded(d.Low), Rounded(d.High), d.IsHoliday))]);
        }
    }

    private static double? Rounded(double? value) => value is { } known ? Math.Round(known, CountDigits) : null;
}
