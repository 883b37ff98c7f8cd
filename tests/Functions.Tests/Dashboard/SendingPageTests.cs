using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Delivery;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Tests.Newsletters.Sending;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Dashboard;

/// <summary>The page on which sending is stopped and goes on.</summary>
public sealed class SendingPageTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Page = "/ops/sending?lang=en";
    private const string Pause = "/ops/sending/pause";
    private const string Resume = "/ops/sending/resume";

    private IssueHost _host = null!;
    private Desk _desk = null!;

    private ChannelPauses Pauses => _host.Get<ChannelPauses>();

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
    public async Task An_operator_pauses_a_kind_and_lets_it_go_on_and_both_are_audited()
    {
        (await _desk.ActAsync(Page, Pause, ("channel", "sms"), ("kind", "reminders"))).ShouldContain("done=ops.sending.paused");
        (await Pauses.IsPausedAsync(Channel.Sms, "reminders", default)).ShouldBeTrue();
        (await Pauses.IsPausedAsync(Channel.Sms, "status-updates", default)).ShouldBeFalse();
        (await _desk.Operator.ReadAsync(Page)).ShouldContain("Paused since");

        (await _desk.ActAsync(Page, Resume, ("channel", "sms"), ("kind", "reminders"))).ShouldContain("done=ops.sending.resumed");
        (await Pauses.ListAsync(default)).ShouldBeEmpty();
        (await _desk.AuditedAsync("sending_paused")).ShouldBe(["sms reminders"]);
        (await _desk.AuditedAsync("sending_resumed")).ShouldBe(["sms reminders"]);
    }

    [Fact]
    public async Task A_paused_channel_shows_at_every_kind_on_it()
    {
        await _desk.ActAsync(Page, Pause, ("channel", "email"), ("kind", ""));

        var page = await _desk.Operator.ReadAsync(Page);

        page.Split("Stands with the channel").Length.ShouldBe(1 + MessageKinds.All.Count(k => k.Channels.Contains(Channel.Email)));
        (await _desk.AuditedAsync("sending_paused")).ShouldBe(["email"]);
    }

    [Fact]
    public async Task Pausing_twice_and_resuming_twice_is_doing_so_once()
    {
        await _desk.ActAsync(Page, Pause, ("channel", "sms"), ("kind", "replies"));
        var first = await Pauses.ListAsync(default);
        await _desk.ActAsync(Page, Pause, ("channel", "sms"), ("kind", "replies"));
        (await Pauses.ListAsync(default)).ShouldBe(first);

        await _desk.ActAsync(Page, Resume, ("channel", "sms"), ("kind", "replies"));
        await _desk.ActAsync(Page, Resume, ("channel", "sms"), ("kind", "replies"));
        (await Pauses.ListAsync(default)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("pigeon", "reminders", "no such channel")]
    [InlineData("sms", "letters", "no such kind")]
    [InlineData("sms", "newsletters", "a kind that never goes by SMS")]
    [InlineData("", "", "nothing at all")]
    public async Task What_cannot_be_paused_changes_nothing_and_is_not_audited(string channel, string kind, string why)
    {
        (await _desk.ActAsync(Page, Pause, ("channel", channel), ("kind", kind))).ShouldContain("done=ops.sending.nothing", customMessage: why);

        (await Pauses.ListAsync(default)).ShouldBeEmpty();
        (await _desk.AuditedAsync("sending_paused")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_viewer_sees_what_is_paused_and_may_change_nothing()
    {
        var issue = await SendingIssueAsync();
        await Pauses.PauseAsync(Channel.Sms, "reminders", default);

        var page = await _desk.Viewer.ReadAsync(Page);
        page.ShouldContain("Paused since");
        page.ShouldNotContain($"action=\"{Resume}\"");
        (await _desk.RefusedAsync(Resume, ("channel", "sms"), ("kind", "reminders"))).ShouldBe(403);
        (await _desk.RefusedAsync(Pause, ("channel", "email"), ("kind", ""))).ShouldBe(403);
        (await _desk.RefusedAsync("/ops/sending/issues/pause", ("issue", issue.Id.ToString("D")))).ShouldBe(403);

        (await Pauses.ListAsync(default)).Count.ShouldBe(1);
        (await _host.Desk.FindAsync(issue.Id)).State.ShouldBe(IssueState.Sending);
        (await _desk.AuditedAsync("sending_resumed")).ShouldBeEmpty();
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
    public async Task The_batches_that_were_posted_last_are_listed_newest_first_with_their_counts()
    {
        using var api = new BatchUser(_host.App.ClientWith(await _host.App.NewKeyAsync()));
        var first = await api.AcceptedAsync(BatchUser.Csv(3, 9127880001, refused: 2));
        var second = await api.AcceptedAsync(BatchUser.Csv(2, 9127880011));
        await Wait.UntilAsync(async () => (await _desk.Viewer.ReadAsync(Page)).Split("Completed").Length == 3, what: "both batches");

        var page = await _desk.Viewer.ReadAsync(Page);

        page.IndexOf(second, StringComparison.Ordinal).ShouldBeLessThan(page.IndexOf(first, StringComparison.Ordinal));
        page.ShouldContain("3 of 3");
        page.ShouldContain("""<data value="1">1</data>""", customMessage: "one was refused");
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
