using Peyk.Core.Newsletters;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Tests.Newsletters.Sending;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Dashboard;

/// <summary>Newsletters' issues on the page on which sending is stopped and goes on.</summary>
public sealed class IssuesUnderWayTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Page = "/ops/sending?lang=en";

    private IssueHost _host = null!;
    private Desk _desk = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await IssueHost.StartAsync(azurite.NewAccount(), ("NewsletterSending__BatchSize", "20"));
        _desk = await Desk.OpenAsync(_host.App);
    }

    public async ValueTask DisposeAsync()
    {
        _desk.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task An_issue_shows_how_far_it_has_come()
    {
        await SendingIssueAsync();

        var page = await _desk.Viewer.ReadAsync(Page);

        page.ShouldContain("News of December");
        page.ShouldContain("20 of 50");
        page.ShouldContain("""<progress value="20" max="50" """.TrimEnd());
        (await _desk.Viewer.ReadAsync("/ops/sending?lang=fa")).ShouldContain("۲۰ از ۵۰");
    }

    [Fact]
    public async Task An_operator_stops_an_issue_of_any_client_and_lets_it_go_on_and_twice_does_no_harm()
    {
        var issue = await SendingIssueAsync();
        var field = ("issue", issue.Id.ToString("D"));

        await _desk.ActAsync(Page, "/ops/sending/issues/pause", field);
        await _desk.ActAsync(Page, "/ops/sending/issues/pause", field);
        var paused = await _host.Desk.FindAsync(issue.Id);
        (paused.State, paused.PausedBy).ShouldBe((IssueState.Paused, PauseCause.Operator));
        (await _desk.Operator.ReadAsync(Page)).ShouldContain("by an operator");
        await _host.Desk.WorkOffAsync();
        _host.Accepted(50).Sum().ShouldBe(20);

        await _desk.ActAsync(Page, "/ops/sending/issues/resume", field);
        await _desk.ActAsync(Page, "/ops/sending/issues/resume", field);
        await _host.Desk.SentAsync(issue.Id);
        _host.Accepted(50).ShouldAllBe(times => times == 1);
        (await _desk.AuditedAsync("issue_paused")).ShouldAllBe(subject => subject == issue.Id.ToString("D"));
        (await _desk.AuditedAsync("issue_resumed")).ShouldAllBe(subject => subject == issue.Id.ToString("D"));
    }

    [Fact]
    public async Task An_issue_that_is_over_cannot_be_paused()
    {
        var issue = await _host.Desk.AddAsync(i => i with { State = IssueState.Sent });

        (await _desk.ActAsync(Page, "/ops/sending/issues/pause", ("issue", issue.Id.ToString("D")))).ShouldContain("done=ops.sending.nothing");

        (await _host.Desk.FindAsync(issue.Id)).State.ShouldBe(IssueState.Sent);
        (await _desk.Viewer.ReadAsync(Page)).ShouldContain("News of December");
    }

    [Fact]
    public async Task A_viewer_may_not_stop_an_issue()
    {
        var issue = await SendingIssueAsync();

        (await _desk.RefusedAsync("/ops/sending/issues/pause", ("issue", issue.Id.ToString("D")))).ShouldBe(403);

        (await _host.Desk.FindAsync(issue.Id)).State.ShouldBe(IssueState.Sending);
    }

    /// <summary>One of which the first of three batches is sent.</summary>
    private async Task<Issue> SendingIssueAsync()
    {
        await _host.Desk.SubscribeAsync(50);
        var issue = await _host.Desk.AddAsync();
        await _host.Desk.LookAtAsync(issue.Id);
        await _host.Desk.HandleAsync((await _host.Desk.TakeHintAsync())!);
        return issue;
    }
}
