using System.Text.Json.Nodes;
using Azure.Data.Tables;
using NodaTime;
using Peyk.Core.Deliveries;
using Peyk.Core.Reports;
using Peyk.Functions.Clients;
using Peyk.Functions.Contacts;
using Peyk.Functions.Delivery;
using Peyk.Functions.Delivery.Email;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Newsletters.Sending;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;
using Peyk.Functions.Tests.Newsletters.Sending;
using Peyk.Local.Simulator;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Reports;

/// <summary>Recipients of issues in the figures of their day. Sample subscribers are Persian and English in turn; one batch goes by a call a language.</summary>
public sealed class NewsletterRollupTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Never = "0 0 0 1 1 *";
    private const int Subscribers = 40;
    private const decimal Price = 0.0009m;

    private IssueHost _host = null!;
    private LocalDate _day;

    private DeliveryRollups Rollups => _host.Get<DeliveryRollups>();

    public async ValueTask InitializeAsync()
    {
        _host = await IssueHost.StartAsync(
            azurite.NewAccount(),
            ("AzureWebJobs.ApplyIssueReceiptsQueue.Disabled", "true"),
            ("RetentionSchedule", Never),
            ("Prices__Email", "0.0009"),
            ("Reports__SmallestGroup", "1"));
        _host.Simulator.EventWebhookUrl = null; // The test speaks in the provider's place.
        // Far from midnight, so that no test falls upon it by chance.
        var keys = _host.Get<NotificationKeys>();
        _host.Time.Advance(keys.StartOf(keys.Day(_host.Time.GetUtcNow()).PlusDays(1)).AddHours(10) - _host.Time.GetUtcNow());
        _day = keys.Day(_host.Time.GetUtcNow());
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Languages_statuses_reasons_and_cost_are_what_became_of_the_recipients()
    {
        var issue = await SendAsync();

        await HearAsync(issue, (0, Delivered), (1, Delivered), (2, Delivered), (3, Bounce), (5, Full), (4, Dropped));
        await Rollups.RunAsync(default);

        (await FiguresAsync()).ShouldBe(
        [
            "en delivered 1", "en failed bounced 1", "en failed mailbox_full 1", "en sent 17",
            "fa delivered 2", "fa failed opted_out 1", "fa sent 17",
        ]);
        var report = await ReportAsync("kind=newsletters&groupBy=kind,channel,template");
        var total = report["total"]!;
        ((long)total["deliveries"]!, (long)total["notifications"]!, (long)total["taken"]!, (long)total["units"]!).ShouldBe((40, 40, 40, 40));
        ((decimal)total["cost"]![0]!["amount"]!, (long)total["sentToDelivered"]!["count"]!, (long)total["acceptedToSent"]!["count"]!).ShouldBe((40 * Price, 3, 0));
        var group = report["groups"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)group["kind"], (string?)group["channel"], (string?)group["template"]).ShouldBe(("newsletters", "email", IssueDesk.Topic));
    }

    [Fact]
    public async Task The_time_to_the_arrival_is_that_from_the_call()
    {
        var issue = await SendAsync();
        var begun = (await _host.BatchAsync(issue.Id)).Calls[0].BegunAt!.Value;

        await HearAsync(issue, (0, Delivered with { At = begun.AddSeconds(90) }), (1, Delivered with { At = begun.AddSeconds(-90) }));
        await Rollups.RunAsync(default);

        var arrived = new DurationHistogram();
        foreach (var group in await GroupsAsync())
            DayJson.Fill(arrived, group.ToDelivered);
        arrived.Count.ShouldBe(2);
        arrived.Percentile(50).ShouldBe(TimeSpan.Zero, "never negative");
        // Facts travel in whole seconds.
        arrived.Percentile(100)!.Value.TotalSeconds.ShouldBeInRange(85, 95);
    }

    [Fact]
    public async Task Counting_again_gives_the_same_bytes_and_no_new_row()
    {
        var issue = await SendAsync();
        var at = _host.Time.GetUtcNow();
        await HearAsync(issue, (0, Delivered with { At = at }), (3, Bounce with { At = at }));
        var tally = await TallyAsync(issue);
        await Rollups.RunAsync(default);
        var before = (await RowAsync())!;

        await HearAsync(issue, (3, Bounce with { At = at }), (0, Delivered with { At = at }));
        var outcome = await Rollups.CountAsync(_day, default);

        outcome.ShouldBe(DayCount.Same);
        ((await RowAsync())!.ETag, await TallyAsync(issue)).ShouldBe((before.ETag, tally));
    }

    [Fact]
    public async Task A_receipt_of_a_later_day_marks_and_corrects_the_day_of_the_issue()
    {
        var issue = await SendAsync();
        await Rollups.RunAsync(default);
        var marksOfToday = await MarksAsync();
        _host.Time.Advance(TimeSpan.FromDays(1));
        await Rollups.RunAsync(default);
        var before = await FiguresAsync();

        await HearAsync(issue, (1, Bounce));
        var marks = await MarksAsync();
        await Rollups.RunAsync(default);

        (marksOfToday, marks).ShouldBe((0, 1));
        before.ShouldBe(["en sent 20", "fa sent 20"]);
        (await FiguresAsync()).ShouldBe(["en failed bounced 1", "en sent 19", "fa sent 20"]);
    }

    [Theory]
    [InlineData(false, "the mark is there, and nothing has changed")]
    [InlineData(true, "the change is there, and nobody learns of it")]
    public async Task A_crash_between_the_mark_and_the_change_loses_nothing(bool after, string because)
    {
        var issue = await SendAsync();
        _host.Time.Advance(TimeSpan.FromDays(1));
        await Rollups.RunAsync(default);

        _host.Failure.BreakNext("\"Tally\"", after);
        await Should.ThrowAsync<InvalidOperationException>(() => HearAsync(issue, (1, Delivered)));
        await Rollups.RunAsync(default);
        var (marks, early) = (await MarksAsync(), await FiguresAsync());
        _host.Time.Advance(TimeSpan.FromMinutes(2));
        await HearAsync(issue, (1, Delivered));
        await Rollups.RunAsync(default);

        _host.Failure.Broken.ShouldBe(1);
        string[] counted = ["en delivered 1", "en sent 19", "fa sent 20"];
        marks.ShouldBe(1);
        early.ShouldBe(after ? counted : ["en sent 20", "fa sent 20"], ignoreOrder: false, because);
        (await FiguresAsync()).ShouldBe(counted);
    }

    [Fact]
    public async Task A_crash_after_the_list_and_before_the_plan_lists_an_issue_that_counts_once_where_it_begins()
    {
        await _host.Desk.SubscribeAsync(Subscribers);
        var issue = await _host.Desk.AddAsync();
        _host.Failure.BreakNext("\"IsWhole\"", after: false);
        await Should.ThrowAsync<InvalidOperationException>(() => _host.Desk.LookAtAsync(issue.Id));
        var first = _day;
        _host.Time.Advance(TimeSpan.FromDays(1));
        await _host.Desk.LookAtAsync(issue.Id);
        await _host.Desk.SentAsync(issue.Id);

        await Rollups.RunAsync(default);
        var onFirst = await FiguresAsync();
        _day = first.PlusDays(1);

        _host.Failure.Broken.ShouldBe(1);
        onFirst.ShouldBeEmpty();
        (await FiguresAsync()).ShouldBe(["en sent 20", "fa sent 20"]);
    }

    [Fact]
    public async Task A_batch_that_goes_out_after_midnight_counts_on_the_day_on_which_its_issue_began()
    {
        await _host.Desk.SubscribeAsync(Subscribers);
        var issue = await _host.Desk.AddAsync();
        await _host.Desk.LookAtAsync(issue.Id);
        _host.Time.Advance(TimeSpan.FromDays(1));
        await Rollups.RunAsync(default);
        var before = await FiguresAsync();

        await _host.Desk.SentAsync(issue.Id);
        await Rollups.RunAsync(default);

        before.ShouldBeEmpty();
        (await FiguresAsync()).ShouldBe(["en sent 20", "fa sent 20"]);
    }

    [Fact]
    public async Task What_was_sent_before_prices_were_kept_is_unpriced()
    {
        var issue = await SendAsync();
        var batch = await _host.BatchAsync(issue.Id);
        (await _host.Get<IssueBatchStore>().TrySaveAsync(
            batch with { Calls = [.. batch.Calls.Select(c => c.Language == "en" ? c with { Each = null, BegunAt = null } : c)] }, default)).ShouldNotBeNull();
        await HearAsync(issue, (1, Delivered));

        await Rollups.RunAsync(default);

        var total = (await ReportAsync("kind=newsletters"))["total"]!;
        ((long)total["taken"]!, (long)total["unpriced"]!, (decimal)total["cost"]![0]!["amount"]!).ShouldBe((40, 20, 20 * Price));
    }

    [Fact]
    public async Task A_failure_of_which_only_the_providers_word_was_kept_is_named_by_it()
    {
        var issue = await SendAsync();
        await HearAsync(issue, (1, Full), (3, Bounce), (5, Dropped));
        var recipients = _host.App.Tables.GetTableClient(Tables.Recipients);
        await foreach (var row in recipients.QueryAsync<TableEntity>())
        {
            row.Remove("Reason");
            await recipients.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);
        }

        await HearAsync(issue, (0, Delivered));
        await Rollups.RunAsync(default);

        (await FiguresAsync()).ShouldBe(
            ["en failed blocked 1", "en failed bounced 1", "en failed mailbox_full 1", "en sent 17", "fa delivered 1", "fa sent 19"]);
    }

    [Fact]
    public async Task Who_is_refused_by_name_failed_and_costs_nothing()
    {
        await _host.Desk.SubscribeAsync("nobody@nowhere");
        var issue = await SendAsync();
        await CountedAsync();

        await Rollups.RunAsync(default);

        (await FiguresAsync()).ShouldBe([" failed invalid_address 1", "en sent 20", "fa sent 20"]);
        var total = (await ReportAsync("kind=newsletters"))["total"]!;
        ((long)total["deliveries"]!, (long)total["taken"]!).ShouldBe((41, 40));
        (await _host.Desk.ProgressAsync(issue.Id)).Failed.ShouldBe(1);
    }

    [Fact]
    public async Task Of_a_call_without_an_answer_those_count_of_whom_something_was_heard()
    {
        await _host.Desk.SubscribeAsync(Subscribers);
        var issue = await _host.Desk.AddAsync();
        await _host.Desk.LookAtAsync(issue.Id);
        _host.Simulator.Faults.SendGrid = Fault.ResetAfterAccept;
        await _host.Desk.HandleAsync((await _host.Desk.TakeHintAsync())!);
        await Rollups.RunAsync(default);
        var unheard = await FiguresAsync();

        await HearAsync(issue, (1, Delivered));
        await Rollups.RunAsync(default);

        unheard.ShouldBeEmpty();
        (await FiguresAsync()).ShouldBe(["en delivered 1"]);
    }

    [Fact]
    public async Task Who_left_before_their_call_is_nobodys_delivery()
    {
        await _host.Desk.SubscribeAsync(Subscribers);
        var issue = await _host.Desk.AddAsync();
        await _host.Desk.LookAtAsync(issue.Id);
        await _host.UnsubscribeAsync(1);
        await _host.Desk.SentAsync(issue.Id);

        await Rollups.RunAsync(default);

        (await FiguresAsync()).ShouldBe(["en sent 19", "fa sent 20"]);
    }

    [Fact]
    public async Task Issues_of_test_keys_are_shown_to_test_keys_only()
    {
        await _host.Desk.SubscribeAsync(6, isTest: true);
        var issue = await _host.Desk.AddAsync(isTest: true);
        await _host.Desk.LookAtAsync(issue.Id);
        await _host.Desk.SentAsync(issue.Id);
        await CountedAsync();

        await Rollups.RunAsync(default);

        (await GroupsAsync()).ShouldAllBe(g => g.Test == true && g.Status == DeliveryStatus.Delivered);
        (await GroupsAsync()).Sum(g => g.Deliveries).ShouldBe(6);
        ((long)(await ReportAsync("kind=newsletters"))["total"]!["deliveries"]!).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_counted_stays_when_the_rows_of_the_issue_are_gone()
    {
        var issue = await SendAsync();
        await HearAsync(issue, (1, Delivered));
        await Rollups.RunAsync(default);
        var figures = await FiguresAsync();

        _host.Time.Advance(TimeSpan.FromDays(402));
        await _host.Get<IssueRetention>().RunAsync(default);
        var outcome = await Rollups.CountAsync(_day, default);

        (await CountAsync(Tables.IssueBatches), await _host.Get<IssueDays>().FirstAsync(new(2000, 1, 1), default)).ShouldBe((0, null));
        outcome.ShouldBe(DayCount.Same);
        figures.ShouldBe(["en delivered 1", "en sent 19", "fa sent 20"]);
        (await FiguresAsync()).ShouldBe(figures);
    }

    [Fact]
    public async Task A_click_after_it_is_forgotten_whom_an_issue_went_to_changes_no_figures()
    {
        var issue = await SendAsync();
        await HearAsync(issue, (1, Delivered));
        _host.Time.Advance(TimeSpan.FromDays(91));
        await _host.Get<IssueRetention>().RunAsync(default);
        await Rollups.RunAsync(default);

        await HearAsync(issue, (1, Delivered with { Type = SendGridEventType.Click, EventId = "late" }));
        await Rollups.RunAsync(default);

        (await _host.Desk.ProgressAsync(issue.Id)).Delivered.ShouldBe(1);
        (await FiguresAsync()).ShouldBe(["en delivered 1", "en sent 19", "fa sent 20"]);
    }

    private static SendGridEvent Delivered { get; } = new(SendGridEventType.Delivered, default, "", null, null, null, null, null, null);

    private static SendGridEvent Bounce { get; } = Delivered with { Type = SendGridEventType.Bounce, Status = "5.1.1", Classification = "Invalid Address" };

    private static SendGridEvent Full { get; } = Delivered with { Type = SendGridEventType.Bounce, Status = "5.2.2" };

    private static SendGridEvent Dropped { get; } = Delivered with { Type = SendGridEventType.Dropped, Reason = "Unsubscribed Address" };

    private async Task<Issue> SendAsync()
    {
        await _host.Desk.SubscribeAsync(Subscribers);
        var issue = await _host.Desk.AddAsync();
        await _host.Desk.LookAtAsync(issue.Id);
        await _host.Desk.SentAsync(issue.Id);
        return issue;
    }

    /// <summary>The provider speaks of sample subscribers, now unless it says when, and everything that comes of it is done.</summary>
    private async Task HearAsync(Issue issue, params (int Subscriber, SendGridEvent Event)[] events)
    {
        var now = _host.Time.GetUtcNow();
        var heard = new List<SendGridEvent>();
        foreach (var (number, e) in events)
        {
            var hash = _host.Get<AddressHashes>().Of(Channel.Email, SampleSubscriptions.AddressOf(number), isTest: false);
            var call = (await _host.Get<RecipientStore>().FindAsync(issue.Id, 1, hash, default))?.Call ?? 1;
            heard.Add(e with { At = e.At == default ? now : e.At, Copy = new(new(issue.Id, 1, call), hash) });
        }

        await _host.Get<IssueReceipts>().HearAsync(heard, default);
        await CountedAsync();
    }

    private async Task CountedAsync()
    {
        await Wait.UntilAsync(
            async () =>
            {
                foreach (var message in await _host.TakeAsync(Queues.IssueReceipts))
                    await _host.Get<IssueReceiptWork>().HandleAsync(message, default);
                return await _host.QueuedAsync(Queues.IssueReceipts) == 0;
            },
            what: "the receipts to be counted");
        _host.Time.Advance(TimeSpan.FromSeconds(10)); // Who asks again has a count of their own.
    }

    private Task<RollupRow?> RowAsync() => _host.Get<RollupStore>().ReadAsync(_day, default);

    private async Task<IReadOnlyList<StoredGroup>> GroupsAsync() => await RowAsync() is { } row ? StoredRollup.Read(row.Figures).Groups : [];

    /// <summary>Language, status, reason and number of each group of the day.</summary>
    private async Task<List<string>> FiguresAsync() =>
    [
        .. (await GroupsAsync())
            .Select(g => string.Join(' ', ((object?[])[g.Language, g.Status, g.Reason, g.Deliveries]).Where(w => w is not null).Select(Word)))
            .Order(StringComparer.Ordinal),
    ];

    private static string Word(object? value) => value switch
    {
        DeliveryStatus status => status.ToWord(),
        Reason reason => reason.ToWord(),
        _ => $"{value}",
    };

    private async Task<string> TallyAsync(Issue issue)
    {
        var row = await _host.App.Tables.GetTableClient(Tables.IssueBatches).GetEntityAsync<TableEntity>(IssueBatchRows.Partition(issue.Id), IssueBatchRows.Outcomes(1));
        return Convert.ToBase64String(row.Value.GetBinary(IssueBatchRows.TallyColumn));
    }

    private async Task<int> MarksAsync() => (await _host.Get<RecountMarks>().ReadAsync(default)).Count;

    private async Task<int> CountAsync(string table) => await _host.App.Tables.GetTableClient(table).QueryAsync<TableEntity>().CountAsync();

    private async Task<JsonNode> ReportAsync(string query)
    {
        using var http = _host.App.ClientWith(await _host.App.NewKeyAsync("reader", Scopes.Reports));
        return JsonNode.Parse(await http.GetStringAsync($"/api/v1/reports/deliveries?{query}&from={_day:uuuu-MM-dd}&to={_day:uuuu-MM-dd}"))!;
    }
}
