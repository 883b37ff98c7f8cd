using Peyk.Core.Surveys;

namespace Peyk.Core.Tests.Surveys;

/// <summary>
/// The shipped surveys, answered by the rule below and scored by <c>expected_scores.py</c>, which shares nothing with our code and
/// takes its t quantiles from Simpson's rule.
/// </summary>
public sealed class IndependentScoresTests
{
    private const int Responses = 40;

    [Theory]
    [InlineData("servqual", "reliability", 39, -0.746154, -1.397599, -0.094709)]
    [InlineData("servqual", "assurance", 40, -0.118750, -0.627005, 0.389505)]
    [InlineData("servqual", "tangibles", 40, 0.104167, -0.497394, 0.705727)]
    [InlineData("servqual", "empathy", 40, 0.140417, -0.403487, 0.684320)]
    [InlineData("servqual", "responsiveness", 39, 0.611111, 0.070473, 1.151749)]
    [InlineData("servqual", "gap", 40, 0.004944, -0.256423, 0.266312)]
    [InlineData("e-s-qual", "efficiency", 40, 2.952083, 2.670881, 3.233286)]
    [InlineData("e-s-qual", "fulfilment", 39, 3.059829, 2.770742, 3.348916)]
    [InlineData("e-s-qual", "system-availability", 38, 2.890351, 2.575452, 3.205249)]
    [InlineData("e-s-qual", "privacy", 38, 2.811404, 2.542071, 3.080736)]
    [InlineData("e-s-qual", "mean", 40, 2.940799, 2.810475, 3.071122)]
    [InlineData("nps", "nps", 34, -26.470588, -54.049942, 1.108765)]
    [InlineData("csat", "csat", 28, 39.285714, 20.000593, 58.570836)]
    [InlineData("ces", "ces", 33, 4.333333, 3.557152, 5.109515)]
    public void Scores_are_those_of_an_independent_computation(string key, string name, int n, double mean, double low, double high)
    {
        var survey = Shipped.Surveys.Find(key)!;

        var scores = SurveyScores.Of(survey, [.. Enumerable.Range(0, Responses).Select(response => Answer(survey, response))]);

        var estimate = scores.Headline!.Measure == name ? scores.Headline.Estimate : scores.Dimensions.Single(d => d.Dimension == name).Mean;
        estimate.N.ShouldBe(n);
        estimate.Mean!.Value.ShouldBe(mean, 1e-6);
        estimate.Low!.Value.ShouldBe(low, 1e-5);
        estimate.High!.Value.ShouldBe(high, 1e-5);
    }

    private static SurveyResponse Answer(SurveyDefinition survey, int response) => Sample.Response(
    [
        .. from rating in survey.Items.Where(i => !i.IsComment).Index()
           let score = Score(response, rating.Index, rating.Item.Scale!)
           where score <= rating.Item.Scale!.To
           select (rating.Item.Key, score),
    ]);

    /// <summary>Scores of the scale, and now and then one beyond it, which stands for an answer not given.</summary>
    private static int Score(int response, int item, Scale scale) =>
        scale.From + ((response + 1) * (item + 3) * ((5 * response) + (7 * item) + 11) % 1009 % (scale.To - scale.From + 3));
}
