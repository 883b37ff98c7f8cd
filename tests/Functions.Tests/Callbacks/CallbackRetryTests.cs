using System.Net;
using System.Text.Json.Nodes;
using Peyk.Functions.Callbacks;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Callbacks;

/// <summary>What fails is tried again, parked, and sent again when asked for; the clock is the test's.</summary>
public sealed class CallbackRetryTests(CallbackFixture fixture) : IClassFixture<CallbackFixture>
{
    [Fact]
    public async Task A_day_of_failures_parks_it_and_a_request_sends_it_again()
    {
        await using var endpoint = await Endpoint.StartAsync(HttpStatusCode.InternalServerError);
        var secret = await fixture.SetAsync("stubborn", endpoint.Address);
        using var api = await fixture.UserAsync("stubborn");
        var callback = (await fixture.AddAsync("stubborn"))[0];

        var start = fixture.Now;
        var pauses = new List<double>();
        await fixture.PumpAsync("stubborn");
        while (await fixture.FindAsync(callback) is { Status: CallbackStatus.Pending, Due: { } due })
        {
            await fixture.PumpAsync("stubborn"); // It is not due yet: nothing is sent.
            endpoint.Requests.Count.ShouldBe(pauses.Count + 1);
            fixture.Time.Advance(due - fixture.Now);
            pauses.Add((fixture.Now - start).TotalHours);
            await fixture.PumpAsync("stubborn");
        }

        double[] suggested = [5 / 3600.0, 0.0847, 0.585, 2.585, 7.585, 17.585, 24];
        pauses.Count.ShouldBe(suggested.Length);
        foreach (var (pause, about) in pauses.Zip(suggested))
            pause.ShouldBeInRange(about * 0.88, about * 1.12);
        pauses[^1].ShouldBe(24, 0.01);
        var parked = await fixture.FindAsync(callback);
        (parked.Status, parked.Attempts, parked.LastHttpStatus).ShouldBe((CallbackStatus.Parked, 8, 500));
        endpoint.Requests.Select(Endpoint.IdOf).Distinct().ShouldHaveSingleItem().ShouldBe(callback.Event.Id);
        endpoint.Requests.Select(r => r.Body).Distinct().ShouldHaveSingleItem();
        endpoint.Requests.Select(r => r.Headers["webhook-timestamp"]).Distinct().Count().ShouldBe(8);

        endpoint.Answer = new(HttpStatusCode.OK);
        using var again = await api.Http.PostAsync($"/api/v1/callbacks/{callback.Event.Id}/redeliver", null);
        again.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var request = (await endpoint.RequestsAsync(9))[8];
        Endpoint.IsGenuine(request, secret, fixture.Now).ShouldBeTrue();
        Endpoint.IdOf(request).ShouldBe(callback.Event.Id);
        await Wait.UntilAsync(async () => (await fixture.FindAsync(callback)).Status == CallbackStatus.Delivered, what: "the delivery");
    }

    [Fact]
    public async Task Everything_that_is_parked_is_sent_again_in_one_request()
    {
        await using var endpoint = await Endpoint.StartAsync();
        await fixture.SetAsync("parked", endpoint.Address);
        using var api = await fixture.UserAsync("parked");
        var parked = await fixture.AddAsync("parked", 5);
        foreach (var callback in parked)
        {
            var stored = await fixture.FindAsync(callback);
            await fixture.Store.SaveAsync(stored, stored.Park(CallbackFailure.Timeout, fixture.Now), default);
        }

        using var answer = await api.Http.PostAsync("/api/v1/callbacks/redeliver", null);

        JsonNode.DeepEquals(JsonNode.Parse(await answer.Content.ReadAsStringAsync()), new JsonObject { ["count"] = 5, ["more"] = false }).ShouldBeTrue();
        (await endpoint.RequestsAsync(5)).Select(Endpoint.IdOf).Order(StringComparer.Ordinal)
            .ShouldBe(parked.Select(p => p.Event.Id).Order(StringComparer.Ordinal));
        await Wait.UntilAsync(async () => (await fixture.ListAsync("parked", CallbackStatus.Delivered)).Count == 5, what: "the deliveries");
        (await fixture.ListAsync("parked", CallbackStatus.Parked)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_endpoint_that_asks_for_rest_gets_it_for_all_its_callbacks()
    {
        await using var endpoint = await Endpoint.StartAsync();
        endpoint.Answer = new(HttpStatusCode.TooManyRequests) { Headers = new Dictionary<string, string> { ["Retry-After"] = "1800" } };
        await fixture.SetAsync("resting", endpoint.Address);
        var first = (await fixture.AddAsync("resting"))[0];
        await fixture.PumpAsync("resting");
        var second = (await fixture.AddAsync("resting"))[0];

        await fixture.PumpAsync("resting");

        endpoint.Requests.Count.ShouldBe(1);
        ((await fixture.FindAsync(first)).Due!.Value - fixture.Now).ShouldBeInRange(TimeSpan.FromMinutes(29.5), TimeSpan.FromMinutes(30));
        (await fixture.FindAsync(second)).Attempts.ShouldBe(0);
        endpoint.Answer = new(HttpStatusCode.OK);
        fixture.Time.Advance(TimeSpan.FromMinutes(30.1));
        await fixture.PumpAsync("resting");
        await endpoint.RequestsAsync(3);
    }

    [Fact]
    public async Task A_slow_endpoint_delays_no_other_client_however_much_waits_for_it()
    {
        await using var slow = await Endpoint.StartAsync();
        slow.Answer = CannedAnswer.Silence;
        await using var quick = await Endpoint.StartAsync();
        await fixture.SetAsync("slow", slow.Address);
        await fixture.SetAsync("quick", quick.Address);
        await fixture.AddAsync("slow", 40);
        var hints = fixture.Host.Get<CallbackHints>();
        foreach (var _ in Enumerable.Range(0, 40))
            await hints.PutAsync("slow", default);
        await Wait.UntilAsync(() => slow.Requests.Count > 0, what: "the slow endpoint's first");

        await fixture.AddAsync("quick");
        await hints.PutAsync("quick", default);
        await quick.RequestsAsync(1);

        // Not one attempt at the silent one has ended: had the quick one waited for any, it would not be here yet.
        (await fixture.ListAsync("slow")).ShouldAllBe(c => c.LastFailure == null && c.Status == CallbackStatus.Pending);
        slow.Requests.Count.ShouldBeInRange(1, 4);
    }
}
