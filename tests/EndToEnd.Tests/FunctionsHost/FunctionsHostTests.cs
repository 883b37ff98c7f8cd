using System.Net;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Peyk.EndToEnd.Tests.Guarantees;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.FunctionsHost;

/// <summary>The published folder under a host that behaves like the real one was recorded to. Publishing takes both cores.</summary>
[Collection(nameof(OneAtATime))]
public sealed class FunctionsHostTests(FunctionsHostFixture fixture) : IClassFixture<FunctionsHostFixture>
{
    private FakeFunctionsHost Host => fixture.Host;

    private ApiUser Api => fixture.Api;

    [Fact]
    public async Task A_status_update_reaches_phone_and_inbox()
    {
        var id = await Api.AcceptedAsync(ApiUser.StatusUpdate("+989124440001", "handler@example.org", policy: "all"));

        var done = await Api.FinalAsync(id);

        done["deliveries"]!.AsArray().Select(delivery => (string?)delivery!["status"]).ShouldBe(["delivered", "delivered"]);
        Host.Simulator.Messages.Count(message => message.To == "+989124440001").ShouldBe(1);
        Host.Simulator.Mails.Count(mail => mail.To == "handler@example.org").ShouldBe(1);
        Host.Invocations.Ended.ShouldContain(("SendSmsQueue", true));
    }

    /// <summary>Without a key of its own the message's id is the key, and that comes with the metadata.</summary>
    [Fact]
    public async Task A_trigger_on_the_queue_does_what_a_post_does()
    {
        var trigger = new JsonObject { ["v"] = 1, ["client"] = "test", ["kind"] = "status-updates", ["body"] = ApiUser.StatusUpdate("+989124440002") };

        await Host.Queue(Queues.Triggers).SendMessageAsync(trigger.ToJsonString());

        await Wait.UntilAsync(() => Host.Simulator.Messages.Any(message => message.To == "+989124440002"), what: "the message");
    }

    [Fact]
    public async Task A_tick_of_the_sweep_repairs_a_lost_hint()
    {
        Host.Queues.Held = Queues.SendSms;
        var id = await Api.AcceptedAsync(ApiUser.StatusUpdate("+989124440003"));
        await Host.Queue(Queues.SendSms).ClearMessagesAsync();
        Host.Queues.Held = null;

        await Wait.UntilAsync(
            async () => await Host.TickAsync("SweepTimer") && (string?)(await Api.NotificationAsync(id))["status"] == "delivered",
            what: "the sweep");

        Host.Simulator.Messages.Count(message => message.To == "+989124440003").ShouldBe(1);
    }

    [Fact]
    public async Task What_cannot_be_processed_fails_five_times_and_becomes_a_dead_letter()
    {
        await Host.Queue(Queues.SendSms).SendMessageAsync("nonsense");

        await Wait.UntilAsync(async () => await DeadLettersAsync() > 0, what: "the dead letter");
        Host.Invocations.Ended.Count(run => run == ("SendSmsQueue", false)).ShouldBe(5);
    }

    [Theory]
    [InlineData("GET", "/health/live", HttpStatusCode.OK)]
    [InlineData("HEAD", "/health/live", HttpStatusCode.OK)]
    [InlineData("GET", "/t", HttpStatusCode.OK)]
    [InlineData("GET", "/api/openapi.json", HttpStatusCode.OK)]
    [InlineData("GET", "/.well-known/jwks.json", HttpStatusCode.OK)]
    [InlineData("GET", "/nowhere", HttpStatusCode.NotFound)]
    [InlineData("POST", "/SendSmsQueue", HttpStatusCode.NotFound)]
    public async Task Requests_are_answered_as_by_the_self_hosted_app(string method, string path, HttpStatusCode status)
    {
        using var http = new HttpClient { BaseAddress = Host.Url };

        using var answer = await http.SendAsync(new(new(method), path));

        answer.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Problems_pass_through_with_their_body()
    {
        using var answer = await Api.PostAsync(new JsonObject());

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.AsArray().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_function_that_is_not_there_fails() => (await Host.Invocations.InvokeAsync("NoSuchQueue", [])).ShouldBeFalse();

    [Fact]
    public async Task An_invocation_forged_from_outside_runs_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/SweepTimer") { Content = new StringContent(HostInvocations.OfTick("timer", "SweepTimer").ToJsonString()) };
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");

        using var answer = await Host.Handler.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).ShouldBeEmpty();
    }

    [Fact]
    public void The_handler_knows_its_mode() => Host.Handler.Output.ShouldContain("mode CustomHandler");

    private async Task<int> DeadLettersAsync() =>
        await Host.Tables.GetTableClient(Tables.DeadLetters).QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Queues.SendSms}")).CountAsync();
}
