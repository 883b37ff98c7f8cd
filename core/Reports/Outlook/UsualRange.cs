using MathNet.Numerics.Statistics;

namespace Peyk.Core.Reports.Outlook;

/// <summary>
/// Between what an indicator usually lies: median ± 3 × spread of the days before, where the spread is 1.4826 × the median absolute deviation
/// (which is the standard deviation of what is distributed normally), or what chance alone explains if that is more. Half of the days may be
/// out of the ordinary, and it still stands.
/// </summary>
/// <param name="Low">Not below 0.</param>
/// <param name="High">Of a share not above 1.</param>
/// <param name="Days">On how many days it rests.</param>
public sealed record UsualRange(double Median, double Low, double High, int Days)
{
    /// <summary>Days back from the one that is judged: four of each day of the week, so that weekends do not look unusual.</summary>
    public const int Window = 28;

    /// <summary>With fewer days of enough volume among them nothing is usual yet.</summary>
    public const int LeastDays = 14;

    private const double Spreads = 3;
    private const double Consistency = 1.4826;

    /// <param name="values">Of the days before.</param>
    /// <param name="volume">Of the day that is judged.</param>
    /// <returns>Null when there is not enough history.</returns>
    public static UsualRange? Of(Indicator indicator, IReadOnlyCollection<double> values, long volume)
    {
        if (values.Count < LeastDays)
            return null;
        var median = values.Median();
        var deviation = Consistency * values.Select(v => Math.Abs(v - median)).Median();
        var half = Spreads * Math.Max(deviation, Indicators.LeastSpread(indicator, median, volume));
        var most = Indicators.UnitOf(indicator) == IndicatorUnit.Share ? 1 : double.PositiveInfinity;
        return new(median, Math.Max(0, median - half), Math.Min(most, median + half), values.Count);
    }
}
