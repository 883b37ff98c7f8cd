using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Contacts;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Newsletters.Sending;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Newsletters.Sending;

/// <summary>What the provider says of newsletters, a thousand at a time.</summary>
public sealed class IssueReceiptTests(AzuriteFixture azurite) : IAsyncLifetime, IDisposable
{
    private const int Subscribers = 250;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private IssueHost _host = null!;
    private Issue _issue = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await IssueHost.StartAsync(
            azurite.NewAccount(),
            ("AzureWebJobs.ApplyIssueReceiptsQueue.Disabled", "true"),
            ("SendGrid__WebhookPublicKey", Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo())),
            ("NewsletterSending__BounceSample", "100"),
            ("NewsletterSending__SpamSample", "100"));
        _host.Simulator.EventWebhookUrl = null; // The test speaks in the provider's place.
        await _host.Desk.SubscribeAsync(Subscribers);
        _issue = await _host.Desk.AddAsync();
        await _host.Desk.LookAtAsync(_issue.Id);
        await _host.Desk.HandleAsync((await _host.Desk.TakeHintAsync())!);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    public void Dispose() => _key.Dispose();

    [Fact]
    public async Task A_post_of_a_thousand_events_becomes_few_messages()
    {
        // Each of four kinds once: two of them say nothing of the delivery.
        var events = Enumerable.Range(0, Subscribers).SelectMany(n => new[] { Event(n, "processed"), Event(n, "deferred"), Event(n, "delivered"), Event(n, "open") });

        (await PostAsync([.. events])).ShouldBe(204);

        (await _host.QueuedAsync(Queues.IssueReceipts)).ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task Receipts_that_come_twice_count_once()
    {
        JsonObject[] events = [.. Enumerable.Range(0, Subscribers).Select(n => Event(n, n < 5 ? "bounce" : "delivered"))];

        await PostAsync(events);
        await PostAsync([.. events.Take(100)]);
        var messages = await TakeAsync();
        foreach (var message in messages.Concat(messages))
            await _host.Get<IssueReceiptWork>().HandleAsync(message, default);
        await CountedAsync();

        var progress = await _host.Desk.ProgressAsync(_issue.Id);
        (progress.Sent, progress.Delivered, progress.Failed).ShouldBe((Subscribers, Subscribers - 5, 5));
    }

    [Fact]
    public async Task A_crash_while_receipts_are_written_loses_none()
    {
        await PostAsync([.. Enumerable.Range(0, Subscribers).Select(n => Event(n, "delivered"))]);
        var message = (await TakeAsync()).ShouldHaveSingleItem();
        _host.Failure.BreakNext("DeliveredAt", after: true);

        await Should.ThrowAsync<InvalidOperationException>(() => _host.Get<IssueReceiptWork>().HandleAsync(message, default));
        await _host.Get<IssueReceiptWork>().HandleAsync(message, default);
        await CountedAsync();

        (await _host.Desk.ProgressAsync(_issue.Id)).Delivered.ShouldBe(Subscribers);
    }

    [Fact]
    public async Task A_bounce_after_a_delivery_corrects_it_whichever_is_heard_first()
    {
        await HearAsync(Event(0, "bounce", seconds: 60), Event(1, "delivered"));
        await HearAsync(Event(0, "delivered"), Event(1, "bounce", seconds: 60));
        await CountedAsync();

        var progress = await _host.Desk.ProgressAsync(_issue.Id);
        (progress.Delivered, progress.Failed).ShouldBe((0, 2));
    }

    [Fact]
    public async Task An_address_that_bounced_gets_no_further_issue()
    {
        await HearAsync(Event(3, "bounce"));
        await HearAsync(Event(4, "spamreport"));
        var next = await _host.Desk.AddAsync();

        await _host.Desk.LookAtAsync(next.Id);
        await _host.Desk.WorkOffAsync();

        _host.Accepted(Subscribers).Index().Where(a => a.Item != (a.Index is 3 or 4 ? 1 : 2)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("bounce", 13, PauseCause.Bounces)]
    [InlineData("spamreport", 2, PauseCause.SpamReports)]
    public async Task An_issue_that_does_harm_stops_and_says_so(string kind, int count, PauseCause cause)
    {
        await _host.Desk.SubscribeAsync(1, first: Subscribers); // So that it is not over.
        var issue = await _host.Desk.FindAsync(_issue.Id);
        issue.State.ShouldBe(IssueState.Sending);

        await HearAsync([.. Enumerable.Range(0, Subscribers).Select(n => Event(n, kind == "bounce" && n < count ? "bounce" : "delivered"))]);
        if (kind != "bounce")
            await HearAsync([.. Enumerable.Range(0, count).Select(n => Event(n, kind))]);
        await CountedAsync();

        var stopped = await _host.Desk.FindAsync(_issue.Id);
        (stopped.State, stopped.PausedBy).ShouldBe((IssueState.Paused, cause));
        _host.App.Logs.Lines.ShouldContain(l => l.Contains("was stopped by itself", StringComparison.Ordinal));
        (await _host.App.Tables.GetTableClient(Tables.Audit).QueryAsync<TableEntity>().AnyAsync(
            row => row.GetString("Subject") == _issue.Id.ToString("D"))).ShouldBeTrue();
    }

    [Fact]
    public async Task An_issue_that_goes_on_is_not_stopped_by_what_was_known()
    {
        await HearAsync([.. Enumerable.Range(0, Subscribers).Select(n => Event(n, n < 20 ? "bounce" : "delivered"))]);
        await CountedAsync();
        var stopped = await _host.Desk.FindAsync(_issue.Id);

        await _host.Desk.TurnAsync(_issue.Id, IssueState.Sending);
        await _host.Get<IssueGuard>().LookAsync(_issue.Id, default);

        stopped.State.ShouldBe(IssueState.Paused);
        (await _host.Desk.FindAsync(_issue.Id)).State.ShouldBe(IssueState.Sending);
    }

    [Fact]
    public async Task Opened_mails_and_clicked_links_are_counted_and_nobody_is_named()
    {
        await HearAsync(Event(0, "open"), Event(0, "open", seconds: 5), Event(1, "click"));
        await CountedAsync();

        var progress = await _host.Desk.ProgressAsync(_issue.Id);
        (progress.Opened, progress.Clicked).ShouldBe((2, 1));
        var rows = await _host.App.Tables.GetTableClient(Tables.Recipients).QueryAsync<TableEntity>().Where(r => r.RowKey.StartsWith('~')).ToListAsync();
        rows.Count.ShouldBe(3);
        rows.ShouldAllBe(r => !r.RowKey.Contains(Hash(0)) && !r.RowKey.Contains(Hash(1)) && r.Keys.Count <= 4);
    }

    [Fact]
    public async Task Forged_names_of_recipients_are_not_taken_for_keys()
    {
        var forged = Event(0, "delivered");
        forged[IssueCallId.RecipientArg] = "../x";

        (await PostAsync(forged)).ShouldBe(204);

        (await _host.QueuedAsync(Queues.IssueReceipts)).ShouldBe(0);
    }

    [Fact]
    public async Task What_a_person_got_is_exported_and_after_their_erasure_nobody_can_tell()
    {
        await HearAsync(Event(7, "delivered"), Event(8, "delivered"));
        await CountedAsync();
        var address = SampleSubscriptions.AddressOf(7);
        var person = new DataSubject(
            Guid.CreateVersion7(), IsTest: false, [new(Channel.Email, address, Hash(7), IsShared: false)], [], _host.Time.GetUtcNow());
        var data = _host.Get<ReceivedIssues>();

        var export = await data.ExportAsync(person, default);
        var erased = await data.EraseAsync(person, default);
        var again = await data.EraseAsync(person, default);
        await HearAsync(Event(7, "bounce", seconds: 60)); // Too late to be written to anybody.
        await HearAsync(Event(9, "delivered"));
        await CountedAsync();

        export!.AsArray().ShouldHaveSingleItem()!["issue"]!.GetValue<string>().ShouldBe(_issue.Id.ToString("D"));
        (erased.Count, again.Count).ShouldBe((1, 0));
        (await data.ExportAsync(person, default)).ShouldBeNull();
        (await _host.App.Tables.GetTableClient(Tables.Recipients).QueryAsync<TableEntity>().AnyAsync(r => r.RowKey == Hash(7))).ShouldBeFalse();
        (await _host.Desk.ProgressAsync(_issue.Id)).Delivered.ShouldBe(3);
    }

    [Fact]
    public async Task Whom_an_issue_went_to_is_forgotten_in_time_and_how_many_they_were_later()
    {
        await _host.Desk.WorkOffAsync();
        await _host.Desk.SentAsync(_issue.Id);
        _host.Time.Advance(TimeSpan.FromDays(91));
        await _host.Get<IssueRetention>().RunAsync(default);
        var (recipients, batches) = (await CountAsync(Tables.Recipients), await CountAsync(Tables.IssueBatches));

        _host.Time.Advance(TimeSpan.FromDays(310));
        await _host.Get<IssueRetention>().RunAsync(default);

        (recipients, batches > 0, await CountAsync(Tables.IssueBatches)).ShouldBe((0, true, 0));
    }

    private async Task<int> CountAsync(string table) => await _host.App.Tables.GetTableClient(table).QueryAsync<TableEntity>().CountAsync();

    private string Hash(int number) => _host.Get<AddressHashes>().Of(Channel.Email, SampleSubscriptions.AddressOf(number), isTest: false);

    private JsonObject Event(int number, string kind, int seconds = 0)
    {
        var mail = _host.Simulator.Mails.First(m => m.To == SampleSubscriptions.AddressOf(number));
        var e = new JsonObject
        {
            ["email"] = mail.To,
            ["event"] = kind,
            ["timestamp"] = _host.Time.GetUtcNow().ToUnixTimeSeconds() + seconds,
            ["sg_event_id"] = $"{kind}-{number}-{seconds}",
            ["sg_message_id"] = mail.MessageId,
        };
        if (kind == "bounce")
            (e["type"], e["status"], e["bounce_classification"]) = ("bounce", "5.1.1", "Invalid Address");
        foreach (var (name, value) in mail.CustomArgs)
            e[name] = value;
        return e;
    }

    private Task<int> PostAsync(params JsonObject[] events) =>
        ProviderWebhooks.SendGridAsync(_host.App.Url, _key, [.. events.Select(e => (JsonNode)e.DeepClone())]);

    private async Task HearAsync(params JsonObject[] events)
    {
        (await PostAsync(events)).ShouldBe(204);
        foreach (var message in await TakeAsync())
            await _host.Get<IssueReceiptWork>().HandleAsync(message, default);
    }

    /// <summary>The messages that wait now, taken off the queue.</summary>
    private Task<List<string>> TakeAsync() => _host.TakeAsync(Queues.IssueReceipts);

    /// <summary>Handles what was put off for a second: the wish that batches be counted.</summary>
    private async Task CountedAsync()
    {
        await Wait.UntilAsync(
            async () =>
            {
                foreach (var message in await TakeAsync())
                    await _host.Get<IssueReceiptWork>().HandleAsync(message, default);
                return await _host.QueuedAsync(Queues.IssueReceipts) == 0;
            },
            what: "the receipts to be counted");
        _host.Time.Advance(TimeSpan.FromSeconds(10)); // Who asks again has a count of their own.
    }
}
