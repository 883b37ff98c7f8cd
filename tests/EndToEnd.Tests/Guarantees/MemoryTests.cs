using System.Net;
using System.Security.Cryptography;
using Azure.Storage.Queues;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Guarantees;

/// <summary>What a process remembers of its own writes saves reads, and never decides against what is stored.</summary>
public sealed class MemoryTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_cancel_at_another_instance_holds_against_what_the_first_one_remembers()
    {
        var storage = azurite.NewAccount();
        var keys = new Dictionary<string, string>
        {
            ["Peyk__MasterKeys"] = "shared:" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Peyk__LookupKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        };
        await using var first = await PeykHost.StartAsync(storage, keys);
        var silent = new Dictionary<string, string>(keys) { ["AzureWebJobs.SendSmsQueue.Disabled"] = "true", ["AzureWebJobs.SweepTimer.Disabled"] = "true" };
        await using var second = await PeykHost.StartAsync(storage, silent);
        var key = await first.NewKeyAsync();
        using var api = new ApiUser(first.ClientWith(key));
        using var other = new ApiUser(second.ClientWith(key));
        var update = ApiUser.StatusUpdate("+989121119801");
        update["sendAt"] = TimeProvider.System.GetUtcNow().AddSeconds(4).ToString("O");

        var id = await api.AcceptedAsync(update);
        using var cancelled = await other.Http.PostAsync($"/api/v1/notifications/{id}/cancel", null);

        cancelled.StatusCode.ShouldBe(HttpStatusCode.OK);
        var queue = new QueueClient(storage, "send-sms");
        await Wait.UntilAsync(async () => (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount == 0, what: "the hint to be taken");
        var notification = await api.NotificationAsync(id);
        notification["log"]!.AsArray().Select(e => e!["event"]!.GetValue<string>()).ShouldBe(["scheduled", "cancelled"]);
        (first.Simulator.AcceptedMessages + second.Simulator.AcceptedMessages).ShouldBe(0);
    }
}
