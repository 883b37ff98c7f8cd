using Peyk.Core.Newsletters;

namespace Peyk.Core.Tests.Newsletters;

public sealed class IssueProgressTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Figures_are_the_sums_of_the_batches()
    {
        var progress = Of(Done(1000, 990, 0, 10, new(800, 780, 20, 15, 1, 5, 2)), Done(500, 500, 10, 20, IssueOutcomes.None), Waiting(1000));

        progress.ShouldBe(new IssueProgress(2500, true, 1490, 780, 20, 10, 5, 2, 1490 / 20.0, Start.AddSeconds(20 + (1000 / (1490 / 20.0)))));
    }

    [Fact]
    public void Who_subscribed_since_the_batch_was_cut_counts()
    {
        Of(Done(1000, 1003, 0, 10, IssueOutcomes.None)).Total.ShouldBe(1003);
    }

    [Fact]
    public void A_call_of_unknown_outcome_was_sent_as_far_as_anything_was_heard()
    {
        Of(new BatchProgress(10, 0, 0, false, Start, null, new(7, 6, 1, 1, 0, 0, 0))).Sent.ShouldBe(7);
    }

    [Fact]
    public void Nothing_is_expected_of_an_issue_that_does_not_go_out()
    {
        IssueProgress.Of([Done(10, 10, 0, 10, IssueOutcomes.None), Waiting(10)], true, isSending: false, Start.AddSeconds(20)).Eta.ShouldBeNull();
    }

    [Fact]
    public void Nothing_is_expected_while_recipients_are_still_being_found()
    {
        IssueProgress.Of([Done(10, 10, 0, 10, IssueOutcomes.None), Waiting(10)], isTotalKnown: false, true, Start.AddSeconds(20)).Eta.ShouldBeNull();
    }

    [Fact]
    public void The_rate_is_that_of_the_last_minutes()
    {
        var old = Done(1000, 1000, 0, 1, IssueOutcomes.None);
        var recent = Done(600, 600, 3600, 3660, IssueOutcomes.None);

        Of(old, recent).Rate.ShouldBe(10);
    }

    [Fact]
    public void An_issue_without_batches_has_nothing()
    {
        Of().ShouldBe(new IssueProgress(0, true, 0, 0, 0, 0, 0, 0, null, null));
    }

    private static IssueProgress Of(params BatchProgress[] batches) => IssueProgress.Of(batches, isTotalKnown: true, isSending: true, Start.AddSeconds(20));

    private static BatchProgress Done(int planned, int sent, int from, int to, IssueOutcomes outcomes) =>
        new(planned, sent, Math.Max(0, planned - sent), true, Start.AddSeconds(from), Start.AddSeconds(to), outcomes);

    private static BatchProgress Waiting(int planned) => new(planned, 0, 0, false, null, null, IssueOutcomes.None);
}
