using Peyk.Core.Reports;

namespace Peyk.Core.Tests.Reports;

public sealed class DurationHistogramTests
{
    private static readonly double[] Percents = [0.1, 25, 50, 90, 95, 99, 100];

    [Theory]
    [InlineData(50)]
    [InlineData(5_000)]
    [InlineData(90_000_000)]
    [InlineData(int.MaxValue)]
    public void A_percentile_is_at_most_a_sixty_fourth_beside_the_exact_one(int longest)
    {
        var random = new Random(longest);
        var all = Enumerable.Range(0, 5_000).Select(_ => random.NextInt64(longest)).Order().ToList();
        var histogram = Of(all);

        foreach (var percent in Percents)
        {
            var exact = all[(int)Math.Ceiling(percent / 100 * all.Count) - 1];
            histogram.Percentile(percent)!.Value.TotalMilliseconds.ShouldBe(exact, (exact * DurationHistogram.Error) + 0.5, $"{percent} %");
        }
    }

    [Fact]
    public void Up_to_63_milliseconds_it_is_exact()
    {
        for (var ms = 0; ms < 64; ms++)
            Of([ms]).Percentile(50).ShouldBe(TimeSpan.FromMilliseconds(ms));
    }

    [Fact]
    public void Longer_durations_never_get_into_lower_buckets()
    {
        var buckets = Enumerable.Range(0, 100_000).Select(ms => Of([ms]).Buckets.Single().Key).ToList();

        buckets.Zip(buckets.Skip(1)).ShouldAllBe(pair => pair.Second - pair.First >= 0 && pair.Second - pair.First <= 1);
    }

    [Fact]
    public void Histograms_put_together_are_the_histogram_of_all()
    {
        var (some, others) = (new long[] { 1, 70, 3_000 }, new long[] { 70, 900_000 });
        var together = Of(some);

        together.Add(Of(others));

        together.Buckets.ShouldBe(Of([.. some, .. others]).Buckets);
        together.Count.ShouldBe(5);
    }

    [Fact]
    public void Nothing_has_no_percentile() => new DurationHistogram().Percentile(95).ShouldBeNull();

    [Fact]
    public void Clocks_that_differ_do_not_make_time_run_backwards()
    {
        var histogram = new DurationHistogram();

        histogram.Add(TimeSpan.FromSeconds(-2));

        histogram.Percentile(50).ShouldBe(TimeSpan.Zero);
    }

    private static DurationHistogram Of(IEnumerable<long> milliseconds)
    {
        var histogram = new DurationHistogram();
        foreach (var ms in milliseconds)
            histogram.Add(TimeSpan.FromMilliseconds(ms));
        return histogram;
    }
}
