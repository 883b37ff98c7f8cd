using MathNet.Numerics.Distributions;

namespace Peyk.Core.Surveys;

/// <summary>A mean with its 95 % confidence interval by Student's t distribution.</summary>
/// <param name="N">How many values it rests on.</param>
/// <param name="Mean">Null without values.</param>
/// <param name="Low">Lower end of the interval; null with fewer than two values.</param>
/// <param name="High">Upper end of the interval; null with fewer than two values.</param>
public sealed record Estimate(int N, double? Mean, double? Low, double? High)
{
    private const double UpperTail = 0.975;

    /// <param name="values">Those that are null were not given and do not count.</param>
    public static Estimate Of(IEnumerable<double?> values)
    {
        var known = values.OfType<double>().ToList();
        if (known.Count == 0)
            return new(0, null, null, null);
        var mean = known.Average();
        if (known.Count == 1)
            return new(1, mean, null, null);
        var variance = known.Sum(v => (v - mean) * (v - mean)) / (known.Count - 1);
        var half = StudentT.InvCDF(0, 1, known.Count - 1, UpperTail) * Math.Sqrt(variance / known.Count);
        return new(known.Count, mean, mean - half, mean + half);
    }
}
