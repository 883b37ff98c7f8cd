using MathNet.Numerics.Statistics;
using NodaTime;

namespace Peyk.Core.Reports.Outlook;

/// <summary>
/// Level × weight of the day of the week. A weekday's weight is the mean of its last eight days, the highest and the lowest left out, ÷ the mean of
/// all seven; the level is the median of (count ÷ weight) over the last four weeks. A holiday has the weight of the weekly day of rest, and
/// none is learned from. One day of a great batch moves neither.
/// </summary>
/// <param name="Level">Of a day of weight 1.</param>
/// <param name="Weights">By day of the week; their mean is 1, or all are 0.</param>
public sealed record LoadModel(double Level, IReadOnlyDictionary<IsoDayOfWeek, double> Weights, Func<LocalDate, bool> IsHoliday, IsoDayOfWeek? RestDay)
{
    /// <summary>Days that weights are learned from.</summary>
    public const int Window = 56;

    /// <summary>Fewer full days than these are not enough history.</summary>
    public const int LeastDays = 28;

    private const int LevelDays = 28;
    private const int LeastForTrimming = 5;

    /// <summary>A day of less weight tells little of the level: its count is mostly chance.</summary>
    private const double LeastWeight = 0.1;

    public double Expect(LocalDate day) => Level * Weights[IsHoliday(day) && RestDay is { } rest ? rest : day.DayOfWeek];

    /// <param name="known">How many days, from the first, are known.</param>
    /// <returns>Null without enough history: less than four weeks, or a weekday that was always a holiday.</returns>
    public static LoadModel? Fit(IReadOnlyList<LoadDay> days, int known, Func<LocalDate, bool> isHoliday, IsoDayOfWeek? restDay)
    {
        if (known < LeastDays)
            return null;
        var learned = Enumerable.Range(Math.Max(0, known - Window), Math.Min(known, Window)).Select(i => days[i]).Where(d => !isHoliday(d.Day)).ToList();
        var means = learned.GroupBy(d => d.Day.DayOfWeek).ToDictionary(g => g.Key, g => TrimmedMean([.. g.Select(d => d.Count)]));
        if (means.Count < 7)
            return null;
        var mean = means.Values.Average();
        if (mean == 0)
            return new(0, means, isHoliday, restDay);
        var weights = means.ToDictionary(m => m.Key, m => m.Value / mean);
        var first = days[known - LevelDays].Day;
        var level = learned.Where(d => d.Day >= first && weights[d.Day.DayOfWeek] >= LeastWeight).Select(d => d.Count / weights[d.Day.DayOfWeek]).ToList();
        return level.Count == 0 ? null : new(level.Median(), weights, isHoliday, restDay);
    }

    private static double TrimmedMean(List<double> values) =>
        values.Count < LeastForTrimming ? values.Average() : (values.Sum() - values.Min() - values.Max()) / (values.Count - 2);
}
