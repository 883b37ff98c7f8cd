namespace Peyk.Bench;

/// <summary>Durations in order, with their percentiles in milliseconds (nearest rank).</summary>
public sealed class Percentiles(IEnumerable<TimeSpan> durations)
{
    private readonly double[] _sorted = [.. durations.Select(d => d.TotalMilliseconds).Order()];

    public double P50 => At(0.50);

    public double P95 => At(0.95);

    public double P99 => At(0.99);

    public double ShareWithin(TimeSpan limit) =>
        _sorted.Length == 0 ? 0 : (double)_sorted.Count(d => d <= limit.TotalMilliseconds) / _sorted.Length;

    private double At(double share) => _sorted.Length == 0 ? double.NaN : _sorted[(int)Math.Ceiling(share * _sorted.Length) - 1];
}
