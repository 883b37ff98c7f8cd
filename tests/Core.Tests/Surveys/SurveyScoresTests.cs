using FsCheck;
using FsCheck.Fluent;
using Peyk.Core.Surveys;

namespace Peyk.Core.Tests.Surveys;

/// <summary>Small tables whose scores are worked by hand.</summary>
public sealed class SurveyScoresTests
{
    private static readonly SurveyDefinition Csat = Shipped.Surveys.Find("csat")!;
    private static readonly SurveyDefinition Nps = Shipped.Surveys.Find("nps")!;
    private static readonly SurveyDefinition Ces = Shipped.Surveys.Find("ces")!;

    private static readonly SurveyDefinition ServQual = Sample.Read("""
        key: sample
        instrument: servqual
        titles: { fa: نمونه }
        thanks: { fa: سپاس }
        scales: { agreement: { from: 1, to: 7, low: { fa: کم }, high: { fa: زیاد } } }
        dimensions: { reliability: { fa: اعتماد }, empathy: { fa: همدلی } }
        items:
          - { key: e1, expectation: one, dimension: reliability, scale: agreement, question: { fa: الف } }
          - { key: e2, expectation: two, dimension: reliability, scale: agreement, question: { fa: ب } }
          - { key: e3, expectation: three, dimension: empathy, scale: agreement, question: { fa: پ } }
          - { key: p1, perception: one, dimension: reliability, scale: agreement, question: { fa: ت } }
          - { key: p2, perception: two, dimension: reliability, scale: agreement, question: { fa: ث } }
          - { key: p3, perception: three, dimension: empathy, scale: agreement, question: { fa: ج } }
        """);

    /// <summary>Three of five are 4 or 5: 60 %; (5+5+4+3+1)/5 = 3.6.</summary>
    [Fact]
    public void Csat_is_the_share_of_the_two_best_scores()
    {
        var scores = SurveyScores.Of(Csat, Ratings("satisfaction", 5, 5, 4, 3, 1));

        scores.Headline!.Measure.ShouldBe("csat");
        scores.Headline.Estimate.Mean.ShouldBe(60);
        scores.Items[0].Mean.Mean!.Value.ShouldBe(3.6, 1e-12);
        scores.Items[0].Distribution.ShouldBe([1, 0, 1, 1, 2]);
    }

    /// <summary>
    /// Five promoters, two passives and three detractors of ten: 50 − 30 = 20. Squares about 20: 5·80² + 2·20² + 3·120² = 76,000; standard
    /// error √(76,000/9/10) = 29.059; t(9) = 2.262; half the interval is 65.73.
    /// </summary>
    [Fact]
    public void Nps_is_promoters_less_detractors()
    {
        var scores = SurveyScores.Of(Nps, Ratings("recommend", 10, 10, 10, 9, 9, 8, 7, 6, 5, 0));

        scores.Headline!.Measure.ShouldBe("nps");
        scores.Headline.Estimate.Mean.ShouldBe(20);
        scores.Headline.Estimate.Low!.Value.ShouldBe(20 - 65.73, 0.02);
        scores.Headline.Estimate.High!.Value.ShouldBe(20 + 65.73, 0.02);
        scores.Items.Single().Distribution.ShouldBe([1, 0, 0, 0, 0, 1, 1, 1, 1, 2, 3]);
    }

    [Theory]
    [InlineData(6, -100)]
    [InlineData(7, 0)]
    [InlineData(8, 0)]
    [InlineData(9, 100)]
    public void Nps_parts_the_scale_at_six_and_nine(int score, double nps) =>
        SurveyScores.Of(Nps, Ratings("recommend", score)).Headline!.Estimate.ShouldBe(new Estimate(1, nps, null, null));

    [Theory]
    [InlineData(3, 0)]
    [InlineData(4, 100)]
    public void Csat_parts_the_scale_at_four(int score, double csat) =>
        SurveyScores.Of(Csat, Ratings("satisfaction", score)).Headline!.Estimate.ShouldBe(new Estimate(1, csat, null, null));

    [Fact]
    public void Ces_is_the_mean()
    {
        var scores = SurveyScores.Of(Ces, Ratings("ease", 7, 6, 5, 2));

        scores.Headline!.Measure.ShouldBe("ces");
        scores.Headline.Estimate.Mean.ShouldBe(5);
    }

    /// <summary>
    /// Gaps of the first citizen: −2, 0 and −3, so −1 in reliability; of the second: −1, 1 and 1, so 0. Reliability (−1 + 0)/2 = −0.5,
    /// empathy (−3 + 1)/2 = −1. Over all: citizens' means (−1 − 3)/2 = −2 and (0 + 1)/2 = 0.5, so −0.75.
    /// </summary>
    [Fact]
    public void Servqual_is_perception_less_expectation()
    {
        var scores = SurveyScores.Of(
            ServQual,
            [
                Sample.Response(("e1", 7), ("e2", 6), ("e3", 7), ("p1", 5), ("p2", 6), ("p3", 4)),
                Sample.Response(("e1", 6), ("e2", 5), ("e3", 5), ("p1", 5), ("p2", 6), ("p3", 6)),
            ]);

        scores.Dimensions.Select(d => (d.Dimension, d.Mean.Mean)).ShouldBe([("reliability", -0.5), ("empathy", -1)]);
        scores.Headline!.Measure.ShouldBe("gap");
        scores.Headline.Estimate.Mean.ShouldBe(-0.75);
    }

