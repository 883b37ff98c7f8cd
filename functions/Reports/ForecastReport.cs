using Peyk.Core.Deliveries;

namespace Peyk.Functions.Reports;

/// <summary>What load is to be expected in the next 14 days.</summary>
/// <param name="LastDay">The last full day, after which the forecast begins.</param>
/// <param name="Series">All deliveries first, then each channel's. Newsletters are not in them: somebody plans those.</param>
public sealed record ForecastReport(string LastDay, string TimeZone, DateTimeOffset? CountedAt, IReadOnlyList<ForecastSeries> Series);

/// <param name="Channel">Null: all together.</param>
/// <param name="Error">By how much such forecasts were wrong in the last four weeks; null while that is not known.</param>
/// <param name="Past">Deliveries of the last full days, oldest first.</param>
/// <param name="Days">The days to come; empty without enough history.</param>
public sealed record ForecastSeries(
    Channel? Channel, ForecastState State, ForecastError? Error, IReadOnlyList<PastDay> Past, IReadOnlyList<ForecastDay> Days);

public enum ForecastState
{
    Known,

    /// <summary>There are less than four weeks of full days.</summary>
    NotEnoughHistory,
}

/// <param name="Wape">Sum of the absolute errors ÷ sum of what came; null when nothing came.</param>
/// <param name="Mae">Mean absolute error, in deliveries a day.</param>
/// <param name="Forecasts">How many forecasts were compared with what came.</param>
public sealed record ForecastError(double? Wape, double Mae, int Forecasts);

public sealed record PastDay(string Day, long Deliveries);

/// <param name="Low">One day in ten was lower, by the errors of earlier forecasts; null while too few are known.</param>
/// <param name="High">One in ten was higher.</param>
public sealed record ForecastDay(string Day, double Expected, double? Low, double? High, bool IsHoliday);
