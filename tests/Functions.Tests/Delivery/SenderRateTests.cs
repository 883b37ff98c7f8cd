using System.Text.Json.Nodes;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Delivery;

/// <summary>Rates and caps as a deployment sets them, on real storage.</summary>
public sealed class SenderRateTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task What_is_over_the_daily_cap_waits_for_tomorrow_in_its_open_row_and_expires_when_that_is_too_late()
    {
        await using var host = await StartAsync(("Twilio__DailyCap", "2"));
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        foreach (var number in new[] { "+989390000001", "+989390000002" })
            await api.FinalAsync(await api.AcceptedAsync(ApiUser.StatusUpdate(number, policy: "only")));

        var waiting = ApiUser.StatusUpdate("+989390000003", policy: "only");
        waiting["expiresAt"] = TimeProvider.System.GetUtcNow().AddDays(2).ToString("O");
        var late = ApiUser.StatusUpdate("+989390000004", policy: "only");
        late["expiresAt"] = TimeProvider.System.GetUtcNow().AddSeconds(30).ToString("O");
        var scheduled = await api.WhenAsync(await api.AcceptedAsync(waiting), n => (string?)n["status"] == "scheduled");
        var expired = await api.FinalAsync(await api.AcceptedAsync(late));

        scheduled["log"]!.AsArray().Select(Entry).ShouldContain("scheduled daily_cap");
        var delivery = expired["deliveries"]![0]!;
        ((string?)delivery["status"], (string?)delivery["reason"]).ShouldBe(("expired", "expired"));
        host.Simulator.AcceptedMessages.ShouldBe(2);
    }

    [Fact]
    public async Task Mail_is_not_held_up_by_the_cap_of_SMS()
    {
        await using var host = await StartAsync(("Twilio__DailyCap", "1"));
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        await api.FinalAsync(await api.AcceptedAsync(ApiUser.StatusUpdate("+989390000005", policy: "only")));

        var mail = await api.FinalAsync(await api.AcceptedAsync(ApiUser.StatusUpdate(email: "rate@example.org", policy: "only")));

        ((string?)mail["status"]).ShouldBe("delivered");
    }

    [Fact]
    public async Task Two_instances_keep_one_rate()
    {
        var storage = azurite.NewAccount();
        await using var one = await StartAsync(storage, ("Twilio__MessagesPerSecond", "10"));
        await using var two = await StartAsync(storage, ("Twilio__MessagesPerSecond", "10"));
        var started = TimeProvider.System.GetTimestamp();

        var turns = await Task.WhenAll(Enumerable.Range(0, 20).Select(n =>
            (n % 2 == 0 ? one : two).Get<SenderRates>().AskAsync(Channel.Sms, Lane.Transactional, comesBack: false, default)));

        turns.ShouldAllBe(turn => turn is Turn.Go);
        TimeProvider.System.GetElapsedTime(started).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1.8));
    }

    [Fact]
    public async Task A_429_that_one_instance_hears_pauses_the_other()
    {
        var storage = azurite.NewAccount();
        await using var one = await StartAsync(storage);
        await using var two = await StartAsync(storage);

        await one.Get<SenderRates>().PauseAsync(Channel.Sms, TimeSpan.FromMinutes(1), default);

        (await two.Get<SenderRates>().AskAsync(Channel.Sms, Lane.Bulk, comesBack: false, default)).ShouldBeOfType<Turn.Later>().Limit.ShouldBe(RateLimit.Paused);
        (await two.Get<SenderRates>().AskAsync(Channel.Email, Lane.Bulk, comesBack: false, default)).ShouldBeOfType<Turn.Go>();
    }

    private static string Entry(JsonNode? entry) => $"{entry!["event"]} {entry["code"] ?? entry["providerCode"]}";

    private Task<PeykHost> StartAsync(params (string Name, string Value)[] settings) => StartAsync(azurite.NewAccount(), settings);

    private static Task<PeykHost> StartAsync(string storage, params (string Name, string Value)[] settings) =>
        PeykHost.StartAsync(storage, settings.ToDictionary(s => s.Name, s => s.Value));
}
