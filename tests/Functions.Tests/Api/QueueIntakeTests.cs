using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Peyk.Functions.QueueIntake;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Api;

public sealed class QueueIntakeTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private QueueClient Queue => fixture.Host.Get<QueueServiceClient>().GetQueueClient(Queues.Triggers);

    [Fact]
    public async Task A_trigger_does_what_a_post_does()
    {
        await PutAsync(Trigger("+989126660001", "queue-1").ToJsonString());

        await DeliveredAsync("+989126660001", "queue-1");
    }

    [Fact]
    public async Task Base64_is_read_too()
    {
        await PutAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(Trigger("+989126660002", "queue-2").ToJsonString())));

        await DeliveredAsync("+989126660002", "queue-2");
    }

    [Fact]
    public async Task A_message_that_is_handled_twice_is_one_notification()
    {
        var text = Trigger("+989126660003", "queue-3").ToJsonString();
        var intake = fixture.Host.Get<TriggerIntake>();

        await intake.AcceptAsync(text, "11111111-2222-3333-4444-555555555555", null, default);
        await intake.AcceptAsync(text, "11111111-2222-3333-4444-555555555555", null, default);

        await DeliveredAsync("+989126660003", "queue-3");
    }

    [Fact]
    public async Task A_post_and_a_trigger_with_one_key_and_body_are_one_notification()
    {
        var trigger = Trigger("+989126660004", "queue-4");
        trigger["idempotencyKey"] = "both-ways";
        var id = await fixture.Api.AcceptedAsync(trigger["body"]!.DeepClone().AsObject(), "both-ways");

        await fixture.Host.Get<TriggerIntake>().AcceptAsync(trigger.ToJsonString(), "id", null, default);

        (await FoundAsync("queue-4")).ShouldHaveSingleItem().ShouldBe(id);
    }

    [Fact]
    public async Task A_key_that_named_another_request_makes_a_dead_letter()
    {
        var intake = fixture.Host.Get<TriggerIntake>();
        await intake.AcceptAsync(Trigger("+989126660005", "queue-5").ToJsonString(), "reused-id", null, default);
        await intake.AcceptAsync(Trigger("+989126660006", "queue-5").ToJsonString(), "reused-id", null, default);

        var letter = await fixture.Host.Tables.GetTableClient(Tables.DeadLetters).GetEntityAsync<TableEntity>(Queues.Triggers, "reused-id");
        letter.Value.GetString("Reason").ShouldContain("idempotency_key_reused");
    }

    [Fact]
    public async Task A_newer_version_goes_back_with_its_key_and_never_becomes_a_dead_letter()
    {
        var trigger = Trigger("+989126660007", "queue-6");
        trigger["v"] = 2;
        trigger["novelty"] = new JsonObject();
        await fixture.Host.Get<TriggerIntake>().AcceptAsync(trigger.ToJsonString(), "newer-id", null, default);

        // The copy is invisible for a minute; its presence shows in the count.
        QueueProperties properties = await Queue.GetPropertiesAsync();
        properties.ApproximateMessagesCount.ShouldBeGreaterThan(0);
        var letter = await fixture.Host.Tables.GetTableClient(Tables.DeadLetters).GetEntityIfExistsAsync<TableEntity>(Queues.Triggers, "newer-id");
        letter.HasValue.ShouldBeFalse();
    }

    private static JsonObject Trigger(string mobile, string reference)
    {
        var body = ApiUser.StatusUpdate(mobile, policy: "only");
        body["reference"] = reference;
        return new() { ["v"] = 1, ["client"] = "test", ["kind"] = "status-updates", ["body"] = body };
    }

    private Task PutAsync(string text) => Queue.SendMessageAsync(text, timeToLive: TimeSpan.FromSeconds(-1));

    private async Task DeliveredAsync(string mobile, string reference)
    {
        await Wait.UntilAsync(async () => (await FoundAsync(reference)).Count == 1, what: "the notification");
        await fixture.Api.FinalAsync((await FoundAsync(reference))[0]!);
        fixture.Host.Simulator.AcceptedCount(mobile).ShouldBe(1);
    }

    private async Task<List<string?>> FoundAsync(string reference)
    {
        var list = JsonNode.Parse(await fixture.Api.Http.GetStringAsync($"/api/v1/notifications?reference={reference}"))!;
        return [.. list["items"]!.AsArray().Select(n => (string?)n!["id"])];
    }
}
