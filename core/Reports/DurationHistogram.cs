using System.Numerics;
using System.Runtime.InteropServices;

namespace Peyk.Core.Reports;

/// <summary>
/// Durations counted in buckets, so that those of many days and groups can be put together and still give percentiles. Up to 63 ms every
/// millisecond has its own bucket; above, each power of two is divided into 32, as HdrHistogram does it, and a bucket stands for its middle.
/// </summary>
/// <remarks>A percentile differs from the exact one by at most <see cref="Error"/> of it and half a millisecond. Whole numbers only: every
/// machine gets the same.</remarks>
public sealed class DurationHistogram
{
    /// <summary>Greatest relative error of a percentile: half a bucket, 1/64.</summary>
    public const double Error = 1.0 / 64;

    private const int Bits = 5;
    private const int Exact = 1 << (Bits + 1);

    private readonly Dictionary<int, long> _buckets = [];

    public long Count { get; private set; }

    /// <summary>Buckets and their counts, by bucket.</summary>
    public IEnumerable<KeyValuePair<int, long>> Buckets => _buckets.OrderBy(b => b.Key);

    /// <summary>Counts a duration; one below zero, which differing clocks may give, as zero.</summary>
    public void Add(TimeSpan duration) => Add(BucketOf(Math.Max(0, (long)duration.TotalMilliseconds)), 1);

    /// <summary>Counts what another one has counted, too.</summary>
    public void Add(DurationHistogram other)
    {
        foreach (var (bucket, count) in other._buckets)
            Add(bucket, count);
    }

    public void Add(int bucket, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bucket);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        CollectionsMarshal.GetValueRefOrAddDefault(_buckets, bucket, out _) += count;
        Count += count;
    }

    /// <summary>The least duration that at least so many per cent of all do not exceed (nearest rank); null when there is none.</summary>
    /// <param name="percent">Above 0, at most 100.</param>
    public TimeSpan? Percentile(double percent) => Percentiles(percent)[0];

    /// <summary>The same for several, in ascending order.</summary>
    public IReadOnlyList<TimeSpan?> Percentiles(params ReadOnlySpan<double> percents)
    {
        var found = new TimeSpan?[percents.Length];
        var (seen, next) = (0L, 0);
        foreach (var (bucket, count) in Buckets)
        {
            seen += count;
            for (; next < percents.Length && seen >= RankOf(percents[next]); next++)
                found[next] = TimeSpan.FromMilliseconds(MiddleOf(bucket));
        }

        return found;
    }

    /// <summary>How many did not take longer than a duration; those in its own bucket count.</summary>
    public long CountUpTo(TimeSpan duration)
    {
        var last = BucketOf(Math.Max(0, (long)duration.TotalMilliseconds));
        return _buckets.Where(b => b.Key <= last).Sum(b => b.Value);
    }

    private long RankOf(double percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        return (long)Math.Ceiling(percent / 100 * Count);
    }

    private static int BucketOf(long milliseconds)
    {
        if (milliseconds < Exact)
            return (int)milliseconds;
        var shift = BitOperations.Log2((ulong)milliseconds) - Bits;
        return (shift << Bits) + (int)(milliseconds >> shift);
    }

    private static double MiddleOf(int bucket)
    {
        if (bucket < Exact)
            return bucket;
        var shift = (bucket >> Bits) - 1;
        var least = (long)(bucket - (shift << Bits)) << shift;
        return least + (((1L << shift) - 1) / 2.0);
    }
}
