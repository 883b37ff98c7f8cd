using System.Text.Json.Nodes;
using Peyk.Core.Contacts;
using Peyk.EndToEnd.Tests.Guarantees;
using Peyk.Functions.Contacts;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Contacts;

/// <summary>What comes at night waits for the morning of the one it goes to.</summary>
[Collection(nameof(OneAtATime))]
public sealed class HeldMessageTests(AzuriteFixture azurite)
{
    private static readonly TimeSpan Spread = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task A_message_is_held_with_the_time_it_will_go_and_goes_then()
    {
        const string mobile = "+989127770001";
        await using var night = await Night.BeginAsync(azurite.NewAccount());
        var morning = night.Morning;
        var id = await night.Api.AcceptedAsync(ApiUser.StatusUpdate(mobile));

        var held = await HeldAsync(night, id);
        DueOf(held).ShouldBeInRange(morning, morning + Spread);
        await night.WaitUntilAsync(morning.AddMinutes(-1));
        night.Host.Simulator.AcceptedCount(mobile).ShouldBe(0);
        await night.WaitUntilAsync(DueOf(held));

        var done = await night.Api.FinalAsync(id);
        EventsOf(done).ShouldBe(["accepted", "held", "sending", "delivered"]);
        night.Host.Simulator.AcceptedCount(mobile).ShouldBe(1);
    }

