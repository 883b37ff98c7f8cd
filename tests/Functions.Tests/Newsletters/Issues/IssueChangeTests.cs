using System.Net;
using Peyk.Core.Newsletters;

namespace Peyk.Functions.Tests.Newsletters.Issues;

public sealed class IssueChangeTests(IssueFixture issues) : IClassFixture<IssueFixture>
{
    [Fact]
    public async Task A_draft_is_changed_whole()
    {
        var id = await issues.AcceptedAsync();
        var changed = IssueFixture.Issue("Better rates");
        changed["content"]!.AsObject().Remove("fa");
        changed["sendAt"] = (issues.Time.GetUtcNow() + TimeSpan.FromDays(1)).ToString("O");

        using var answer = await issues.ChangeAsync(id, changed);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.ETag!.Tag.ShouldBe("\"2\"");
        var read = await issues.ReadAsync(id);
        ((string?)read["status"], (string?)read["content"]!["en"]!["subject"], read["content"]!["fa"]).ShouldBe(("scheduled", "Better rates", null));
        (await issues.OpenAsync()).ShouldContain(id);
    }

    [Fact]
    public async Task A_scheduled_issue_becomes_a_draft_again_without_a_time()
    {
        var id = await ScheduledAsync();

        using var answer = await issues.ChangeAsync(id, IssueFixture.Issue());

        (await issues.StatusAsync(id)).ShouldBe("draft");
        (await issues.OpenAsync()).ShouldNotContain(id);
    }

    [Fact]
    public async Task Only_the_revision_that_the_client_knows_is_changed()
    {
        var id = await issues.AcceptedAsync();
        using var first = await issues.ChangeAsync(id, IssueFixture.Issue("First"), "\"1\"");

        using var second = await issues.ChangeAsync(id, IssueFixture.Issue("Second"), "\"1\"");
        using var odd = await issues.ChangeAsync(id, IssueFixture.Issue("Odd"), "winter");

        (first.StatusCode, second.StatusCode, odd.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.PreconditionFailed, HttpStatusCode.BadRequest));
        ((string?)(await issues.ReadAsync(id))["content"]!["en"]!["subject"]).ShouldBe("First");
    }

    [Theory]
    [InlineData(IssueState.Sending, "already_sending")]
    [InlineData(IssueState.Sent, "already_final")]
    [InlineData(IssueState.Cancelled, "already_final")]
    public async Task What_goes_out_or_went_is_not_changed(IssueState state, string code)
    {
        var id = await ScheduledAsync();
        await issues.BecomeAsync(id, state == IssueState.Cancelled ? [state] : [IssueState.Sending, state]);

        using var answer = await issues.ChangeAsync(id, IssueFixture.Issue("Too late"));

        (answer.StatusCode, (string?)(await IssueFixture.BodyAsync(answer))["code"]).ShouldBe((HttpStatusCode.Conflict, code));
        ((string?)(await issues.ReadAsync(id))["content"]!["en"]!["subject"]).ShouldBe("New rates");
    }

    [Fact]
    public async Task A_draft_is_sent_now()
    {
        var id = await issues.AcceptedAsync();
        var now = issues.Time.GetUtcNow();

        using var answer = await issues.TurnAsync(id, "schedule", []);

        var read = await issues.ReadAsync(id);
        ((string?)read["status"]).ShouldBe("scheduled");
        DateTimeOffset.Parse((string)read["sendAt"]!).ShouldBeInRange(now, issues.Time.GetUtcNow());
        (await issues.OpenAsync()).ShouldContain(id);
    }

    [Fact]
    public async Task A_draft_that_expires_before_it_would_go_is_not_scheduled()
    {
        var posted = IssueFixture.Issue();
        posted["expiresAt"] = (issues.Time.GetUtcNow() + TimeSpan.FromHours(1)).ToString("O");
        var id = await issues.AcceptedAsync(posted);

        using var answer = await issues.TurnAsync(id, "schedule", new() { ["sendAt"] = (issues.Time.GetUtcNow() + TimeSpan.FromHours(2)).ToString("O") });

        (await IssueFixture.ErrorsAsync(answer)).ShouldBe([("/sendAt", "range")]);
        (await issues.StatusAsync(id)).ShouldBe("draft");
    }

    public static TheoryData<string, string, int, string> Turns => new()
    {
        // From, turn, answer, then.
        { "draft", "pause", 409, "draft" },
        { "draft", "resume", 409, "draft" },
        { "draft", "cancel", 200, "cancelled" },
        { "scheduled", "pause", 409, "scheduled" },
        { "scheduled", "schedule", 200, "scheduled" },
        { "scheduled", "cancel", 200, "cancelled" },
        { "sending", "schedule", 200, "sending" },
        { "sending", "pause", 200, "paused" },
        { "sending", "resume", 200, "sending" },
        { "sending", "cancel", 200, "cancelled" },
        { "paused", "schedule", 409, "paused" },
        { "paused", "pause", 200, "paused" },
        { "paused", "resume", 200, "sending" },
        { "paused", "cancel", 200, "cancelled" },
        { "sent", "schedule", 409, "sent" },
        { "sent", "pause", 409, "sent" },
        { "sent", "resume", 409, "sent" },
        { "sent", "cancel", 409, "sent" },
        { "cancelled", "schedule", 409, "cancelled" },
        { "cancelled", "resume", 409, "cancelled" },
        { "cancelled", "cancel", 200, "cancelled" },
    };

    [Theory]
    [MemberData(nameof(Turns))]
    public async Task An_issue_turns_as_the_table_says_and_a_second_call_changes_nothing(string from, string turn, int status, string then)
    {
        var id = await issues.AcceptedAsync();
        await issues.BecomeAsync(id, from switch
        {
            "draft" => [],
            "scheduled" => [IssueState.Scheduled],
            "cancelled" => [IssueState.Cancelled],
            "sending" => [IssueState.Scheduled, IssueState.Sending],
            "paused" => [IssueState.Scheduled, IssueState.Sending, IssueState.Paused],
            _ => [IssueState.Scheduled, IssueState.Sending, IssueState.Sent],
        });

        using var first = await issues.TurnAsync(id, turn, turn == "schedule" ? [] : null);
        using var second = await issues.TurnAsync(id, turn, turn == "schedule" ? [] : null);

        ((int)first.StatusCode, (int)second.StatusCode, await issues.StatusAsync(id)).ShouldBe((status, status, then));
    }

    [Fact]
    public async Task What_is_final_is_open_no_more()
    {
        var id = await ScheduledAsync();
        (await issues.OpenAsync()).ShouldContain(id);

        using var answer = await issues.TurnAsync(id, "cancel");

        (await issues.RowsAsync()).ShouldNotContain(row => row.PartitionKey == "open" && row.RowKey == id);
    }

    private async Task<string> ScheduledAsync()
    {
        var posted = IssueFixture.Issue();
        posted["sendAt"] = (issues.Time.GetUtcNow() + TimeSpan.FromDays(1)).ToString("O");
        return await issues.AcceptedAsync(posted);
    }
}
