using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Functions.Delivery;
using Peyk.Local;
using Peyk.Local.Simulator;
using Peyk.Local.Simulator.Scenarios;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Guarantees;

/// <summary>Storage and providers fail in every way that they have; each message goes out once and ends as it should.</summary>
[Collection(nameof(OneAtATime))]
public sealed class FaultTests(AzuriteFixture azurite)
{
    private static readonly TimeSpan StorageOutage = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ProviderOutage = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Storage_that_is_away_for_twenty_seconds_under_load_loses_and_doubles_nothing()
    {
        const int Count = 60;
        var folder = Directory.CreateTempSubdirectory("peyk-outage");
        var storage = await Azurite.StartAsync(new() { Folder = folder.FullName, Accounts = 1 });
        try
        {
            // Events are not heard while the storage is away, and the provider offers them again when it likes.
            await using var host = await PeykHost.StartAsync(
                storage.ConnectionString,
                ShortTimes.Settings(("Delivery__EmailEvidence", "00:00:20")),
                simulation: new() { WebhookRetryDelay = TimeSpan.FromMilliseconds(200), WebhookLongestRetryDelay = TimeSpan.FromSeconds(2) });
            using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));

            var posting = Task.WhenAll(Enumerable.Range(0, Count).Select(async n =>
            {
                await Task.Delay(n * 50);
                return await api.PersistAsync(Update(Recipient(n)), $"outage-{n}");
            }));
            await Wait.UntilAsync(() => host.Simulator.AcceptedMessages + host.Simulator.AcceptedMails >= Count / 4, what: "some to be sent");
            await storage.DisposeAsync();
            await Task.Delay(StorageOutage);
            storage = await Azurite.StartAsync(new() { Folder = folder.FullName, Ports = storage.Ports, Accounts = 1 });
            var ends = await EndsAsync(api, await posting, TimeSpan.FromMinutes(3));

