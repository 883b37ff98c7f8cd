using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Core.Deliveries;
using Peyk.Functions.Contacts;
using Peyk.Functions.Delivery;
using Peyk.Functions.Reminders;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Reminders;

/// <summary>What is kept of reminders, for how long, and under which keys.</summary>
public sealed class ReminderUpkeepTests(AzuriteFixture azurite)
{
    private const string Canary = "Renewal-of-canary-7731";

    [Fact]
    public async Task The_schedule_and_the_reminders_row_hold_nothing_readable_of_a_person()
    {
        await using var host = await ReminderHost.StartAsync(azurite.NewAccount());

        await host.AcceptedAsync(Personal(host, "+989133000001"));

        foreach (var row in (await host.RowsAsync(Tables.Schedule)).Concat(await host.RowsAsync(Tables.Reminders)))
            Readable(row).ShouldNotMatch("9133000001|canary-7731|Sevenseven|private-reference");
    }

    [Fact]
    public async Task Thirty_days_after_its_end_the_content_goes_and_after_four_hundred_everything()
    {
        await using var host = await ReminderHost.StartAsync(azurite.NewAccount());
        var id = await host.AcceptedAsync(Personal(host, "+989133000002"), "a-key");
        await host.PassAsync(TimeSpan.FromMinutes(61));

        host.Time.Advance(TimeSpan.FromDays(29));
        await PurgeAsync(host);
        var kept = await host.ReadAsync(id);
        host.Time.Advance(TimeSpan.FromDays(3));
        await PurgeAsync(host);
        var cleared = await host.ReadAsync(id);
        host.Time.Advance(TimeSpan.FromDays(370));
        await PurgeAsync(host);

        ((string?)kept["reference"], (string?)cleared["reference"], (string?)cleared["status"]).ShouldBe(("private-reference", null, "done"));
        (await host.RowsAsync(Tables.Reminders)).ShouldBeEmpty();
        (await host.RowsAsync(Tables.Schedule)).ShouldBeEmpty();
        (await host.RowsAsync(Tables.Idempotency)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_still_to_go_is_kept_however_long()
    {
        await using var host = await ReminderHost.StartAsync(azurite.NewAccount());
        var id = await host.AcceptedAsync(host.Reminder("+989133000003", TimeSpan.FromDays(500)));

        host.Time.Advance(TimeSpan.FromDays(499));
        await PurgeAsync(host);

        (await host.OccurrencesAsync(id)).ShouldBe(["upcoming"]);
    }

    [Fact]
    public async Task An_erased_persons_reminders_do_not_go_and_leave_nothing()
    {
        await using var host = await ReminderHost.StartAsync(azurite.NewAccount());
        await host.AcceptedAsync(Personal(host, "+989133000004"));
        var others = await host.AcceptedAsync(Personal(host, "+989133000005"));
        var subject = Subject(host, "+989133000004");
        var hash = subject.Addresses[0].Hash;
        var persons = Persons(host);

        var export = await persons.ExportAsync(subject, default);
        var first = await persons.EraseAsync(subject, default);
        var second = await persons.EraseAsync(subject, default);
        await host.PassAsync(TimeSpan.FromMinutes(61));

        export!.ToJsonString().ShouldContain("private-reference");
        (first, second).ShouldBe((new ErasedPart(1), new ErasedPart(0)));
        (await host.RowsAsync(Tables.Reminders)).ShouldNotContain(r => Readable(r).Contains(hash, StringComparison.Ordinal));
        (await host.RowsAsync(Tables.Notifications)).Count(r => NotificationKeys.TryParse(r.RowKey, out _)).ShouldBe(1);
        (await host.OccurrencesAsync(others)).ShouldBe(["fired"]);
    }

    [Fact]
    public async Task A_message_of_an_erased_person_that_was_handed_over_is_taken_back()
    {
        await using var host = await ReminderHost.StartAsync(azurite.NewAccount());
        var id = await host.AcceptedAsync(Personal(host, "+989133000006"));
        await host.PassAsync(TimeSpan.FromMinutes(59));
        var notification = (await host.NotificationsAsync(id)).ShouldHaveSingleItem();

        await Persons(host).EraseAsync(Subject(host, "+989133000006"), default);

        ((string?)(await host.Api.NotificationAsync(notification))["status"]).ShouldBe("cancelled");
    }

    private static ReminderPersons Persons(ReminderHost host) => host.Host.Services.GetServices<IPersonalData>().OfType<ReminderPersons>().Single();

    private static DataSubject Subject(ReminderHost host, string mobile) => new(
        Guid.CreateVersion7(),
        IsTest: false,
        [new(Channel.Sms, mobile, host.Host.Get<AddressHashes>().Of(Channel.Sms, mobile, isTest: false), IsShared: false)],
        [],
        host.Now);

    [Fact]
    public async Task A_new_master_key_rewraps_every_reminder_once()
    {
        var storage = azurite.NewAccount();
        string keys;
        string id;
        await using (var before = await ReminderHost.StartAsync(storage))
        {
            id = await before.AcceptedAsync(Personal(before, "+989133000007"));
            keys = before.Host.Get<IConfiguration>()["Peyk:MasterKeys"]!;
            await using var after = await ReminderHost.StartAsync(
                storage, before.Time, keys: before, settings: ("Peyk__MasterKeys", $"newer:{Convert.ToBase64String(new byte[32])},{keys}"));

            (await after.Host.Get<ReminderKeyRotation>().RunAsync(default)).ShouldBe(1);
            (await after.Host.Get<ReminderKeyRotation>().RunAsync(default)).ShouldBe(0);

            (await after.RowsAsync(Tables.Reminders)).Select(r => r.GetString("KeyId")).OfType<string>().ShouldBe(["newer"]);
            ((string?)(await after.ReadAsync(id))["reference"]).ShouldBe("private-reference");
        }
    }

    private static Task PurgeAsync(ReminderHost host) => host.Host.Get<ReminderRetention>().RunAsync(default);

    private static JsonObject Personal(ReminderHost host, string mobile)
    {
        var reminder = host.Reminder(mobile, TimeSpan.FromHours(1));
        reminder["to"]!["name"] = "Canary Sevenseven";
        reminder["data"]!["subject"] = Canary;
        reminder["reference"] = "private-reference";
        return reminder;
    }

    private static string Readable(TableEntity row) => string.Join(
        '\n', row.Select(column => column.Value is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : $"{column.Value}"));
}
