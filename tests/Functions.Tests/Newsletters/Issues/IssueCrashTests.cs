using System.Net;
using Peyk.Core.Newsletters;

namespace Peyk.Functions.Tests.Newsletters.Issues;

/// <summary>A crash between any two writes of an issue: a repeat completes it, and nothing is promised that is not kept.</summary>
public sealed class IssueCrashTests(IssueFixture issues) : IClassFixture<IssueFixture>
{
    [Theory]
    [InlineData(false)] // Listed, and not kept.
    [InlineData(true)] // Kept, and nobody told.
    public async Task A_post_that_crashed_is_completed_by_its_repeat(bool after)
    {
        var key = $"crash-{after}";
        var posted = IssueFixture.Issue($"Crash {after}");
        posted["sendAt"] = (issues.Time.GetUtcNow() + TimeSpan.FromDays(1)).ToString("O");
        issues.Failure.BreakNext("Subjects", after);
        using var crashed = await issues.PostAsync(posted, key);

        using var again = await issues.PostAsync(posted, key);

        (crashed.StatusCode, again.StatusCode).ShouldBe((HttpStatusCode.InternalServerError, HttpStatusCode.Accepted));
        var id = (string)(await IssueFixture.BodyAsync(again))["id"]!;
        (await issues.StatusAsync(id)).ShouldBe("scheduled");
        (await issues.OpenAsync()).Count(open => open == id).ShouldBe(1);
        (await issues.Store.ReadTopicAsync("benefits-news", null, default).CountAsync(issue => issue.Subjects["en"] == $"Crash {after}")).ShouldBe(1);
    }

    [Fact]
    public async Task A_list_row_without_its_issue_is_passed_over_and_cleared_away()
    {
        var posted = IssueFixture.Issue();
        posted["sendAt"] = (issues.Time.GetUtcNow() + TimeSpan.FromDays(1)).ToString("O");
        issues.Failure.BreakNext("Subjects", after: false);
        var before = await OpenRowsAsync();
        using var crashed = await issues.PostAsync(posted);
        var left = (await OpenRowsAsync()).Except(before).ShouldHaveSingleItem();

        issues.Time.Advance(TimeSpan.FromHours(2));
        await issues.OpenAsync();

        crashed.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await OpenRowsAsync()).ShouldNotContain(left);
    }

    [Fact]
    public async Task A_row_that_was_just_written_is_not_cleared_away()
    {
        issues.Failure.BreakNext("Subjects", after: false);
        var posted = IssueFixture.Issue();
        posted["sendAt"] = (issues.Time.GetUtcNow() + TimeSpan.FromDays(1)).ToString("O");
        var before = await OpenRowsAsync();
        using var crashed = await issues.PostAsync(posted);
        var left = (await OpenRowsAsync()).Except(before).ShouldHaveSingleItem();

        await issues.OpenAsync();

        (await OpenRowsAsync()).ShouldContain(left);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Head_and_texts_change_together_or_not_at_all(bool after)
    {
        var id = await issues.AcceptedAsync();
        issues.Failure.BreakNext("Subjects", after);

        using var crashed = await issues.ChangeAsync(id, IssueFixture.Issue("Changed"));

        crashed.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var subject = (string?)(await issues.ReadAsync(id))["content"]!["en"]!["subject"];
        var head = (await issues.Store.FindAsync(Guid.Parse(id), default))!;
        (subject, head.Subjects["en"], head.Revision).ShouldBe(after ? ("Changed", "Changed", 2) : ("New rates", "New rates", 1));
    }

    [Fact]
    public async Task An_issue_that_begins_to_go_out_is_in_the_archive_before_anybody_gets_it()
    {
        var id = await issues.AcceptedAsync();
        await issues.BecomeAsync(id, IssueState.Scheduled);
        issues.Failure.BreakNext("\"sending\"", after: false);

        await Should.ThrowAsync<InvalidOperationException>(() => issues.BecomeAsync(id, IssueState.Sending));

        // Listed, and not shown, since it did not go.
        (await issues.RowsAsync()).ShouldContain(row => row.RowKey.StartsWith("p|", StringComparison.Ordinal) && row.RowKey.EndsWith(id, StringComparison.Ordinal));
        (await issues.Store.ReadPublishedAsync("benefits-news", null, default).AnyAsync(issue => issue.Id == Guid.Parse(id))).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_two_who_change_an_issue_at_once_one_wins()
    {
        var id = Guid.Parse(await issues.AcceptedAsync());
        var read = (await issues.Store.FindAsync(id, default))!;

        var first = await issues.Store.TryUpdateAsync(read with { Reference = "first" }, default);
        var second = await issues.Store.TryUpdateAsync(read with { Reference = "second" }, default);

        first.ShouldNotBeNull();
        second.ShouldBeNull();
        (await issues.Store.TryUpdateAsync(first with { Reference = "third" }, default)).ShouldNotBeNull();
    }

    private async Task<List<string>> OpenRowsAsync() =>
        [.. (await issues.RowsAsync()).Where(row => row.PartitionKey == "open").Select(row => row.RowKey)];
}
