using FsCheck;
using FsCheck.Fluent;
using Peyk.Core.Surveys;

namespace Peyk.Core.Tests.Surveys;

public sealed class EstimateTests
{
    private static Arbitrary<int[]> Scores { get; } = Gen.Choose(0, 10).ArrayOf().ToArbitrary();

    [Fact]
    public void Nothing_has_no_mean() => Of().ShouldBe(new Estimate(0, null, null, null));

    [Fact]
    public void One_value_has_a_mean_and_no_interval() => Of(4).ShouldBe(new Estimate(1, 4, null, null));

    [Fact]
    public void What_was_not_given_does_not_count() => Of(null, 4, null, 2).ShouldBe(Of(4, 2));

    /// <summary>By hand: s² = 10/4, standard error √0.5 = 0.70711, t(4) = 2.776.</summary>
    [Fact]
    public void One_to_five_is_three_give_or_take_1_96()
    {
        var estimate = Of(1, 2, 3, 4, 5);

        estimate.Mean.ShouldBe(3);
        estimate.Low!.Value.ShouldBe(3 - 1.963, 0.001);
        estimate.High!.Value.ShouldBe(3 + 1.963, 0.001);
    }

    /// <summary>By hand: s² = 2, standard error 1, t(1) = 12.706.</summary>
    [Fact]
    public void Two_values_have_the_widest_interval()
    {
        var estimate = Of(3, 5);

        estimate.Low!.Value.ShouldBe(4 - 12.706, 0.001);
        estimate.High!.Value.ShouldBe(4 + 12.706, 0.001);
    }

    [Fact]
    public void Equal_values_have_an_interval_of_no_width() => Of(4, 4, 4).ShouldBe(new Estimate(3, 4, 4, 4));

    /// <summary>
    /// Upper 2.5 % points of Student's t, as printed in NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.2. Of values that
    /// are −1 and 1 in turn (and one 0 if their number is odd), the sum of squares is known without a computation.
    /// </summary>
    [Theory]
    [InlineData(1, 12.706)]
    [InlineData(2, 4.303)]
    [InlineData(3, 3.182)]
    [InlineData(4, 2.776)]
    [InlineData(5, 2.571)]
    [InlineData(6, 2.447)]
    [InlineData(7, 2.365)]
    [InlineData(8, 2.306)]
    [InlineData(9, 2.262)]
    [InlineData(10, 2.228)]
    [InlineData(15, 2.131)]
    [InlineData(20, 2.086)]
    [InlineData(24, 2.064)]
    [InlineData(29, 2.045)]
    [InlineData(30, 2.042)]
    [InlineData(40, 2.021)]
    [InlineData(60, 2.000)]
    [InlineData(100, 1.984)]
    public void The_interval_rests_on_the_published_t_table(int freedom, double t)
    {
        var n = freedom + 1;
        var squares = n - (n % 2);
        var values = Enumerable.Range(0, n).Select(i => i < squares ? (i % 2 * 2) - 1.0 : 0.0);

        var estimate = Estimate.Of(values.Select(v => (double?)v));

        estimate.Mean!.Value.ShouldBe(0, 1e-12);
        (estimate.High!.Value / Math.Sqrt((double)squares / freedom / n)).ShouldBe(t, 0.0005);
    }

    [Fact]
    public void The_interval_lies_around_a_mean_between_the_least_and_the_greatest() =>
        Prop.ForAll(Scores, scores =>
        {
            var estimate = Of([.. scores.Select(s => (double?)s)]);
            return scores.Length < 2 || (
                estimate.Mean >= scores.Min() && estimate.Mean <= scores.Max() && estimate.Low <= estimate.Mean && estimate.High >= estimate.Mean
                && Math.Abs(estimate.High!.Value + estimate.Low!.Value - (2 * estimate.Mean!.Value)) < 1e-9);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_answers_does_not_matter() =>
        Prop.ForAll(Scores, scores => Close(
            Of([.. scores.Select(s => (double?)s)]), Of([.. scores.Order().Select(s => (double?)s)]))).QuickCheckThrowOnFailure();

    private static Estimate Of(params double?[] values) => Estimate.Of(values);

    private static bool Close(Estimate a, Estimate b) =>
        a.N == b.N && Near(a.Mean, b.Mean) && Near(a.Low, b.Low) && Near(a.High, b.High);

    private static bool Near(double? a, double? b) => a is null ? b is null : b is not null && Math.Abs(a.Value - b.Value) < 1e-9;
}
