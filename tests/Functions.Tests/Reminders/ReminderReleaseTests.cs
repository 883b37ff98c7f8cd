using System.Net;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Peyk.Functions.Delivery;
using Peyk.Functions.Reminders;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Reminders;

/// <summary>The timer: what it fires, when others fire the same, when it was away, and when it breaks off.</summary>
public sealed class ReminderReleaseTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Two_instances_that_read_the_same_minute_fire_once()
    {
        var storage = azurite.NewAccount();
        var time = new ShiftedTime();
        await using var one = await ReminderHost.StartAsync(storage, time);
        await using var two = await ReminderHost.StartAsync(storage, time, keys: one);
        var ids = new List<string>();
        for (var i = 0; i < 8; i++)
            ids.Add(await one.AcceptedAsync(one.Reminder($"+98913200000{i}", TimeSpan.FromMinutes(10))));
        time.Advance(TimeSpan.FromMinutes(9));

        await Task.WhenAll(one.ReleaseAsync(), two.ReleaseAsync(), one.ReleaseAsync(), two.ReleaseAsync());
        time.Advance(TimeSpan.FromMinutes(2));
        await Task.WhenAll(one.ReleaseAsync(), two.ReleaseAsync());

        (await HeadsAsync(one)).Count.ShouldBe(8);
        foreach (var id in ids)
            (await one.NotificationsAsync(id)).ShouldHaveSingleItem();
        (await ScheduledAsync(one)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_that_is_fired_again_changes_nothing()
    {
        await using var host = await ReminderHost.StartAsync(azurite.NewAccount());
        var id = await host.AcceptedAsync(host.Reminder("+989132000010", TimeSpan.FromMinutes(10), "PT5M", "PT0S"));
        var row = ScheduledOccurrence.Read((await ScheduledAsync(host)).ShouldHaveSingleItem());
        host.Time.Advance(TimeSpan.FromMinutes(4));
        var firing = host.Host.Get<ReminderFiring>();
        (await firing.FireAsync(row, null, default)).ShouldBeTrue();
        var before = (await host.ReadAsync(id)).ToJsonString();

        (await firing.FireAsync(row, null, default)).ShouldBeTrue();

        (await host.ReadAsync(id)).ToJsonString().ShouldBe(before);
        (await HeadsAsync(host)).Count.ShouldBe(1);
        (await ScheduledAsync(host)).Count.ShouldBe(2); // The one that a run would delete now, and the next.
    }

    [Theory]
    // The reminder's row says that it fires; then come the notification and the deletion.
    [InlineData("\"State\":\"done\"", false)]
    [InlineData("\"State\":\"done\"", true)]
    [InlineData("\"Event\":\"scheduled\"", false)]
    [InlineData("\"Event\":\"scheduled\"", true)]
    [InlineData("\"Client\":\"test\"}", false)]
    public async Task A_crash_between_claim_and_notification_and_deletion_loses_and_doubles_nothing(string at, bool after)
    {
        await using var host = await ReminderHost.StartAsync(azurite.NewAccount());
        var id = await host.AcceptedAsync(host.Reminder("+989132000020", TimeSpan.FromMinutes(10)));
        host.Time.Advance(TimeSpan.FromMinutes(9));
        host.Failure.BreakNext(at, after);

        await host.ReleaseAsync();
        var broken = host.Failure.Broken;
        await host.PassAsync(TimeSpan.FromMinutes(1));

        broken.ShouldBe(1);
        var notification = (await host.NotificationsAsync(id)).ShouldHaveSingleItem();
        await host.LookAsync(notification);
        ((string?)(await host.Api.FinalAsync(notification))["status"]).ShouldBe("delivered");
        host.SentTo("+989132000020").ShouldBe(1);
        (await HeadsAsync(host)).Count.ShouldBe(1);
        (await ScheduledAsync(host)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_crash_before_the_next_is_scheduled_is_made_up_for()
    {
        await using var host = await ReminderHost.StartAsync(azurite.NewAccount());
        var id = await host.AcceptedAsync(host.Reminder("+989132000021", TimeSpan.FromHours(2), "PT1H", "PT0S"));
        await host.PassAsync(TimeSpan.FromMinutes(57));
        host.Failure.BreakNext("\"WrittenAt\"", after: false);

        await host.PassAsync(TimeSpan.FromMinutes(3));
        await host.PassAsync(TimeSpan.FromMinutes(60));

        host.Failure.Broken.ShouldBe(1);
        (await host.OccurrencesAsync(id)).ShouldBe(["fired", "fired"]);
    }

    [Fact]
    public async Task A_post_that_breaks_off_before_its_reminder_is_kept_leaves_nothing_that_fires()
    {
        await using var host = await ReminderHost.StartAsync(azurite.NewAccount());
        host.Failure.BreakNext("\"State\":\"active\"", after: false);
        var reminder = host.Reminder("+989132000022", TimeSpan.FromMinutes(10));

        using var broken = await host.PostAsync(reminder, "broken-off");
        var scheduled = (await ScheduledAsync(host)).Count;
        await host.PassAsync(TimeSpan.FromMinutes(11));

        broken.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        scheduled.ShouldBe(1);
        (await HeadsAsync(host)).ShouldBeEmpty();
        (await ScheduledAsync(host)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_post_that_broke_off_is_completed_by_its_repeat()
    {
        await using var host = await ReminderHost.StartAsync(azurite.NewAccount());
        host.Failure.BreakNext("\"State\":\"active\"", after: false);
        var reminder = host.Reminder("+989132000023", TimeSpan.FromMinutes(10));
        using var broken = await host.PostAsync(reminder, "completed");

        var id = await host.AcceptedAsync(reminder, "completed");
        await host.PassAsync(TimeSpan.FromMinutes(9));

        (await host.OccurrencesAsync(id)).ShouldBe(["fired"]);
    }

    [Fact]
    public async Task After_twelve_hours_away_what_is_of_use_goes_in_order_and_spread_and_the_rest_not_at_all()
    {
        await using var host = await ReminderHost.StartAsync(azurite.NewAccount(), settings: ("Reminders__CatchUpPerMinute", "6"));
        await host.ReleaseAsync();
        var late = new List<string>();
        for (var i = 0; i < 9; i++)
            late.Add(await host.AcceptedAsync(Lasting(host, $"+98913200003{i}", TimeSpan.FromHours(1 + i))));
        var expired = await host.AcceptedAsync(host.Reminder("+989132000040", TimeSpan.FromHours(11), "PT30M"));
        var punctual = await host.AcceptedAsync(host.Reminder("+989132000041", TimeSpan.FromHours(12) + TimeSpan.FromSeconds(30)));
        host.Time.Advance(TimeSpan.FromHours(12));
        var back = host.Now;

        await host.ReleaseAsync();
        var first = await FiredAsync(host, late);
        var onTime = await host.OccurrencesAsync(punctual);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await host.ReleaseAsync();
        var second = await FiredAsync(host, late);

        onTime.ShouldBe(["fired"]);
        (await host.OccurrencesAsync(expired)).ShouldBe(["too_late"]);
        first.ShouldBe([0, 1, 2, 3, 4, 5]);
        second.ShouldBe(Enumerable.Range(0, 9));
        // The first of a minute goes at once and may have left; the others wait for their turn, ten seconds apart when six go in a minute.
        var turns = new List<DateTimeOffset>();
        foreach (var id in late.Skip(1).Take(5))
            turns.Add(DateTimeOffset.Parse((string)(await host.Api.NotificationAsync((await host.NotificationsAsync(id))[0]))["deliveries"]![0]!["nextActionAt"]!));
        turns.Select(t => (int)Math.Round((t - back).TotalSeconds / 10)).ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public async Task Of_many_leads_that_were_missed_only_what_is_still_of_use_goes()
    {
        await using var host = await ReminderHost.StartAsync(azurite.NewAccount());
        await host.ReleaseAsync();
        var id = await host.AcceptedAsync(host.Reminder("+989132000050", TimeSpan.FromHours(13), "PT12H", "PT6H", "PT2H", "PT0S"));
        host.Time.Advance(TimeSpan.FromHours(12));

        await host.ReleaseAsync();

        (await host.OccurrencesAsync(id)).ShouldBe(["too_late", "too_late", "fired", "upcoming"]);
        (await ScheduledAsync(host)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Cancelling_while_it_fires_ends_in_one_of_two_ways()
    {
        await using var host = await ReminderHost.StartAsync(azurite.NewAccount());
        for (var i = 0; i < 6; i++)
        {
            var mobile = $"+98913200006{i}";
            var id = await host.AcceptedAsync(host.Reminder(mobile, TimeSpan.FromMinutes(10)));
            host.Time.Advance(TimeSpan.FromMinutes(10));

            var release = host.ReleaseAsync();
            var cancel = host.CancelAsync(id);
            await Task.WhenAll(release, cancel);
            using var answer = await cancel;
            await host.ReleaseAsync();
            foreach (var notification in await host.NotificationsAsync(id))
                await host.LookAsync(notification);

            host.SentTo(mobile).ShouldBe(answer.StatusCode == HttpStatusCode.OK ? 0 : 1, $"the answer was {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task What_is_cancelled_between_claim_and_notification_is_never_sent()
    {
        await using var host = await ReminderHost.StartAsync(azurite.NewAccount());
        var id = await host.AcceptedAsync(host.Reminder("+989132000070", TimeSpan.FromMinutes(10)));
        host.Time.Advance(TimeSpan.FromMinutes(9));
        host.Failure.BreakNext("\"Event\":\"scheduled\"", after: false);
        await host.ReleaseAsync();

        using var answer = await host.CancelAsync(id);
        await host.PassAsync(TimeSpan.FromMinutes(2));
        var notification = (await host.NotificationsAsync(id)).ShouldHaveSingleItem();
        await host.LookAsync(notification);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        ((string?)(await host.Api.NotificationAsync(notification))["status"]).ShouldBe("cancelled");
        host.SentTo("+989132000070").ShouldBe(0);
        (await ScheduledAsync(host)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Changing_while_it_fires_sends_one_of_the_two()
    {
        await using var host = await ReminderHost.StartAsync(azurite.NewAccount());
        for (var i = 0; i < 6; i++)
        {
            var (before, after) = ($"+98913200008{i}", $"+98913200009{i}");
            var id = await host.AcceptedAsync(host.Reminder(before, TimeSpan.FromMinutes(10)));
            host.Time.Advance(TimeSpan.FromMinutes(9));

            var release = host.ReleaseAsync();
            var change = host.ChangeAsync(id, host.Reminder(after, TimeSpan.FromMinutes(20)));
            await Task.WhenAll(release, change);
            (await change).StatusCode.ShouldBe(HttpStatusCode.OK);
            await host.PassAsync(TimeSpan.FromMinutes(21));
            foreach (var notification in await host.NotificationsAsync(id))
                await host.LookAsync(notification);

            (host.SentTo(before), host.SentTo(after)).ShouldBe((0, 1));
        }
    }

    [Fact]
    public async Task A_change_within_the_last_two_minutes_takes_the_former_message_back()
    {
        await using var host = await ReminderHost.StartAsync(azurite.NewAccount());
        var id = await host.AcceptedAsync(host.Reminder("+989132000100", TimeSpan.FromMinutes(10)));
        await host.PassAsync(TimeSpan.FromMinutes(9));

        using var answer = await host.ChangeAsync(id, host.Reminder("+989132000101", TimeSpan.FromMinutes(1)));
        host.Time.Advance(TimeSpan.FromMinutes(2));
        foreach (var notification in await host.NotificationsAsync(id))
            await host.LookAsync(notification);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.OccurrencesAsync(id)).ShouldBe(["cancelled", "fired"]);
        (host.SentTo("+989132000100"), host.SentTo("+989132000101")).ShouldBe((0, 1));
    }

    [Fact]
    public async Task One_reminder_that_cannot_be_fired_does_not_keep_the_others()
    {
        await using var host = await ReminderHost.StartAsync(azurite.NewAccount());
        var broken = await host.AcceptedAsync(host.Reminder("+989132000110", TimeSpan.FromMinutes(10)));
        var good = await host.AcceptedAsync(host.Reminder("+989132000111", TimeSpan.FromMinutes(10)));
        var table = host.Host.Tables.GetTableClient(Tables.Reminders);
        var row = (await host.RowsAsync(Tables.Reminders)).Single(r => r.RowKey == broken);
        var body = row.GetBinary("Body")!;
        row["Body"] = new byte[body.Length];
        await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);

        await host.PassAsync(TimeSpan.FromMinutes(9));
        var whileBroken = await host.OccurrencesAsync(good);
        row["Body"] = body;
        await table.UpdateEntityAsync(row, Azure.ETag.All, TableUpdateMode.Replace);
        await host.PassAsync(TimeSpan.FromMinutes(20));

        whileBroken.ShouldBe(["fired"]);
        (await host.OccurrencesAsync(broken)).ShouldBe(["fired"]);
    }

    [Fact]
    public async Task Nothing_that_is_due_later_is_read()
    {
        var operations = new OperationCount();
        await using var host = await ReminderHost.StartAsync(azurite.NewAccount(), more: () => operations);
        await host.ReleaseAsync();
        var idle = await CountAsync(host, operations);
        for (var i = 0; i < 20; i++)
            await host.AcceptedAsync(host.Reminder($"+9891320002{i:00}", TimeSpan.FromHours(5 + i)));

        (await CountAsync(host, operations)).ShouldBe(idle);
        idle.ShouldBe(3); // The cursor read, the minutes, the cursor written.
    }

    private static async Task<int> CountAsync(ReminderHost host, OperationCount operations)
    {
        var before = operations.Count;
        await host.ReleaseAsync();
        return operations.Count - before;
    }

    private static JsonObject Lasting(ReminderHost host, string mobile, TimeSpan dueIn)
    {
        var reminder = host.Reminder(mobile, dueIn);
        reminder["expiresAfter"] = "P1D";
        return reminder;
    }

    private static async Task<List<int>> FiredAsync(ReminderHost host, List<string> ids)
    {
        var fired = new List<int>();
        foreach (var (i, id) in ids.Index())
        {
            if ((await host.OccurrencesAsync(id)).Contains("fired"))
                fired.Add(i);
        }

        return fired;
    }

    private static async Task<List<TableEntity>> HeadsAsync(ReminderHost host) =>
        [.. (await host.RowsAsync(Tables.Notifications)).Where(r => NotificationKeys.TryParse(r.RowKey, out _))];

    private static async Task<List<TableEntity>> ScheduledAsync(ReminderHost host) =>
        [.. (await host.RowsAsync(Tables.Schedule)).Where(r => char.IsAsciiDigit(r.PartitionKey[0]))];
}
