using Peyk.Core.Reports.Outlook;

namespace Peyk.Core.Tests.Reports.Outlook;

public sealed class UsualRangeTests
{
    [Fact]
    public void It_is_the_median_and_three_scaled_deviations_to_both_sides()
    {
        // Median 50; deviations 0, 1, 1, 2, 2 … 7, 7 have the median 4 (the eighth of fifteen).
        double[] values = [43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57];

        var usual = UsualRange.Of(Indicator.TimeToFirstContact, values, volume: 100)!;

        (usual.Median, usual.Days).ShouldBe((50, 15));
        // A tenth of the median is 5, which is less than 1.4826 × 4.
        usual.Low.ShouldBe(50 - (3 * 1.4826 * 4), tolerance: 1e-9);
        usual.High.ShouldBe(50 + (3 * 1.4826 * 4), tolerance: 1e-9);
    }

    [Fact]
    public void One_wild_day_does_not_move_it()
    {
        double[] quiet = [.. Enumerable.Repeat(20.0, 14)];

        var usual = UsualRange.Of(Indicator.TimeToFirstContact, [.. quiet, 90_000], volume: 100)!;

        usual.ShouldBe(new UsualRange(20, 14, 26, 15));
    }

    [Fact]
    public void With_thirteen_days_nothing_is_usual_yet() =>
        UsualRange.Of(Indicator.ComplaintBacklog, [.. Enumerable.Repeat(3.0, 13)], volume: 3).ShouldBeNull();

    [Fact]
    public void A_share_that_never_changed_may_still_vary_by_chance()
    {
        var usual = UsualRange.Of(Indicator.FailureRatio, [.. Enumerable.Repeat(0.02, 20)], volume: 900)!;

        // p = (0.02 · 900 + 1) / 902 = 19/902; three times the root of p(1 − p)/900.
        var p = 19.0 / 902;
        usual.High.ShouldBe(0.02 + (3 * Math.Sqrt(p * (1 - p) / 900)), tolerance: 1e-12);
        usual.Low.ShouldBe(0.02 - (3 * Math.Sqrt(p * (1 - p) / 900)), tolerance: 1e-12);
    }

    [Fact]
    public void Of_a_small_day_more_is_usual() =>
        UsualRange.Of(Indicator.FailureRatio, [.. Enumerable.Repeat(0.02, 20)], volume: 50)!.High
            .ShouldBeGreaterThan(2 * UsualRange.Of(Indicator.FailureRatio, [.. Enumerable.Repeat(0.02, 20)], volume: 5000)!.High);

    [Fact]
    public void A_count_may_vary_by_its_root() =>
        UsualRange.Of(Indicator.ComplaintBacklog, [.. Enumerable.Repeat(16.0, 20)], volume: 16).ShouldBe(new UsualRange(16, 4, 28, 20));

    [Fact]
    public void It_stays_within_what_there_can_be()
    {
        var nothing = UsualRange.Of(Indicator.ComplaintBacklog, [.. Enumerable.Repeat(0.0, 20)], volume: 0)!;
        var everything = UsualRange.Of(Indicator.ResponseRate, [.. Enumerable.Repeat(1.0, 20)], volume: 20)!;

        (nothing.Low, nothing.High, everything.High).ShouldBe((0, 3, 1));
    }
}