            Enumerable.Range(0, Count).Where(n => host.Simulator.AcceptedCount(Recipient(n)) != 1)
                .Select(n => $"{Recipient(n)}: {host.Simulator.AcceptedCount(Recipient(n))}").ShouldBeEmpty();
            ends.ShouldAllBe(e => e == "delivered");
        }
        finally
        {
            await storage.DisposeAsync();
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Providers_that_answer_500_for_a_while_get_each_message_once_when_they_are_back()
    {
        const int Count = 20;
        await using var host = await PeykHost.StartAsync(azurite.NewAccount(), ShortTimes.Settings());
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        host.Simulator.Faults.SetTwilio(Fault.ServerError, ProviderOutage);
        host.Simulator.Faults.SetSendGrid(Fault.ServerError, ProviderOutage);

        var ids = await Task.WhenAll(Enumerable.Range(0, Count).Select(n => api.AcceptedAsync(Update(Recipient(n)))));
        var ends = await EndsAsync(api, ids, TimeSpan.FromMinutes(3));

        ends.ShouldAllBe(e => e == "delivered");
        Enumerable.Range(0, Count).ShouldAllBe(n => host.Simulator.AcceptedCount(Recipient(n)) == 1);
    }

    /// <summary>What a provider may do to one message; the last digits or the name choose it at the simulator.</summary>
    private static readonly string[] Misbehaviours =
    [
        .. new[] { "429", "500", "501", "504", "505", "506", "510", "511", "901", "902", "903", "904", "906" }.Select(d => ScenarioTable.Mobile(d, 7)),
        .. new[]
        {
            "rate-limited", "server-error", "error-after-accept", "timeout-after-accept", "timeout-before-accept", "reset-before-accept",
            "reset-after-accept", "slow", "duplicated", "reordered", "early",
        }.Select(n => ScenarioTable.Address(n, "faults")),
    ];

    [Fact]
    public async Task Whatever_a_provider_does_the_message_goes_out_once_and_is_delivered()
    {
        await using var host = await PeykHost.StartAsync(azurite.NewAccount(), ShortTimes.Settings());
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));

        var ids = await Task.WhenAll(Misbehaviours.Select(r => api.AcceptedAsync(Update(r))));
        var ends = await EndsAsync(api, ids, TimeSpan.FromMinutes(3));

        Misbehaviours.Zip(ends).Select(p => $"{p.First}: {p.Second}, accepted {host.Simulator.AcceptedCount(p.First)}")
            .Where(line => !line.EndsWith(": delivered, accepted 1", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_receipt_counts_once_however_often_and_in_whatever_order_it_comes()
    {
        await using var host = await PeykHost.StartAsync(azurite.NewAccount(), ShortTimes.Settings());
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        string[] recipients = [ScenarioTable.Mobile("902", 8), ScenarioTable.Mobile("903", 8), ScenarioTable.Address("duplicated", "once")];

        var ids = await Task.WhenAll(recipients.Select(r => api.AcceptedAsync(Update(r))));
        await EndsAsync(api, ids, TimeSpan.FromMinutes(3));
        await Wait.UntilAsync(() => host.Simulator.WebhookCounts.Posted == host.Simulator.WebhookCounts.Succeeded, what: "the webhooks");

        foreach (var id in ids)
            (await api.NotificationAsync(id))["log"]!.AsArray().Count(e => Text(e!["event"]) == "delivered").ShouldBe(1);
    }

    [Fact]
    public async Task A_rate_limit_that_passes_fails_nothing_and_needs_no_sweep()
    {
        await using var host = await PeykHost.StartAsync(
            azurite.NewAccount(), ShortTimes.Settings(("SweepSchedule", ShortTimes.Never), ("Delivery__FirstRetry", "00:00:01.5")));
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        string[] recipients = [ScenarioTable.Mobile("429", 8), ScenarioTable.Address("rate-limited", "nosweep")];

        var ids = await Task.WhenAll(recipients.Select(r => api.AcceptedAsync(Update(r))));

        (await EndsAsync(api, ids, TimeSpan.FromMinutes(3))).ShouldAllBe(e => e == "delivered");
        recipients.ShouldAllBe(r => host.Simulator.AcceptedCount(r) == 1);
    }

    [Fact]
    public async Task A_receipt_that_comes_two_days_late_still_counts()
    {
        var time = new ShiftedTime();
        await using var host = await StartWithoutReceiptsAsync(time);
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var (id, sid) = await SentAsync(host, api);

        time.Advance(TimeSpan.FromDays(2));
        var answer = await ProviderWebhooks.TwilioStatusAsync(host.Url, $"{id}.1.1", sid, "delivered");

        answer.ShouldBe(204);
        Text((await api.NotificationAsync(id))["status"]).ShouldBe("delivered");
    }

    [Fact]
    public async Task After_three_days_without_a_receipt_a_delivery_expires_and_a_later_receipt_corrects_that()
    {
        var time = new ShiftedTime();
        await using var host = await StartWithoutReceiptsAsync(time);
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var (id, sid) = await SentAsync(host, api);

        time.Advance(TimeSpan.FromHours(73));
        await host.Get<Sweep>().RunAsync(default);
        var expired = await api.FinalAsync(id);
        await ProviderWebhooks.TwilioStatusAsync(host.Url, $"{id}.1.1", sid, "delivered");

        Text(expired["deliveries"]![0]!["reason"]).ShouldBe("no_receipt");
        var corrected = await api.NotificationAsync(id);
        Text(corrected["status"]).ShouldBe("delivered");
        Text(corrected["log"]!.AsArray()[^1]!["corrects"]).ShouldBe("expired");
        corrected["logIntegrity"]!["verified"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task A_message_of_unknown_outcome_does_not_take_an_equal_message_for_its_own()
    {
        await using var host = await PeykHost.StartAsync(azurite.NewAccount(), ShortTimes.Settings());
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        const string Mobile = "+989359999999";
        var first = await api.FinalAsync(await api.AcceptedAsync(Update(Mobile)));
        var again = Update(Mobile);
        again["case"]!["code"] = Text(first["case"]!["code"]);

        host.Simulator.Faults.Twilio = Fault.TimeoutBeforeAccept;
        var id = await api.AcceptedAsync(again);
        await api.WhenAsync(id, n => n["deliveries"]![0]!["attempts"]!.AsArray().Count > 1);
        host.Simulator.Faults.Twilio = Fault.None;
        var ends = await EndsAsync(api, [id], TimeSpan.FromMinutes(3));

        ends.ShouldBe(["delivered"]);
        host.Simulator.Messages.Select(m => m.Body).Distinct().Count().ShouldBe(1);
        host.Simulator.AcceptedCount(Mobile).ShouldBe(2);
    }

    private Task<PeykHost> StartWithoutReceiptsAsync(ShiftedTime time) => PeykHost.StartAsync(
        azurite.NewAccount(),
        ShortTimes.Settings(("SweepSchedule", ShortTimes.Never)),
        services => services.AddSingleton<TimeProvider>(time));

    private static async Task<(string Id, string Sid)> SentAsync(PeykHost host, ApiUser api)
    {
        var mobile = ScenarioTable.Mobile("905", 8);
        var id = await api.AcceptedAsync(Update(mobile));
        await api.WhenAsync(id, n => Text(n["status"]) == "sent");
        return (id, host.Simulator.Messages.Single(m => m.To == mobile).Sid);
    }

    private static async Task<string[]> EndsAsync(ApiUser api, IEnumerable<string> ids, TimeSpan timeout)
    {
        var ends = new List<string>();
        var deadline = TimeProvider.System.GetUtcNow() + timeout;
        foreach (var id in ids)
        {
            string status = "";
            var left = deadline - TimeProvider.System.GetUtcNow();
            await Wait.UntilAsync(
                async () => (status = Text((await api.NotificationAsync(id))["status"])) is "delivered" or "failed" or "expired",
                left > TimeSpan.Zero ? left : TimeSpan.FromSeconds(1),
                $"notification {id} to end");
            ends.Add(status);
        }

        return [.. ends];
    }

    private static string Recipient(int n) => n % 2 == 0 ? $"+98936{n:D7}" : $"fault{n}@example.org";

    private static JsonObject Update(string recipient) =>
        recipient.StartsWith('+') ? ApiUser.StatusUpdate(recipient) : ApiUser.StatusUpdate(email: recipient);

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";
}
