using System.Net;
using System.Text.Json.Nodes;
using Peyk.Functions.Callbacks;
using Peyk.Functions.Clients;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Callbacks;

public sealed class CallbackApiTests(CallbackFixture fixture) : IClassFixture<CallbackFixture>
{
    [Fact]
    public async Task A_test_event_goes_to_the_endpoint()
    {
        await using var endpoint = await Endpoint.StartAsync();
        var secret = await fixture.SetAsync("trying", endpoint.Address);
        using var api = await fixture.UserAsync("trying", Scopes.Callbacks);

        using var answer = await api.Http.PostAsync("/api/v1/callbacks/test", null);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var accepted = await BodyAsync(answer);
        var request = (await endpoint.RequestsAsync(1))[0];
        Endpoint.IsGenuine(request, secret, fixture.Now).ShouldBeTrue();
        (Endpoint.IdOf(request), (string?)Endpoint.EventOf(request)["type"]).ShouldBe(((string?)accepted["id"], "peyk.test"));
    }

    [Fact]
    public async Task The_list_shows_each_status_by_pages()
    {
        await using var endpoint = await Endpoint.StartAsync();
        await fixture.SetAsync("listing", endpoint.Address);
        using var api = await fixture.UserAsync("listing");
        await fixture.AddAsync("listing", 3);
        await fixture.PumpAsync("listing");
        foreach (var callback in await fixture.AddAsync("listing", 5))
        {
            var stored = await fixture.FindAsync(callback);
            await fixture.Store.SaveAsync(stored, stored.Park(CallbackFailure.Timeout, fixture.Now), default);
        }

        await fixture.AddAsync("listing", 2);

        (await IdsAsync(api, "?status=delivered")).Count.ShouldBe(3);
        (await IdsAsync(api, "?status=pending&limit=1")).Count.ShouldBe(2);
        var parked = await IdsAsync(api, "?status=parked&limit=2");
        parked.Distinct().Count().ShouldBe(5);
        (await IdsAsync(api, "?limit=4")).Distinct().Count().ShouldBe(10);
        var first = JsonNode.Parse(await api.Http.GetStringAsync("/api/v1/callbacks?status=parked&limit=1"))!["items"]![0]!;
        ((string?)first["id"], (string?)first["type"], (string?)first["status"], (string?)first["lastFailure"], (int?)first["attempts"])
            .ShouldBe((parked[0], "peyk.test", "parked", "timeout", 0));
    }

    [Theory]
    [InlineData("?status=lost", "query:status", "unknown_value")]
    [InlineData("?limit=0", "query:limit", "range")]
    [InlineData("?limit=501", "query:limit", "range")]
    [InlineData("?after=***", "query:after", "format")]
    [InlineData("?status=parked&after=ZXwx", "query:after", "format")]
    [InlineData("?after=gICA", "query:after", "format")]
    public async Task A_wrong_query_is_refused_with_its_place(string query, string pointer, string code)
    {
        using var api = await fixture.UserAsync("wrong");

        using var answer = await api.Http.GetAsync("/api/v1/callbacks" + query);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = (await BodyAsync(answer))["errors"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)error["pointer"], (string?)error["code"]).ShouldBe((pointer, code));
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_query_is_told_at_once()
    {
        using var api = await fixture.UserAsync("wrong");

        using var answer = await api.Http.GetAsync("/api/v1/callbacks?status=lost&limit=x&after=***");

        (await BodyAsync(answer))["errors"]!.AsArray().Count.ShouldBe(3);
    }

    [Fact]
    public async Task Clients_see_and_send_again_their_own_only()
    {
        await using var endpoint = await Endpoint.StartAsync();
        await fixture.SetAsync("owner", endpoint.Address);
        await fixture.SetAsync("stranger", endpoint.Address);
        using var stranger = await fixture.UserAsync("stranger");
        var callback = (await fixture.AddAsync("owner"))[0];

        using var answer = await stranger.Http.PostAsync($"/api/v1/callbacks/{callback.Event.Id}/redeliver", null);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await IdsAsync(stranger, "")).ShouldBeEmpty();
        (await fixture.FindAsync(callback)).Attempts.ShouldBe(0);
    }

    [Theory]
    [InlineData("0198c5a0-0000-7000-8000-000000000001-4")]
    [InlineData("cursor")]
    [InlineData("UPPER")]
    [InlineData("a%7Cb")]
    public async Task What_is_not_there_is_not_found(string id)
    {
        using var api = await fixture.UserAsync("owner");

        (await api.Http.PostAsync($"/api/v1/callbacks/{id}/redeliver", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("test")]
    [InlineData("redeliver")]
    public async Task Without_an_endpoint_nothing_can_be_sent(string what)
    {
        using var api = await fixture.UserAsync("homeless");

        using var answer = await api.Http.PostAsync($"/api/v1/callbacks/{what}", null);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        ((string?)(await BodyAsync(answer))["code"]).ShouldBe("no_callback_endpoint");
    }

    [Fact]
    public async Task A_key_needs_the_scope()
    {
        using var api = await fixture.UserAsync("scopeless", Scopes.Read);

        (await api.Http.GetAsync("/api/v1/callbacks")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await api.Http.PostAsync("/api/v1/callbacks/test", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await api.Http.PostAsync("/api/v1/callbacks/redeliver", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await api.Http.PostAsync("/api/v1/callbacks/x/redeliver", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_was_delivered_is_sent_again_under_the_same_id()
    {
        await using var endpoint = await Endpoint.StartAsync();
        await fixture.SetAsync("again", endpoint.Address);
        using var api = await fixture.UserAsync("again");
        var callback = (await fixture.AddAsync("again"))[0];
        await fixture.PumpAsync("again");

        using var answer = await api.Http.PostAsync($"/api/v1/callbacks/{callback.Event.Id}/redeliver", null);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await endpoint.RequestsAsync(2)).Select(Endpoint.IdOf).Distinct().ShouldHaveSingleItem();
    }

    private static async Task<List<string>> IdsAsync(ApiUser api, string query)
    {
        var ids = new List<string>();
        string? next = null;
        do
        {
            var after = next is null ? "" : $"{(query.Length == 0 ? "?" : "&")}after={next}";
            var page = JsonNode.Parse(await api.Http.GetStringAsync($"/api/v1/callbacks{query}{after}"))!;
            ids.AddRange(page["items"]!.AsArray().Select(i => (string)i!["id"]!));
            next = (string?)page["next"];
        }
        while (next is not null);

        return ids;
    }

    private static async Task<JsonObject> BodyAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
}
