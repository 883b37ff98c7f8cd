using System.Collections.Concurrent;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Peyk.Functions.Delivery;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Reports;

/// <summary>Counting days: again, late, twice at once, and around crashes.</summary>
public sealed class RollupTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Counting_again_changes_nothing_not_even_the_row()
    {
        await using var host = await ReportHost.StartAsync(azurite.NewAccount());
        await host.DeliveredAsync((await host.SentAsync()).Notification.Id);

        var first = await host.Rollups.RunAsync(default);
        var row = await host.Store.ReadAsync(host.Today, default);
        var second = await host.Rollups.RunAsync(default);

        (first, second).ShouldBe((1, 0));
        (await host.Store.ReadAsync(host.Today, default))!.ETag.ShouldBe(row!.ETag);
        (await host.StatusesAsync(host.Today)).ShouldBe("Delivered=1");
    }

    [Fact]
    public async Task A_late_receipt_corrects_the_day_on_which_its_message_was_accepted()
    {
        await using var host = await ReportHost.StartAsync(azurite.NewAccount());
        var day = host.Today;
        var id = (await host.SentAsync()).Notification.Id;
        await host.Rollups.RunAsync(default);
        host.Time.Advance(TimeSpan.FromDays(2));
        await host.Rollups.RunAsync(default);
        var before = await host.StatusesAsync(day);

        await host.DeliveredAsync(id);
        await host.Rollups.RunAsync(default);

        (before, await host.StatusesAsync(day)).ShouldBe(("Sent=1", "Delivered=1"));
    }

    [Fact]
    public async Task A_change_of_today_marks_nothing()
    {
        await using var host = await ReportHost.StartAsync(azurite.NewAccount());

        await host.DeliveredAsync((await host.SentAsync()).Notification.Id);

        (await host.MarksAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_mark_stays_until_no_change_can_be_under_way_that_it_announced()
    {
        await using var host = await ReportHost.StartAsync(azurite.NewAccount());
        var id = (await host.SentAsync()).Notification.Id;
        host.Time.Advance(TimeSpan.FromDays(1));
        await host.DeliveredAsync(id);

        await host.Rollups.RunAsync(default);
        var early = await host.MarksAsync();
        host.Time.Advance(RecountMarks.Settling);
        await host.Rollups.RunAsync(default);

        (early, await host.MarksAsync()).ShouldBe((1, 0));
    }

    [Fact]
    public async Task A_crash_between_the_mark_and_the_change_costs_no_more_than_a_recount()
    {
        await using var host = await ReportHost.StartAsync(azurite.NewAccount());
        var day = host.Today;
        var id = (await host.SentAsync()).Notification.Id;
        host.Time.Advance(TimeSpan.FromDays(1));

        host.Failure.BreakNext($"{id:D}", after: false);
        await Should.ThrowAsync<InvalidOperationException>(() => host.DeliveredAsync(id));
        await host.Rollups.RunAsync(default);
        var (marks, unchanged) = (await host.MarksAsync(), await host.StatusesAsync(day));
        await host.DeliveredAsync(id);
        await host.Rollups.RunAsync(default);

        host.Failure.Broken.ShouldBe(1);
        (marks, unchanged, await host.StatusesAsync(day)).ShouldBe((1, "Sent=1", "Delivered=1"));
    }

    [Fact]
    public async Task A_change_that_was_written_as_its_process_died_is_counted()
    {
        await using var host = await ReportHost.StartAsync(azurite.NewAccount());
        var day = host.Today;
        var id = (await host.SentAsync()).Notification.Id;
        host.Time.Advance(TimeSpan.FromDays(1));

        host.Failure.BreakNext("\"Event\":\"delivered\"", after: true);
        await Should.ThrowAsync<InvalidOperationException>(() => host.DeliveredAsync(id));
        await host.Rollups.RunAsync(default);

        (await host.StatusesAsync(day)).ShouldBe("Delivered=1");
    }

    [Fact]
    public async Task A_count_that_died_after_writing_is_repeated_without_effect_and_takes_its_mark_away()
    {
        await using var host = await ReportHost.StartAsync(azurite.NewAccount());
        var day = host.Today;
        var id = (await host.SentAsync()).Notification.Id;
        host.Time.Advance(TimeSpan.FromDays(1));
        await host.DeliveredAsync(id);
        host.Time.Advance(RecountMarks.Settling);

        host.Failure.BreakNext("\"Figures0\"", after: true);
        await Should.ThrowAsync<InvalidOperationException>(() => host.Rollups.RunAsync(default));
        var row = await host.Store.ReadAsync(day, default);
        await host.Rollups.RunAsync(default);

        (await host.Store.ReadAsync(day, default))!.ETag.ShouldBe(row!.ETag);
        (await host.StatusesAsync(day), await host.MarksAsync()).ShouldBe(("Delivered=1", 0));
    }

    [Fact]
    public async Task Of_two_instances_the_one_that_read_the_log_earlier_does_not_overwrite_the_other()
    {
        var storage = azurite.NewAccount();
        await using var other = await ReportHost.StartAsync(storage);
        var id = (await other.SentAsync()).Notification.Id;
        await other.Rollups.RunAsync(default);
        var meanwhile = new BeforeWriting(async () =>
        {
            await other.DeliveredAsync(id);
            (await other.Rollups.CountAsync(other.Today, default)).ShouldBe(DayCount.Changed);
        });
        await using var slow = await ReportHost.StartAsync(storage, () => meanwhile, other);
        // It has something to write, other than what is there.
        await slow.SentAsync();

        meanwhile.Arm();
        var outcome = await slow.Rollups.CountAsync(slow.Today, default);

        outcome.ShouldBe(DayCount.Lost);
        (await slow.StatusesAsync(slow.Today)).ShouldBe("Sent=1 Delivered=1");
    }

    [Fact]
    public async Task After_an_outage_over_midnight_the_day_before_is_counted_to_its_end()
    {
        await using var host = await ReportHost.StartAsync(azurite.NewAccount());
        var day = host.Today;
        await host.Rollups.RunAsync(default);
        await host.SentAsync();
        host.Time.Advance(TimeSpan.FromDays(3));

        await host.Rollups.RunAsync(default);

        (await host.StatusesAsync(day)).ShouldBe("Sent=1");
    }

    [Fact]
    public async Task Days_from_before_there_were_reports_are_counted_however_old()
    {
        await using var host = await ReportHost.StartAsync(azurite.NewAccount());
        var day = host.Today;
        await host.SentAsync();
        host.Time.Advance(TimeSpan.FromDays(200));

        var changed = await host.Rollups.RunAsync(default);

        (changed, await host.StatusesAsync(day)).ShouldBe((1, "Sent=1"));
    }

    [Fact]
    public async Task A_frozen_day_keeps_its_figures_whatever_is_left_of_its_log()
    {
        await using var host = await ReportHost.StartAsync(azurite.NewAccount());
        var stored = await host.SentAsync();
        await host.SentAsync();

        await host.Rollups.FreezeAsync(host.Today, default);
        await host.Notifications.DeleteEntityAsync(
            host.App.Get<NotificationKeys>().Partition(stored.Notification.Id), NotificationKeys.Head(stored.Notification.Id), ETag.All);
        var outcome = await host.Rollups.CountAsync(host.Today, default);
        await host.Rollups.FreezeAsync(host.Today, default);

        outcome.ShouldBe(DayCount.Frozen);
        (await host.StatusesAsync(host.Today)).ShouldBe("Sent=2");
    }

    [Fact]
    public async Task A_day_is_frozen_before_its_log_goes_and_a_crash_on_the_way_loses_nothing()
    {
        await using var host = await ReportHost.StartAsync(
            azurite.NewAccount(), null, null, ("Retention__Content", "1.00:00:00"), ("Retention__Log", "2.00:00:00"), ("Peyk__LongestLifetime", "01:00:00"),
            ("Peyk__DefaultLifetime", "01:00:00"));
        var day = host.Today;
        var retention = host.App.Get<Retention>();
        await retention.RunAsync(default);
        var id = (await host.SentAsync()).Notification.Id;
        await host.DeliveredAsync(id);
        host.Time.Advance(TimeSpan.FromDays(2));
        await retention.RunAsync(default); // The content goes, nothing was counted yet.
        host.Time.Advance(TimeSpan.FromDays(8));

        host.Failure.BreakNext("DELETE ", after: true);
        await Should.ThrowAsync<InvalidOperationException>(() => retention.RunAsync(default));
        var afterCrash = await host.StatusesAsync(day);
        await retention.RunAsync(default);
        await host.Rollups.RunAsync(default);

        (await host.Notifications.QueryAsync<TableEntity>().ToListAsync()).ShouldBeEmpty();
        (afterCrash, await host.StatusesAsync(day)).ShouldBe(("Delivered=1", "Delivered=1"));
    }

    [Fact]
    public async Task Counting_a_day_reads_the_16_partitions_of_its_log_and_no_other()
    {
        var reads = new LogReads();
        await using var host = await ReportHost.StartAsync(azurite.NewAccount(), () => reads);
        await host.SentAsync();
        host.Time.Advance(TimeSpan.FromDays(1));
        await host.SentAsync();
        await host.Rollups.RunAsync(default);
        reads.Queries.Clear();

        await host.Rollups.CountAsync(host.Today, default);

        reads.Queries.Select(q => LogReads.PartitionOf(q)).Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(Enumerable.Range(0, 16).Select(shard => $"{host.Today:uuuuMMdd}-{shard:x}"));
    }

    [Fact]
    public async Task A_report_reads_the_figures_of_no_day_twice_that_has_not_changed()
    {
        var reads = new LogReads(Tables.Rollups);
        await using var host = await ReportHost.StartAsync(azurite.NewAccount(), () => reads);
        await host.SentAsync();
        await host.Rollups.RunAsync(default);
        await host.ReportAsync("");
        reads.Queries.Clear();

        var first = await host.ReportAsync("");
        var asked = reads.Queries.Count(q => !q.Contains("$select=", StringComparison.Ordinal));
        await host.SentAsync();
        await host.Rollups.RunAsync(default);
        reads.Queries.Clear();
        var second = await host.ReportAsync("");

        (asked, reads.Queries.Count(q => !q.Contains("$select=", StringComparison.Ordinal))).ShouldBe((0, 1));
        ((long)first["total"]!["deliveries"]!, (long)second["total"]!["deliveries"]!).ShouldBe((1, 2));
    }

    /// <summary>Remembers what was asked of a table.</summary>
    private sealed class LogReads(string table = Tables.Notifications) : HttpPipelineSynchronousPolicy
    {
        public ConcurrentQueue<string> Queries { get; } = new();

        /// <summary>The one partition of a query; the whole query where it has none.</summary>
        public static string PartitionOf(string query) =>
            query.Split("PartitionKey eq '") is [_, var rest] ? rest[..rest.IndexOf('\'', StringComparison.Ordinal)] : query;

        public override void OnSendingRequest(HttpMessage message)
        {
            if (message.Request.Method == RequestMethod.Get && message.Request.Uri.Path.Contains(table, StringComparison.Ordinal))
                Queries.Enqueue(Uri.UnescapeDataString(message.Request.Uri.Query).Replace('+', ' '));
        }
    }

    /// <summary>Does something at the moment when a day's figures are about to be written.</summary>
    private sealed class BeforeWriting(Func<Task> act) : HttpPipelinePolicy
    {
        private int _armed;

        public void Arm() => Volatile.Write(ref _armed, 1);

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            var isWrite = message.Request.Method != RequestMethod.Get && message.Request.Uri.Path.Contains("Rollups", StringComparison.Ordinal);
            if (isWrite && Interlocked.Exchange(ref _armed, 0) == 1)
                await act();
            await ProcessNextAsync(message, pipeline);
        }
    }
}
