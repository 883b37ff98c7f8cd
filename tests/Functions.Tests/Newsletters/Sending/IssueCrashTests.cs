using Peyk.Core.Newsletters;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Newsletters.Sending;
using Peyk.Functions.Shared.Storage;
using Peyk.Local.Simulator;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Newsletters.Sending;

/// <summary>Whatever breaks between claim and record, and however often a hint comes: nobody gets an issue twice, and nobody is left out.</summary>
public sealed class IssueCrashTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const int Subscribers = 30;

    private readonly string _storage = azurite.NewAccount();
    private IssueHost _host = null!;
    private Issue _issue = null!;
    private string _hint = "";

    public async ValueTask InitializeAsync()
    {
        _host = await IssueHost.StartAsync(_storage);
        await _host.Desk.SubscribeAsync(Subscribers);
        _issue = await _host.Desk.AddAsync();
        await _host.Desk.LookAtAsync(_issue.Id);
        _hint = (await _host.Desk.TakeHintAsync())!;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_hint_that_comes_twice_sends_a_batch_once()
    {
        await Task.WhenAll(_host.Desk.HandleAsync(_hint), _host.Desk.HandleAsync(_hint));
        await _host.Desk.HandleAsync(_hint);
        await _host.Desk.SentAsync(_issue.Id);

        _host.Accepted(Subscribers).ShouldAllBe(times => times == 1);
    }

    [Fact]
    public async Task Two_instances_at_one_batch_send_it_once()
    {
        await using var second = await IssueHost.StartAsync(_storage);

        await Task.WhenAll(_host.Desk.HandleAsync(_hint), second.Desk.HandleAsync(_hint));
        await _host.Desk.SentAsync(_issue.Id);

        _host.Accepted(Subscribers).Zip(second.Accepted(Subscribers), (a, b) => a + b).ShouldAllBe(times => times == 1);
    }

    [Fact]
    public async Task Two_planners_cut_an_issue_once()
    {
        await _host.DisposeAsync();
        _host = await IssueHost.StartAsync(_storage, ("NewsletterSending__BatchSize", "5"));
        var again = await _host.Desk.AddAsync();

        await Task.WhenAll(_host.Desk.LookAtAsync(again.Id), _host.Desk.LookAtAsync(again.Id));
        _host.Time.Advance(TimeSpan.FromMinutes(2));
        await _host.Desk.LookAtAsync(again.Id);
        await _host.Desk.SentAsync(again.Id);

        _host.Accepted(Subscribers).ShouldAllBe(times => times == 1);
        (await _host.Desk.ProgressAsync(again.Id)).Total.ShouldBe(Subscribers);
    }

    [Theory]
    [InlineData(false, "that the provider took it is not written")]
    [InlineData(true, "it is, and nobody learns of it")]
    public async Task A_crash_after_the_provider_took_a_call_repeats_nobody(bool after, string because)
    {
        _host.Failure.BreakNext("taken", after);
        await Should.ThrowAsync<InvalidOperationException>(() => _host.Desk.HandleAsync(_hint));
        var call = (await _host.BatchAsync(_issue.Id)).Calls[0].Number;
        await Wait.UntilAsync(
            async () => (await _host.Get<IssueBatchStore>().ReadEvidenceAsync(_issue.Id, 1, default)).Contains(call), what: "an event of the call");

        _host.Time.Advance(TimeSpan.FromMinutes(2));
        await _host.Desk.HandleAsync(_hint);
        // Where the second call was written down too, nothing proves it: it was never made.
        _host.Time.Advance(TimeSpan.FromMinutes(16));
        await _host.Desk.SentAsync(_issue.Id);

        _host.Failure.Broken.ShouldBe(1);
        _host.Accepted(Subscribers).ShouldAllBe(times => times == 1, because);
        (await _host.Desk.ProgressAsync(_issue.Id)).Sent.ShouldBe(Subscribers);
    }

    [Theory]
    [InlineData("\"Call\"", false, "nobody is written down")]
    [InlineData("\"Call\"", true, "they are, in no call")]
    [InlineData("begun", false, "the call is not written down")]
    [InlineData("begun", true, "it is, and was never made")]
    public async Task A_crash_before_a_call_leaves_nobody_out(string broken, bool after, string because)
    {
        _host.Failure.BreakNext(broken, after);
        await Should.ThrowAsync<InvalidOperationException>(() => _host.Desk.HandleAsync(_hint));

        _host.Time.Advance(TimeSpan.FromMinutes(2));
        await _host.Desk.HandleAsync(_hint);
        _host.Time.Advance(TimeSpan.FromMinutes(16));
        await _host.Desk.SentAsync(_issue.Id);

        _host.Failure.Broken.ShouldBe(1);
        _host.Accepted(Subscribers).ShouldAllBe(times => times == 1, because);
    }

    [Fact]
    public async Task Who_unsubscribes_while_a_crash_is_waited_out_does_not_get_it()
    {
        _host.Failure.BreakNext("begun", after: false);
        await Should.ThrowAsync<InvalidOperationException>(() => _host.Desk.HandleAsync(_hint));

        await _host.UnsubscribeAsync(7);
        _host.Time.Advance(TimeSpan.FromMinutes(2));
        await _host.Desk.HandleAsync(_hint);
        await _host.Desk.SentAsync(_issue.Id);

        _host.Accepted(Subscribers).Index().Where(a => a.Item != (a.Index == 7 ? 0 : 1)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_call_without_an_answer_that_was_taken_is_known_by_its_events()
    {
        _host.Simulator.Faults.SendGrid = Fault.ResetAfterAccept;
        await _host.Desk.HandleAsync(_hint);
        _host.Simulator.Faults.SendGrid = Fault.None;
        await Wait.UntilAsync(
            async () => (await _host.Get<IssueBatchStore>().ReadEvidenceAsync(_issue.Id, 1, default)).Count == 2, what: "an event of each call");

        _host.Time.Advance(TimeSpan.FromSeconds(5));
        await _host.Desk.SentAsync(_issue.Id);

        _host.Accepted(Subscribers).ShouldAllBe(times => times == 1);
        (await _host.BatchAsync(_issue.Id)).Calls.ShouldAllBe(c => c.Outcome == CallOutcome.Taken);
    }

    [Fact]
    public async Task A_call_without_an_answer_that_was_not_taken_is_made_again_when_no_event_comes()
    {
        _host.Simulator.Faults.SendGrid = Fault.ResetBeforeAccept;
        await _host.Desk.HandleAsync(_hint);
        _host.Simulator.Faults.SendGrid = Fault.None;
        _host.Time.Advance(TimeSpan.FromMinutes(14));
        await Wait.UntilAsync(async () => await _host.Desk.TakeHintAsync() is { } hint && Keep(hint), what: "the hint to look again");
        await _host.Desk.HandleAsync(_hint);
        var early = _host.Simulator.AcceptedMails;

        _host.Time.Advance(TimeSpan.FromMinutes(2));
        await _host.Desk.SentAsync(_issue.Id);

        early.ShouldBe(0);
        _host.Accepted(Subscribers).ShouldAllBe(times => times == 1);

        bool Keep(string hint) => (_hint = hint).Length > 0;
    }

    [Fact]
    public async Task What_a_busy_provider_refuses_goes_out_later()
    {
        _host.Simulator.Faults.SendGrid = Fault.RateLimited;
        await _host.Desk.HandleAsync(_hint);
        _host.Simulator.Faults.SendGrid = Fault.None;
        _host.Time.Advance(TimeSpan.FromMinutes(1));

        await _host.Desk.SentAsync(_issue.Id);

        _host.Accepted(Subscribers).ShouldAllBe(times => times == 1);
        (await _host.Desk.ProgressAsync(_issue.Id)).Failed.ShouldBe(0);
    }

    [Fact]
    public async Task An_address_that_the_provider_refuses_by_name_keeps_nobody_else_from_it()
    {
        await _host.Desk.SubscribeAsync("nobody@nowhere");

        await _host.Desk.HandleAsync(_hint);
        await _host.Desk.SentAsync(_issue.Id);

        _host.Accepted(Subscribers).ShouldAllBe(times => times == 1);
        await Wait.UntilAsync(async () => (await _host.Desk.ProgressAsync(_issue.Id)).Failed == 1, what: "the refusal to be counted");
    }

    [Fact]
    public async Task A_mail_that_the_provider_refuses_stops_the_issue_and_loses_nobody()
    {
        await _host.Desk.SubscribeAsync("refused@sim.example");
        await _host.Desk.HandleAsync(_hint);
        var stopped = await _host.Desk.FindAsync(_issue.Id);

        await _host.UnsubscribeAsync("refused@sim.example");
        await _host.Desk.TurnAsync(_issue.Id, IssueState.Sending);
        await _host.Get<IssueBatchHints>().WakeAsync(_issue.Id, default);
        await _host.Desk.SentAsync(_issue.Id);

        (stopped.State, stopped.PausedBy).ShouldBe((IssueState.Paused, PauseCause.Refused));
        _host.Accepted(Subscribers).ShouldAllBe(times => times == 1);
    }

    [Fact]
    public async Task A_lost_hint_is_put_again()
    {
        _host.Time.Advance(TimeSpan.FromMinutes(3));
        await _host.Get<IssueUpkeep>().RunAsync(default);
        await _host.Desk.HandleAsync(_hint); // The lost one comes late: another was put instead.
        var late = _host.Simulator.AcceptedMails;
        await _host.Desk.SentAsync(_issue.Id);

        late.ShouldBe(0);
        _host.Accepted(Subscribers).ShouldAllBe(times => times == 1);
    }

    [Fact]
    public async Task A_newer_hint_goes_back_to_its_queue()
    {
        await _host.Desk.HandleAsync("""{"v":2,"batch":"later"}""");

        (await _host.QueuedAsync(Queues.IssueBatches)).ShouldBe(1);
    }
}
