using System.Text.Json.Nodes;
using Peyk.Core.Addresses;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.EndToEnd.Tests.Guarantees;
using Peyk.Functions.Contacts;
using Peyk.Local.Simulator.Scenarios;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Contacts;

/// <summary>An app in which status updates fall back after a second, and SMS of other kinds only after days.</summary>
public sealed class ChannelPolicyFixture(AzuriteFixture azurite) : IAsyncLifetime
{
    public PeykHost Host { get; private set; } = null!;

    public ApiUser Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await PeykHost.StartAsync(azurite.NewAccount(), ShortTimes.Patient(
            ("Delivery__SmsFallback", "3.00:00:00"), ("Delivery__FallbackAfter__status_updates", "00:00:01")));
        Api = new ApiUser(Host.ClientWith(await Host.NewKeyAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Host.DisposeAsync();
    }
}

/// <summary>Which channels are used, in what order, and when the next one.</summary>
[Collection(nameof(OneAtATime))]
public sealed class ChannelPolicyTests(ChannelPolicyFixture fixture) : IClassFixture<ChannelPolicyFixture>
{
    private ApiUser Api => fixture.Api;

    [Fact]
    public async Task The_fallback_time_of_a_kind_wins_over_the_channels_and_the_requests_over_the_kinds()
    {
        var patient = ApiUser.StatusUpdate(ScenarioTable.Mobile("905", 1), "patient@example.org");
        patient["channels"]!["fallbackAfter"] = "PT2H";
        var waiting = await Api.AcceptedAsync(patient);
        var falling = await Api.AcceptedAsync(ApiUser.StatusUpdate(ScenarioTable.Mobile("905", 2), "falling@example.org"));

        var fallen = await Api.WhenAsync(falling, n => (string?)n["status"] == "delivered");

        ChannelsOf(fallen).ShouldBe(["sms sent", "email delivered"]);
        ChannelsOf(await Api.NotificationAsync(waiting)).ShouldBe(["sms sent"]);
    }

    [Fact]
    public async Task A_receipt_that_comes_after_the_fallback_is_recorded_and_shown()
    {
        var mobile = ScenarioTable.Mobile("905", 3);
        var id = await Api.AcceptedAsync(ApiUser.StatusUpdate(mobile, "late@example.org"));
        var fallen = await Api.WhenAsync(id, n => (string?)n["status"] == "delivered");
        var sid = (string)fallen["deliveries"]![0]!["attempts"]![0]!["providerId"]!;

        (await ProviderWebhooks.TwilioStatusAsync(fixture.Host.Url, $"{id}.1.1", sid, "delivered", to: mobile)).ShouldBe(204);
        (await ProviderWebhooks.TwilioStatusAsync(fixture.Host.Url, $"{id}.1.1", sid, "delivered", to: mobile)).ShouldBe(204);

        var late = await Api.NotificationAsync(id);
        ChannelsOf(late).ShouldBe(["sms delivered", "email delivered"]);
        late["log"]!.AsArray().Select(e => $"{e!["event"]} {e["channel"]}").ShouldBe(
            ["accepted sms", "sending sms", "sent sms", "fallback email", "sending email", "sent email", "delivered email", "delivered sms"]);
        ((bool?)late["logIntegrity"]!["verified"]).ShouldBe(true);
    }

    [Fact]
    public async Task All_uses_every_channel_at_once()
    {
        var done = await Api.FinalAsync(await Api.AcceptedAsync(ApiUser.StatusUpdate("+989128880001", "all@example.org", policy: "all")));

        ChannelsOf(done).ShouldBe(["sms delivered", "email delivered"]);
    }

    [Fact]
    public async Task Only_with_an_order_is_its_first_channel_alone_even_where_the_recipient_lacks_it()
    {
        var update = ApiUser.StatusUpdate("+989128880002", policy: "only");
        update["channels"]!["order"] = new JsonArray("email", "sms");

        using var answer = await Api.PostAsync(update);

        ((int)answer.StatusCode).ShouldBe(400);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("no_address");
    }

    [Fact]
    public async Task Only_without_an_order_is_the_channel_that_the_contact_wants_first()
    {
        var update = ApiUser.StatusUpdate(policy: "only");
        update["to"] = new JsonObject { ["contactId"] = (await ContactAsync("+989128880003", "wanted@example.org", new(Order: [Channel.Email]))).ToString() };

        ChannelsOf(await Api.FinalAsync(await Api.AcceptedAsync(update))).ShouldBe(["email delivered"]);
    }

    [Fact]
    public async Task Only_falls_back_to_nothing()
    {
        var done = await Api.FinalAsync(await Api.AcceptedAsync(ApiUser.StatusUpdate(ScenarioTable.Mobile("005", 5), "spare@example.org", policy: "only")));

        ChannelsOf(done).ShouldBe(["sms failed"]);
    }

    [Fact]
    public async Task What_the_contact_does_not_want_on_the_first_channel_goes_on_the_next()
    {
        var update = ApiUser.StatusUpdate();
        update["to"] = new JsonObject
        {
            ["contactId"] = (await ContactAsync("+989128880004", "next@example.org", new(OptOuts: [new("status-updates", Channel.Sms)]))).ToString(),
        };

        ChannelsOf(await Api.FinalAsync(await Api.AcceptedAsync(update))).ShouldBe(["sms suppressed", "email delivered"]);
    }

    private async Task<Guid> ContactAsync(string mobile, string email, Preferences preferences)
    {
        var now = TimeProvider.System.GetUtcNow();
        var contact = new Contact(Guid.CreateVersion7(now), IsTest: false, null, PhoneNumber.Parse(mobile), EmailAddress.Parse(email), preferences, now, now);
        (await fixture.Host.Get<ContactStore>().TrySaveAsync(null, contact, default)).ShouldBeTrue();
        return contact.Id;
    }

    private static IEnumerable<string> ChannelsOf(JsonObject notification) =>
        notification["deliveries"]!.AsArray().Select(d => $"{d!["channel"]} {d["status"]}");
}
