using Peyk.Core.Newsletters;

namespace Peyk.Core.Tests.Newsletters;

public sealed class IssueGuardsTests
{
    private static readonly IssueGuards Guards = new(0.05, 200, 0.001, 1000);

    [Theory]
    [InlineData(190, 9, 0, null, "too few to judge")]
    [InlineData(190, 10, 0, null, "5 % is borne")]
    [InlineData(189, 11, 0, PauseCause.Bounces, "more is not")]
    [InlineData(0, 200, 0, PauseCause.Bounces, "nothing but returned mails")]
    [InlineData(999, 0, 50, null, "too few delivered to judge reports")]
    [InlineData(1000, 0, 1, null, "0.1 % is borne")]
    [InlineData(1000, 0, 2, PauseCause.SpamReports, "more is not")]
    public void An_issue_stops_when_outcomes_of_a_sample_are_bad(int delivered, int bounced, int reports, PauseCause? expected, string because)
    {
        Guards.Judge(Outcomes(delivered, bounced, reports), IssueOutcomes.None).ShouldBe(expected, because);
    }

    [Fact]
    public void What_was_known_when_it_went_on_stops_it_no_more()
    {
        var known = Outcomes(180, 20, 0);

        Guards.Judge(Outcomes(379, 20, 0), known).ShouldBeNull();
        Guards.Judge(Outcomes(369, 31, 0), known).ShouldBe(PauseCause.Bounces);
    }

    private static IssueOutcomes Outcomes(int delivered, int bounced, int reports) => new(delivered + bounced, delivered, bounced, bounced, reports, 0, 0);
}
