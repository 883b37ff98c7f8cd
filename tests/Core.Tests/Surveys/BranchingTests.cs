using Peyk.Core.Surveys;

namespace Peyk.Core.Tests.Surveys;

public sealed class BranchingTests
{
    private static readonly SurveyDefinition Csat = Shipped.Surveys.Find("csat")!;

    [Fact]
    public void The_first_item_comes_first() => Next(Csat).ShouldBe("satisfaction");

    [Theory]
    [InlineData(1, "trouble")]
    [InlineData(2, "trouble")]
    [InlineData(3, "trouble")]
    [InlineData(4, "praise")]
    [InlineData(5, "praise")]
    public void The_score_decides_what_is_asked_next(int score, string item) =>
        Next(Csat, ("satisfaction", new Answer(score))).ShouldBe(item);

    [Theory]
    [InlineData("trouble", 2)]
    [InlineData("praise", 5)]
    public void After_the_comment_nothing_is_left(string comment, int score) =>
        Next(Csat, ("satisfaction", new Answer(score)), (comment, new Answer(null, "…"))).ShouldBeNull();

    [Fact]
    public void A_condition_is_not_met_by_an_answer_without_a_score() =>
        Next(Csat, ("satisfaction", new Answer(null, "good"))).ShouldBeNull();

    [Fact]
    public void An_answer_given_anew_leads_another_way() =>
        Next(Csat, ("trouble", new Answer(null, "the wait")), ("satisfaction", new Answer(5))).ShouldBe("praise");

    [Fact]
    public void An_answer_out_of_turn_leaves_the_first_item_open() =>
        Next(Csat, ("trouble", new Answer(null, "the wait"))).ShouldBe("satisfaction");

    [Fact]
    public void An_answer_to_an_unknown_item_changes_nothing() =>
        Next(Csat, ("of-last-year", new Answer(5))).ShouldBe("satisfaction");

    [Fact]
    public void A_condition_may_have_both_bounds()
    {
        var condition = new ItemCondition("rating", 2, 4);

        Enumerable.Range(1, 5).Where(score => condition.IsMet(new Answer(score))).ShouldBe([2, 3, 4]);
    }

    [Fact]
    public void Every_shipped_survey_ends_whatever_is_answered()
    {
        foreach (var survey in Shipped.Surveys.Surveys)
        {
            foreach (var high in new[] { true, false })
            {
                var answers = new Dictionary<string, Answer>();
                while (survey.Next(answers) is { } item)
                    answers.Add(item.Key, item.Scale is { } scale ? new Answer(high ? scale.To : scale.From) : new Answer(null, "…"));
                answers.Count.ShouldBeInRange(1, survey.Items.Length, survey.Key);
            }
        }
    }

    [Fact]
    public void A_question_is_asked_in_the_primary_or_else_the_default_language()
    {
        var item = Csat.Items[0];

        item.Question(Core.Addresses.LanguageTag.Parse("en-GB")).ShouldBe(item.Question(Shipped.En));
        item.Question(Core.Addresses.LanguageTag.Parse("ku")).ShouldBe(item.Question(Shipped.Fa));
    }

    [Fact]
    public void The_short_wording_is_for_SMS_and_the_question_where_there_is_none()
    {
        var nps = Shipped.Surveys.Find("nps")!;

        nps.Items[0].SmsQuestion(Shipped.Fa).ShouldNotBe(nps.Items[0].Question(Shipped.Fa));
        nps.Items[1].SmsQuestion(Shipped.Fa).ShouldBe(nps.Items[1].Question(Shipped.Fa));
    }

    private static string? Next(SurveyDefinition survey, params (string Item, Answer Answer)[] answers) =>
        survey.Next(answers.ToDictionary(a => a.Item, a => a.Answer))?.Key;
}
