using System.Net;
using System.Text.Json.Nodes;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Api;

public sealed class CancelTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task What_is_scheduled_can_be_cancelled_and_is_never_sent()
    {
        var id = await fixture.Api.AcceptedAsync(Later("+989123330001"));

        using var answer = await CancelAsync(id);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var cancelled = await fixture.Api.NotificationAsync(id);
        ((string?)cancelled["status"], (string?)cancelled["deliveries"]![0]!["reason"]).ShouldBe(("cancelled", "cancelled_by_client"));
        cancelled["log"]!.AsArray().Select(e => (string?)e!["event"]).ShouldBe(["scheduled", "cancelled"]);
        ((bool?)cancelled["logIntegrity"]!["verified"]).ShouldBe(true);
        fixture.Host.Simulator.AcceptedCount("+989123330001").ShouldBe(0);
    }

    [Fact]
    public async Task Cancelling_again_answers_the_same_and_logs_nothing_more()
    {
        var id = await fixture.Api.AcceptedAsync(Later("+989123330002"));

        using var first = await CancelAsync(id);
        using var second = await CancelAsync(id);

        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        (await fixture.Api.NotificationAsync(id))["log"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Every_channel_is_cancelled()
    {
        var update = Later("+989123330003", "cancel@example.org");
        update["channels"] = new JsonObject { ["policy"] = "all" };
        var id = await fixture.Api.AcceptedAsync(update);

        using var answer = await CancelAsync(id);

        (await fixture.Api.NotificationAsync(id))["deliveries"]!.AsArray().Select(d => (string?)d!["status"]).ShouldBe(["cancelled", "cancelled"]);
    }

    [Fact]
    public async Task What_the_provider_has_cannot_be_cancelled()
    {
        // The number ends in 905: it is sent, and its receipt never comes.
        var id = await fixture.Api.AcceptedAsync(ApiUser.StatusUpdate("+989120003905", policy: "only"));
        await fixture.Api.WhenAsync(id, n => (string?)n["status"] == "sent");

        using var answer = await CancelAsync(id);

        (answer.StatusCode, await CodeAsync(answer)).ShouldBe((HttpStatusCode.Conflict, "already_sending"));
    }

    [Fact]
    public async Task What_has_arrived_cannot_be_cancelled()
    {
        var id = await fixture.Api.AcceptedAsync(ApiUser.StatusUpdate("+989123330004", policy: "only"));
        await fixture.Api.FinalAsync(id);

        using var answer = await CancelAsync(id);

        (answer.StatusCode, await CodeAsync(answer)).ShouldBe((HttpStatusCode.Conflict, "already_final"));
    }

    private Task<HttpResponseMessage> CancelAsync(string id) => fixture.Api.Http.PostAsync($"/api/v1/notifications/{id}/cancel", null);

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) => (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"];

    private static JsonObject Later(string mobile, string? email = null)
    {
        var update = ApiUser.StatusUpdate(mobile, email);
        update["sendAt"] = TimeProvider.System.GetUtcNow().AddHours(2).ToString("O");
        return update;
    }
}
