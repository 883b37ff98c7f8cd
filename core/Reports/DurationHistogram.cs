using System.Numerics;

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
    private const int Step = 64;

    /// <summary>That of the longest duration that a <see cref="TimeSpan"/> holds.</summary>
    private static readonly int Last = BucketOf((long)TimeSpan.MaxValue.TotalMilliseconds);

    /// <summary>A duration of a year is in bucket 970: as an array they are added up quickly, which reports do a lot.</summary>
    private long[] _counts = [];

    public long Count { get; private set; }

    /// <summary>Buckets that are not empty and their counts, by bucket.</summary>
    public IEnumerable<KeyValuePair<int, long>> Buckets => _counts.Index().Where(b => b.Item > 0).Select(b => KeyValuePair.Create(b.Index, b.Item));

    /// <summary>Counts a duration; one below zero, which differing clocks may give, as zero.</summary>
    public void Add(TimeSpan duration) => Add(BucketOf(Math.Max(0, (long)duration.TotalMilliseconds)), 1);

    /// <summary>Counts what another one has counted, too.</summary>
    public void Add(DurationHistogram other)
    {
        Reach(other._counts.Length);
        for (var bucket = 0; bucket < other._counts.Length; bucket++)
            _counts[bucket] += other._counts[bucket];
        Count += other.Count;
    }

    public void Add(int bucket, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bucket);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bucket, Last);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        Reach(bucket + 1);
        _counts[bucket] += count;
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
        for (var bucket = 0; bucket < _counts.Length && next < percents.Length; bucket++)
        {
            if (_counts[bucket] == 0)
                continue;
            seen += _counts[bucket];
            for (; next < percents.Length && seen >= RankOf(percents[next]); next++)
                found[next] = TimeSpan.FromMilliseconds(MiddleOf(bucket));
        }

        return found;
    }

    /// <summary>How many did not take longer than a duration; those in its own bucket count.</summary>
    public long CountUpTo(TimeSpan duration)
    {
        var last = BucketOf(Math.Max(0, (long)duration.TotalMilliseconds));
        return _counts.Take(last + 1).Sum();
    }

    private void Reach(int length)
    {
        if (_counts.Length < length)
            Array.Resize(ref _counts, (length + Step - 1) / Step * Step);
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
