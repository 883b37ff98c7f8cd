using System.Text.Json.Nodes;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Delivery;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Newsletters.Sending;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Newsletters.Sending;

/// <summary>What goes out, and to whom.</summary>
public sealed class IssueSendingTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private IssueHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await IssueHost.StartAsync(azurite.NewAccount(), ("NewsletterSending__BatchSize", "20"));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Every_subscriber_gets_an_issue_once_and_in_their_language()
    {
        await _host.Desk.SubscribeAsync(50);
        var issue = await _host.Desk.AddAsync();

        await SendAsync(issue.Id);

        _host.Accepted(50).ShouldAllBe(times => times == 1);
        var mails = _host.Simulator.Mails.ToDictionary(m => m.To);
        mails[SampleSubscriptions.AddressOf(2)].Subject.ShouldBe("خبرنامه آذر");
        mails[SampleSubscriptions.AddressOf(3)].Subject.ShouldBe("News of December");
        (await _host.Desk.FindAsync(issue.Id)).State.ShouldBe(IssueState.Sent);
        await _host.DeliveredAsync(issue.Id, 50);
        (await _host.Desk.ProgressAsync(issue.Id)).ShouldSatisfyAllConditions(
            p => p.Total.ShouldBe(50), p => p.IsTotalKnown.ShouldBeTrue(), p => p.Sent.ShouldBe(50), p => p.Failed.ShouldBe(0), p => p.Suppressed.ShouldBe(0));
    }

    [Fact]
    public async Task A_call_carries_many_recipients_with_what_each_has_of_their_own()
    {
        await _host.Desk.SubscribeAsync(20);

        await SendAsync((await _host.Desk.AddAsync()).Id);

        var mails = _host.Simulator.Mails;
        mails.Select(m => m.MessageId).Distinct().Count().ShouldBe(2, "one call a language");
        var mail = mails.Single(m => m.To == SampleSubscriptions.AddressOf(3));
        mail.Html!.ShouldContain("John");
        mail.Text!.ShouldContain("John");
        (mail.Html + mail.Text + mail.Subject).ShouldNotContain("%peyk-");
    }

    [Fact]
    public async Task A_mail_has_the_headers_of_rfc_8058_and_none_of_the_providers_tracking()
    {
        await _host.Desk.SubscribeAsync(2);

        await SendAsync((await _host.Desk.AddAsync()).Id);

        var mails = _host.Simulator.Mails;
        foreach (var mail in mails)
        {
            mail.Headers["List-Unsubscribe"].ShouldMatch(@"^<https?://[^<>\s]+/u/[A-Za-z0-9_-]+>$");
            mail.Headers["List-Unsubscribe-Post"].ShouldBe("List-Unsubscribe=One-Click");
            var tracking = JsonNode.Parse(mail.Source)!["tracking_settings"]!.AsObject();
            tracking.Select(t => t.Key).Order().ShouldBe(["click_tracking", "open_tracking", "subscription_tracking"]);
            tracking.ShouldAllBe(t => !t.Value!["enable"]!.GetValue<bool>());
        }

        mails.Select(m => m.Headers["List-Unsubscribe"]).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Who_unsubscribes_before_their_batch_goes_out_does_not_get_it()
    {
        await _host.Desk.SubscribeAsync(40);
        var issue = await _host.Desk.AddAsync();
        await _host.Desk.LookAtAsync(issue.Id);
        await _host.Desk.HandleAsync((await _host.Desk.TakeHintAsync())!);
        var late = Enumerable.Range(0, 40).Where(n => _host.Simulator.AcceptedCount(SampleSubscriptions.AddressOf(n)) == 0).Take(3).ToList();

        foreach (var number in late)
            await _host.UnsubscribeAsync(number);
        await _host.Desk.WorkOffAsync();

        _host.Accepted(40).Index().Where(a => a.Item != (late.Contains(a.Index) ? 0 : 1)).ShouldBeEmpty();
        var progress = await _host.Desk.ProgressAsync(issue.Id);
        (progress.Total, progress.Sent, progress.Suppressed).ShouldBe((40, 37, 3));
    }

    [Fact]
    public async Task Only_those_of_the_segment_get_it()
    {
        await _host.Desk.SubscribeAsync(30);

        await SendAsync((await _host.Desk.AddAsync(i => i with { Segment = new(Regions: ["fars"]) })).Id);

        _host.Accepted(30).Index().Where(a => a.Item != (a.Index % 3 == 2 ? 1 : 0)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_came_with_a_test_key_reaches_the_tests_own_subscribers_and_no_provider()
    {
        await _host.Desk.SubscribeAsync(10);
        await _host.Desk.SubscribeAsync(5, isTest: true);
        var issue = await _host.Desk.AddAsync(isTest: true);

        await SendAsync(issue.Id);

        await _host.DeliveredAsync(issue.Id, 5);
        _host.Simulator.AcceptedMails.ShouldBe(0);
    }

    [Fact]
    public async Task An_issue_to_nobody_is_sent_at_once()
    {
        var issue = await _host.Desk.AddAsync();

        await SendAsync(issue.Id);

        (await _host.Desk.FindAsync(issue.Id)).State.ShouldBe(IssueState.Sent);
    }

    [Fact]
    public async Task Nothing_goes_out_before_its_time()
    {
        await _host.Desk.SubscribeAsync(3);
        var issue = await _host.Desk.AddAsync(i => i with { SendAt = i.SendAt + TimeSpan.FromHours(1) });

        await SendAsync(issue.Id);
        var early = _host.Simulator.AcceptedMails;
        _host.Time.Advance(TimeSpan.FromHours(1));
        await SendAsync(issue.Id);

        (early, _host.Simulator.AcceptedMails).ShouldBe((0L, 3L));
    }

    [Fact]
    public async Task Nothing_goes_out_outside_of_its_hours()
    {
        var now = TimeZoneInfo.ConvertTime(_host.Time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Asia/Tehran"));
        var window = SendWindow.Parse($"{now.AddHours(2):HH:mm}-{now.AddHours(8):HH:mm}");
        await _host.Desk.SubscribeAsync(3);
        var issue = await _host.Desk.AddAsync(i => i with { Window = window });

        await SendAsync(issue.Id);
        var early = _host.Simulator.AcceptedMails;
        _host.Time.Advance(TimeSpan.FromHours(3));
        await SendAsync(issue.Id);

        (early, _host.Simulator.AcceptedMails).ShouldBe((0L, 3L));
    }

    [Fact]
    public async Task Nothing_goes_out_when_it_is_of_no_use_any_more()
    {
        await _host.Desk.SubscribeAsync(40);
        var issue = await _host.Desk.AddAsync(i => i with { ExpiresAt = i.SendAt + TimeSpan.FromHours(1) });
        await _host.Desk.LookAtAsync(issue.Id);
        await _host.Desk.HandleAsync((await _host.Desk.TakeHintAsync())!);
        var sent = _host.Simulator.AcceptedMails;

        _host.Time.Advance(TimeSpan.FromHours(1));
        await _host.Desk.WorkOffAsync();

        sent.ShouldBeInRange(1, 39);
        _host.Simulator.AcceptedMails.ShouldBe(sent);
        (await _host.Desk.FindAsync(issue.Id)).State.ShouldBe(IssueState.Sent);
    }

    [Theory]
    [InlineData(IssueState.Paused)]
    [InlineData(IssueState.Cancelled)]
    public async Task An_issue_that_is_turned_stops_before_its_next_batch(IssueState state)
    {
        await _host.Desk.SubscribeAsync(60);
        var issue = await _host.Desk.AddAsync();
        await _host.Desk.LookAtAsync(issue.Id);
        await _host.Desk.HandleAsync((await _host.Desk.TakeHintAsync())!);
        var sent = _host.Simulator.AcceptedMails;

        await _host.Desk.TurnAsync(issue.Id, state);
        await _host.Desk.WorkOffAsync();

        sent.ShouldBeInRange(1, 59);
        _host.Simulator.AcceptedMails.ShouldBe(sent);
    }

    [Fact]
    public async Task While_newsletters_are_paused_by_email_an_issue_waits_and_then_goes_on()
    {
        await _host.Desk.SubscribeAsync(50);
        var issue = await _host.Desk.AddAsync();
        await _host.Desk.LookAtAsync(issue.Id);
        await _host.Desk.HandleAsync((await _host.Desk.TakeHintAsync())!);
        await _host.Get<ChannelPauses>().PauseAsync(Channel.Email, IssueTestSends.Kind, default);

        await _host.Desk.WorkOffAsync();
        await _host.Desk.LookAtAsync(issue.Id, isAsked: true);
        await _host.Desk.WorkOffAsync();
        _host.Accepted(50).Count(times => times == 1).ShouldBe(20, "the batch that was sent before");

        await _host.Get<ChannelPauses>().ResumeAsync(Channel.Email, IssueTestSends.Kind, default);
        await _host.Desk.LookAtAsync(issue.Id, isAsked: true);
        await _host.Desk.SentAsync(issue.Id);
        _host.Accepted(50).ShouldAllBe(times => times == 1);
    }

    [Fact]
    public async Task A_pause_of_newsletters_stops_a_batch_between_two_calls()
    {
        await _host.Desk.SubscribeAsync(20);
        var issue = await _host.Desk.AddAsync();
        await _host.Desk.LookAtAsync(issue.Id);
        var claimed = (await _host.Get<IssueBatchStore>().TrySaveAsync(
            await _host.BatchAsync(issue.Id) with { Status = IssueBatchStatus.Sending, Runs = 1 }, default))!;
        await _host.Get<ChannelPauses>().PauseAsync(Channel.Email, IssueTestSends.Kind, default);

        var left = await _host.Get<IssueBatchWork>().RunAsync(await _host.Desk.FindAsync(issue.Id), claimed, default);

        left!.Status.ShouldBe(IssueBatchStatus.Waiting);
        _host.Accepted(20).ShouldAllBe(times => times == 0);
    }

    [Fact]
    public async Task A_paused_issue_goes_on_where_it_stood()
    {
        await _host.Desk.SubscribeAsync(60);
        var issue = await _host.Desk.AddAsync();
        await _host.Desk.LookAtAsync(issue.Id);
        await _host.Desk.HandleAsync((await _host.Desk.TakeHintAsync())!);
        await _host.Desk.TurnAsync(issue.Id, IssueState.Paused);
        await _host.Desk.WorkOffAsync();

        await _host.Desk.TurnAsync(issue.Id, IssueState.Sending);
        await _host.Get<IssueBatchHints>().WakeAsync(issue.Id, default);
        await _host.Desk.WorkOffAsync();

        _host.Accepted(60).ShouldAllBe(times => times == 1);
        (await _host.Desk.FindAsync(issue.Id)).State.ShouldBe(IssueState.Sent);
    }

    private async Task SendAsync(Guid issue)
    {
        await _host.Desk.LookAtAsync(issue);
        await _host.Desk.WorkOffAsync();
    }
}