    [Fact]
    public async Task Looking_at_a_held_message_twice_sends_it_once()
    {
        const string mobile = "+989127770002";
        await using var night = await Night.BeginAsync(azurite.NewAccount());
        var id = await night.Api.AcceptedAsync(ApiUser.StatusUpdate(mobile));
        var due = DueOf(await HeldAsync(night, id));

        await night.WaitUntilAsync(due);
        await night.WaitUntilAsync(due.AddMinutes(5));

        await night.Api.FinalAsync(id);
        night.Host.Simulator.AcceptedCount(mobile).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_held_together_is_released_over_a_quarter_of_an_hour()
    {
        await using var night = await Night.BeginAsync(azurite.NewAccount());
        var due = new List<DateTimeOffset>();
        for (var i = 0; i < 30; i++)
            due.Add(DueOf(await HeldAsync(night, await night.Api.AcceptedAsync(ApiUser.StatusUpdate($"+9891277701{i:00}")))));

        due.ShouldAllBe(at => at >= night.Morning && at < night.Morning + Spread);
        // Thirty random places: that they all lie within a third of the time has a chance of one in 10^12.
        (due.Max() - due.Min()).ShouldBeGreaterThan(Spread / 3);
    }

    [Fact]
    public async Task What_is_urgent_goes_at_night()
    {
        await using var night = await Night.BeginAsync(azurite.NewAccount());
        var update = ApiUser.StatusUpdate("+989127770003");
        update["urgent"] = true;

        var done = await night.Api.FinalAsync(await night.Api.AcceptedAsync(update));

        EventsOf(done).ShouldBe(["accepted", "sending", "delivered"]);
    }

    [Fact]
    public async Task The_recipients_clock_counts_and_not_ours()
    {
        await using var night = await Night.BeginAsync(azurite.NewAccount());
        var update = ApiUser.StatusUpdate("+989127770004");
        update["to"]!["timeZone"] = "America/Los_Angeles"; // Around noon.

        var done = await night.Api.FinalAsync(await night.Api.AcceptedAsync(update));

        EventsOf(done).ShouldNotContain("held");
    }

    [Fact]
    public async Task What_would_be_too_late_in_the_morning_goes_by_email_now()
    {
        await using var night = await Night.BeginAsync(azurite.NewAccount());
        var update = ApiUser.StatusUpdate("+989127770005", "night@example.org");
        update["expiresAt"] = night.Morning.AddHours(-1).ToString("O");

        var done = await night.Api.FinalAsync(await night.Api.AcceptedAsync(update));

        done["deliveries"]!.AsArray().Select(d => $"{d!["channel"]} {d["status"]}").ShouldBe(["sms expired", "email delivered"]);
    }

    [Fact]
    public async Task Without_another_way_it_expires_and_says_why()
    {
        await using var night = await Night.BeginAsync(azurite.NewAccount());
        var update = ApiUser.StatusUpdate("+989127770006");
        update["expiresAt"] = night.Morning.AddHours(-1).ToString("O");

        var done = await night.Api.FinalAsync(await night.Api.AcceptedAsync(update));

        ((string?)done["status"], (string?)done["deliveries"]![0]!["reason"]).ShouldBe(("expired", "expired"));
    }

    [Fact]
    public async Task A_held_message_can_be_cancelled()
    {
        const string mobile = "+989127770007";
        await using var night = await Night.BeginAsync(azurite.NewAccount());
        var id = await night.Api.AcceptedAsync(ApiUser.StatusUpdate(mobile));
        await HeldAsync(night, id);

        using var answer = await night.Api.Http.PostAsync($"/api/v1/notifications/{id}/cancel", null);
        await night.WaitUntilAsync(night.Morning + Spread);

        ((int)answer.StatusCode).ShouldBe(200);
        EventsOf(await night.Api.NotificationAsync(id)).ShouldBe(["accepted", "held", "cancelled"]);
        night.Host.Simulator.AcceptedCount(mobile).ShouldBe(0);
    }

    [Fact]
    public async Task Quiet_hours_that_changed_meanwhile_hold_it_on()
    {
        await using var night = await Night.BeginAsync(azurite.NewAccount());
        var morning = night.Morning;
        var contact = await night.NewContactAsync("+989127770008");
        var id = await night.Api.AcceptedAsync(To(contact));
        var due = DueOf(await HeldAsync(night, id));

        var changed = (await night.Host.Get<ContactStore>().FindAsync(contact.Id, isTest: false, default))!;
        var longer = changed with { Preferences = changed.Preferences with { QuietHours = QuietHours.Parse("22:00-10:00") } };
        (await night.Host.Get<ContactStore>().TrySaveAsync(changed, longer, default)).ShouldBeTrue();
        await night.WaitUntilAsync(due);

        var held = await night.Api.WhenAsync(id, n => EventsOf(n).Count(e => e == "held") == 2);
        DueOf(held).ShouldBeInRange(morning.AddHours(2), morning.AddHours(2) + Spread);
        await night.WaitUntilAsync(DueOf(held));
        ((string?)(await night.Api.FinalAsync(id))["status"]).ShouldBe("delivered");
    }

    [Fact]
    public async Task A_STOP_that_came_meanwhile_suppresses_it()
    {
        const string mobile = "+989127770009";
        await using var night = await Night.BeginAsync(azurite.NewAccount());
        var id = await night.Api.AcceptedAsync(ApiUser.StatusUpdate(mobile));
        var due = DueOf(await HeldAsync(night, id));

        await night.Host.Simulator.ReplyAsync(mobile, "STOP");
        await night.WaitUntilAsync(due);

        var done = await night.Api.FinalAsync(id);
        ((string?)done["status"], (string?)done["deliveries"]![0]!["reason"]).ShouldBe(("suppressed", "opted_out"));
    }

    private static Task<JsonObject> HeldAsync(Night night, string id) => night.Api.WhenAsync(id, n => (string?)n["status"] == "held");

    private static DateTimeOffset DueOf(JsonObject notification) => notification["deliveries"]![0]!["nextActionAt"]!.GetValue<DateTimeOffset>();

    /// <summary>Without "sent": on a busy machine the receipt overtakes the provider's answer.</summary>
    private static List<string?> EventsOf(JsonObject notification) =>
        [.. notification["log"]!.AsArray().Select(e => (string?)e!["event"]).Where(e => e != "sent")];

    private static JsonObject To(Contact contact)
    {
        var update = ApiUser.StatusUpdate();
        update["to"] = new JsonObject { ["contactId"] = contact.Id.ToString() };
        return update;
    }
}
