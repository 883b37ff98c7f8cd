using System.Net;
using System.Text.Json.Nodes;
using Peyk.Core.Deliveries;
using Peyk.Functions.Callbacks;
using Peyk.Functions.Delivery;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Callbacks;

/// <summary>From a notification's end to a client's endpoint.</summary>
public sealed class CallbackTests(CallbackFixture fixture) : IClassFixture<CallbackFixture>
{
    [Fact]
    public async Task A_final_status_reaches_the_endpoint_as_a_signed_cloud_event()
    {
        await using var endpoint = await Endpoint.StartAsync();
        var secret = await fixture.SetAsync("signed", new Uri(endpoint.Address, "/peyk?tenant=7"));
        using var api = await fixture.UserAsync("signed");
        var id = await CallbackFixture.FinalAsync(api, "+989120005005");

        await fixture.CollectAsync();

        var request = (await endpoint.RequestsAsync(1))[0];
        (request.Method, request.Target, request.Headers["Content-Type"]).ShouldBe(("POST", "/peyk?tenant=7", "application/cloudevents+json"));
        Endpoint.IsGenuine(request, secret, fixture.Now).ShouldBeTrue();
        request.Headers.Keys.ShouldNotContain("traceparent");
        var sent = Endpoint.EventOf(request);
        var happened = sent["data"]!["at"]!.GetValue<DateTimeOffset>();
        sent["time"]!.GetValue<DateTimeOffset>().ShouldBe(happened);
        sent["data"]!["at"] = null;
        sent.Remove("time");
        JsonNode.DeepEquals(sent, new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = Endpoint.IdOf(request),
            ["source"] = fixture.Host.Url.ToString().TrimEnd('/'),
            ["type"] = "peyk.notification.failed",
            ["subject"] = id,
            ["datacontenttype"] = "application/json",
            ["data"] = new JsonObject
            {
                ["id"] = id,
                ["kind"] = "status-updates",
                ["status"] = "failed",
                ["channel"] = "sms",
                ["reason"] = "invalid_address",
                ["providerCode"] = "30005",
                ["at"] = null,
                ["test"] = false,
            },
        }).ShouldBeTrue(sent.ToJsonString());
    }

    [Fact]
    public async Task A_correction_is_an_event_of_its_own()
    {
        await using var endpoint = await Endpoint.StartAsync();
        await fixture.SetAsync("corrected", endpoint.Address);
        using var api = await fixture.UserAsync("corrected");
        var id = await api.AcceptedAsync(ApiUser.StatusUpdate(email: "corrected@example.org"));
        await api.FinalAsync(id);
        await fixture.CollectAsync();
        await endpoint.RequestsAsync(1);

        var bounce = new Receipt.Failed(fixture.Now, null, Reason.Bounced, "bounce");
        (await fixture.Host.Get<DeliveryWorker>().ReceiveAsync(new AttemptId(Guid.Parse(id), 1, 1), bounce, default)).ShouldBeTrue();
        await fixture.CollectAsync();

        var requests = await endpoint.RequestsAsync(2);
        requests.Select(r => (string?)Endpoint.EventOf(r)["type"]).ShouldBe(["peyk.notification.delivered", "peyk.notification.failed"]);
        ((string?)Endpoint.EventOf(requests[1])["data"]!["corrects"]).ShouldBe("delivered");
        Endpoint.IdOf(requests[0]).ShouldNotBe(Endpoint.IdOf(requests[1]));
    }

    [Fact]
    public async Task What_ended_before_the_address_was_set_is_not_told()
    {
        await using var endpoint = await Endpoint.StartAsync();
        using var api = await fixture.UserAsync("late");
        await CallbackFixture.FinalAsync(api, "+989126110001");
        await fixture.SetAsync("late", endpoint.Address);
        var after = await CallbackFixture.FinalAsync(api, "+989126110002");

        await fixture.CollectAsync();

        Endpoint.EventOf((await endpoint.RequestsAsync(1))[0])["subject"]!.GetValue<string>().ShouldBe(after);
    }

    [Fact]
    public async Task A_client_without_an_endpoint_costs_and_gets_nothing()
    {
        using var api = await fixture.UserAsync("silent");
        await CallbackFixture.FinalAsync(api, "+989126110003");

        await fixture.CollectAsync();

        (await fixture.ListAsync("silent")).ShouldBeEmpty();
        (await fixture.Store.ReadCursorAsync("silent", default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_feed_row_that_stands_there_twice_is_one_event()
    {
        await using var endpoint = await Endpoint.StartAsync();
        await fixture.SetAsync("twin", endpoint.Address);
        using var api = await fixture.UserAsync("twin");
        await CallbackFixture.FinalAsync(api, "+989126110004");
        await fixture.CollectAsync();
        await endpoint.RequestsAsync(1);

        // A writing that was given up and came through after all: the same entry under a later time.
        await FeedTwins.RepeatAsync(fixture.Host, "twin", fixture.Now);
        var other = await CallbackFixture.FinalAsync(api, "+989126110005");
        await fixture.CollectAsync();

        var requests = await endpoint.RequestsAsync(2);
        ((string?)Endpoint.EventOf(requests[1])["subject"]).ShouldBe(other);
        (await fixture.ListAsync("twin")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task More_than_a_page_of_news_arrives_whole()
    {
        await using var endpoint = await Endpoint.StartAsync();
        await fixture.SetAsync("many", endpoint.Address);
        using var api = await fixture.UserAsync("many");
        var ids = await Task.WhenAll(Enumerable.Range(0, CallbackStore.MostAtOnce + 11).Select(
            i => api.AcceptedAsync(ApiUser.StatusUpdate($"+9891261{i:D5}", policy: "only"))));
        foreach (var id in ids)
            await api.FinalAsync(id);

        await fixture.CollectAsync();

        (await endpoint.RequestsAsync(ids.Length)).Select(r => (string?)Endpoint.EventOf(r)["subject"]).Order(StringComparer.Ordinal)
            .ShouldBe(ids.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_new_secret_signs_beside_the_old_one_for_a_while()
    {
        await using var endpoint = await Endpoint.StartAsync();
        var old = await fixture.SetAsync("rotating", endpoint.Address);

        var rotated = (await fixture.RunAsync("callbacks", "rotate", "--client", "rotating", "--overlap", "PT2H")).Output.Trim();
        await fixture.AddAsync("rotating");
        await fixture.PumpAsync("rotating");
        var during = (await endpoint.RequestsAsync(1))[0];
        (Endpoint.IsGenuine(during, old, fixture.Now), Endpoint.IsGenuine(during, rotated, fixture.Now)).ShouldBe((true, true));
        during.Headers["webhook-signature"].Split(' ').Length.ShouldBe(2);

        fixture.Time.Advance(TimeSpan.FromHours(2.1));
        await fixture.AddAsync("rotating");
        await fixture.PumpAsync("rotating");
        var later = (await endpoint.RequestsAsync(2))[1];
        (Endpoint.IsGenuine(later, old, fixture.Now), Endpoint.IsGenuine(later, rotated, fixture.Now)).ShouldBe((false, true));
    }

    [Fact]
    public async Task An_address_that_follows_another_has_its_own_secret_and_goes_on_where_that_was()
    {
        await using var first = await Endpoint.StartAsync();
        await using var second = await Endpoint.StartAsync();
        var old = await fixture.SetAsync("moving", first.Address);
        using var api = await fixture.UserAsync("moving");
        var id = await CallbackFixture.FinalAsync(api, "+989126110006");

        var secret = await fixture.SetAsync("moving", second.Address);
        await fixture.CollectAsync();

        var request = (await second.RequestsAsync(1))[0];
        ((string?)Endpoint.EventOf(request)["subject"]).ShouldBe(id);
        (Endpoint.IsGenuine(request, secret, fixture.Now), Endpoint.IsGenuine(request, old, fixture.Now)).ShouldBe((true, false));
        first.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_endpoint_that_is_gone_is_disabled_and_told_the_rest_once_it_is_enabled()
    {
        await using var endpoint = await Endpoint.StartAsync(HttpStatusCode.Gone);
        await fixture.SetAsync("gone", endpoint.Address);
        using var api = await fixture.UserAsync("gone");
        var refused = (await fixture.AddAsync("gone"))[0];

        await fixture.PumpAsync("gone");
        var waiting = (await fixture.AddAsync("gone"))[0];
        await fixture.PumpAsync("gone");
        var id = await CallbackFixture.FinalAsync(api, "+989126110007");
        await fixture.CollectAsync();

        (await fixture.RunAsync("callbacks", "list")).Output.ShouldContain("gone  disabled since");
        (await fixture.FindAsync(refused)).ShouldSatisfyAllConditions(c => c.Status.ShouldBe(CallbackStatus.Parked), c => c.LastHttpStatus.ShouldBe(410));
        (await fixture.FindAsync(waiting)).LastFailure.ShouldBe(CallbackFailure.EndpointDisabled);
        (await fixture.ListAsync("gone")).Count.ShouldBe(2, "the feed waits while the endpoint is disabled");
        using (var test = await api.Http.PostAsync("/api/v1/callbacks/test", null))
            (await test.Content.ReadAsStringAsync()).ShouldContain("callback_endpoint_disabled");
        endpoint.Requests.Count.ShouldBe(1);

        endpoint.Answer = new(HttpStatusCode.NoContent);
        (await fixture.RunAsync("callbacks", "enable", "--client", "gone")).Code.ShouldBe(0);
        await fixture.CollectAsync();
        ((string?)Endpoint.EventOf((await endpoint.RequestsAsync(2))[1])["subject"]).ShouldBe(id);
    }

    [Fact]
    public async Task A_removed_endpoint_gets_nothing_more_and_what_was_on_its_way_is_parked()
    {
        await using var endpoint = await Endpoint.StartAsync();
        await fixture.SetAsync("removed", endpoint.Address);
        var waiting = (await fixture.AddAsync("removed"))[0];

        (await fixture.RunAsync("callbacks", "remove", "--client", "removed")).Code.ShouldBe(0);
        await fixture.CollectAsync();

        await Wait.UntilAsync(async () => (await fixture.FindAsync(waiting)).Status == CallbackStatus.Parked, what: "the parking");
        (await fixture.FindAsync(waiting)).LastFailure.ShouldBe(CallbackFailure.NoEndpoint);
        (await fixture.RunAsync("callbacks", "remove", "--client", "removed")).Code.ShouldBe(1);
        (await fixture.RunAsync("callbacks", "list")).Output.ShouldNotContain("removed  ");
        endpoint.Requests.ShouldBeEmpty();
    }

    public static TheoryData<string, string[]> Wrong => new()
    {
        { "a client that nobody knows", ["callbacks", "set", "--client", "nobody", "--url", "https://example.org/"] },
        { "no TLS", ["callbacks", "set", "--client", "cli", "--url", "http://example.org/"] },
        { "a private address", ["callbacks", "set", "--client", "cli", "--url", "https://10.0.0.1/"] },
        { "no address to rotate", ["callbacks", "rotate", "--client", "cli"] },
        { "no address to enable", ["callbacks", "enable", "--client", "cli"] },
        { "a duration in words", ["callbacks", "rotate", "--client", "cli", "--overlap", "soon"] },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_command_ends_with_an_error(string why, string[] arguments)
    {
        await fixture.Host.NewKeyAsync("cli");

        (await fixture.RunAsync(arguments)).Code.ShouldNotBe(0, why);
    }
}
