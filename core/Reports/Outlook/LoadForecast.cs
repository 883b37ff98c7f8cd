using MathNet.Numerics.Statistics;
using NodaTime;

namespace Peyk.Core.Reports.Outlook;

/// <summary>A day's load.</summary>
public sealed record LoadDay(LocalDate Day, double Count);

/// <summary>What is expected of a day to come.</summary>
/// <param name="Low">One day in ten was lower than this, by the errors of earlier forecasts; null while too few are known.</param>
/// <param name="High">One in ten was higher.</param>
public sealed record ExpectedDay(LocalDate Day, double Expected, double? Low, double? High, bool IsHoliday);

/// <summary>By how much the forecasts of the last four weeks would have been wrong.</summary>
/// <param name="Wape">Sum of the absolute errors ÷ sum of what came; null when nothing came.</param>
/// <param name="Mae">Mean absolute error, in deliveries a day.</param>
/// <param name="Forecasts">How many there were: up to 14 for each day, from as many days ahead.</param>
public sealed record PastError(double? Wape, double Mae, int Forecasts);

/// <summary>The load of the next days, and how well such forecasts went.</summary>
/// <param name="Level">Of a day of middling weight; null without enough history.</param>
/// <param name="Days">Empty without enough history.</param>
/// <param name="Error">Null while no forecast of the past four weeks had enough history.</param>
public sealed record LoadForecast(double? Level, IReadOnlyList<ExpectedDay> Days, PastError? Error)
{
    /// <summary>Days to come.</summary>
    public const int Horizon = 14;

    /// <summary>Days over which the past forecasts are compared with what came.</summary>
    public const int Compared = 28;

    /// <summary>Days that are looked at for everything.</summary>
    public const int LongestHistory = LoadModel.Window + Compared + Horizon;

    private const double Tail = 0.1;
    private const int LeastErrors = 28;

    /// <param name="history">Full days without gaps, oldest first.</param>
    /// <param name="isHoliday">Days off beside those of the week.</param>
    /// <param name="restDay">The day of the week whose weight a holiday has; null: its own.</param>
    public static LoadForecast Of(IReadOnlyList<LoadDay> history, Func<LocalDate, bool> isHoliday, IsoDayOfWeek? restDay)
    {
        if (LoadModel.Fit(history, history.Count, isHoliday, restDay) is not { } model)
            return new(null, [], null);
        var past = Backtest(history, isHoliday, restDay);
        var last = history[^1].Day;
        // Relative errors: a Friday of ten is not wrong by as many as a Sunday of a thousand.
        var errors = past.Select(p => (p.Actual - p.Expected) / Math.Max(1, p.Expected)).ToList();
        double? low = errors.Count < LeastErrors ? null : errors.QuantileCustom(Tail, QuantileDefinition.R7);
        double? high = errors.Count < LeastErrors ? null : errors.QuantileCustom(1 - Tail, QuantileDefinition.R7);
        var days = Enumerable.Range(1, Horizon).Select(last.PlusDays).Select(day =>
        {
            var expected = model.Expect(day);
            return new ExpectedDay(day, expected, Around(expected, low), Around(expected, high), isHoliday(day));
        });
        return new(model.Level, [.. days], ErrorOf(past));
    }

    private static double? Around(double expected, double? error) => error is { } e ? Math.Max(0, expected + (e * Math.Max(1, expected))) : null;

    private static PastError? ErrorOf(List<(double Expected, double Actual)> past)
    {
        if (past.Count == 0)
            return null;
        var wrong = past.Sum(p => Math.Abs(p.Actual - p.Expected));
        var came = past.Sum(p => p.Actual);
        return new(came > 0 ? wrong / came : null, wrong / past.Count, past.Count);
    }

    /// <summary>For each of the last four weeks' days, what would have been said of it one to fourteen days ahead, knowing only what was known then.</summary>
    private static List<(double Expected, double Actual)> Backtest(IReadOnlyList<LoadDay> history, Func<LocalDate, bool> isHoliday, IsoDayOfWeek? restDay)
    {
        var found = new List<(double, double)>();
        for (var origin = Math.Max(1, history.Count - Compared - Horizon + 1); origin < history.Count; origin++)
        {
            if (LoadModel.Fit(history, origin, isHoliday, restDay) is not { } model)
                continue;
            for (var target = Math.Max(origin, history.Count - Compared); target < Math.Min(history.Count, origin + Horizon); target++)
                found.Add((model.Expect(history[target].Day), history[target].Count));
        }

        return found;
    }
}