    /// <summary>The first left out a perception, the second an expectation, the third all of reliability.</summary>
    [Fact]
    public void Half_a_pair_is_no_gap()
    {
        var scores = SurveyScores.Of(
            ServQual,
            [
                Sample.Response(("e1", 7), ("e2", 6), ("p1", 5)),
                Sample.Response(("e1", 6), ("p1", 5), ("p2", 1)),
                Sample.Response(("e3", 4), ("p3", 7)),
            ]);

        scores.Responses.ShouldBe(3);
        scores.Dimensions.Select(d => (d.Mean.N, d.Mean.Mean)).ShouldBe([(2, -1.5), (1, 3)]);
        scores.Headline!.Estimate.N.ShouldBe(3);
        scores.Headline.Estimate.Mean.ShouldBe(0);
        scores.Items.Select(i => i.Mean.N).ShouldBe([2, 1, 1, 2, 1, 1]);
    }

    /// <summary>Efficiency: (5+3)/2 = 4 and 2, so 3; privacy: 5 alone. Over all: (4+5)/2 = 4.5 and 2, so 3.25.</summary>
    [Fact]
    public void A_dimension_is_the_mean_of_what_each_citizen_answered_in_it()
    {
        var scores = SurveyScores.Of(
            Shipped.Surveys.Find("e-s-qual")!,
            [
                Sample.Response(("efficiency-find", 5), ("efficiency-steps", 3), ("privacy-data", 5)),
                Sample.Response(("efficiency-words", 2)),
            ]);

        scores.Dimensions.Select(d => (d.Dimension, d.Mean.N, d.Mean.Mean)).ShouldBe(
            [("efficiency", 2, 3), ("fulfilment", 0, null), ("system-availability", 0, null), ("privacy", 1, 5)]);
        scores.Headline!.Measure.ShouldBe("mean");
        scores.Headline.Estimate.Mean.ShouldBe(3.25);
    }

    [Fact]
    public void Without_responses_there_is_no_headline()
    {
        var scores = SurveyScores.Of(Csat, []);

        scores.Responses.ShouldBe(0);
        scores.Headline.ShouldBeNull();
        scores.Items.Single().Mean.ShouldBe(new Estimate(0, null, null, null));
        scores.Items.Single().Distribution.ShouldBe([0, 0, 0, 0, 0]);
    }

    [Fact]
    public void A_comment_alone_is_a_response_without_a_score()
    {
        var response = new SurveyResponse(new Dictionary<string, Answer> { ["reason"] = new(null, "…") });

        var scores = SurveyScores.Of(Nps, [response, new SurveyResponse(new Dictionary<string, Answer>())]);

        scores.Responses.ShouldBe(1);
        scores.Headline.ShouldBeNull();
    }

    /// <summary>A survey file may change after its answers were given.</summary>
    [Fact]
    public void A_score_that_is_not_on_the_scale_does_not_count() =>
        SurveyScores.Of(Csat, Ratings("satisfaction", 5, 9, 0)).Headline!.Estimate.ShouldBe(new Estimate(1, 100, null, null));

    [Fact]
    public void An_answer_to_an_item_that_is_gone_does_not_count() =>
        SurveyScores.Of(Csat, Ratings("of-last-year", 5)).Headline.ShouldBeNull();

    /// <summary>Computed from counts: 100 (p − d)/n, and its variance 100² (p + d − (p − d)²/n)/(n − 1).</summary>
    [Fact]
    public void Nps_is_the_same_from_counts() =>
        Prop.ForAll(Gen.Choose(0, 10).NonEmptyListOf().Where(list => list.Count > 1).Select(list => list.ToArray()).ToArbitrary(), scores =>
        {
            double n = scores.Length, promoters = scores.Count(s => s > 8), detractors = scores.Count(s => s < 7);
            var variance = 10000 * (promoters + detractors - ((promoters - detractors) * (promoters - detractors) / n)) / (n - 1);
            var estimate = SurveyScores.Of(Nps, Ratings("recommend", scores)).Headline!.Estimate;
            var t = MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, n - 1, 0.975);
            return Math.Abs(estimate.Mean!.Value - (100 * (promoters - detractors) / n)) < 1e-9
                && Math.Abs(estimate.High!.Value - estimate.Mean.Value - (t * Math.Sqrt(variance / n))) < 1e-6;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_response_with_a_score_stands_in_the_distribution_once() =>
        Prop.ForAll(Gen.Choose(0, 10).ArrayOf().ToArbitrary(), scores =>
            SurveyScores.Of(Nps, Ratings("recommend", scores)).Items.Single().Distribution.SequenceEqual(
                Enumerable.Range(0, 11).Select(score => scores.Count(s => s == score)))).QuickCheckThrowOnFailure();

    private static SurveyResponse[] Ratings(string item, params int[] scores) => [.. scores.Select(score => Sample.Response((item, score)))];
}
