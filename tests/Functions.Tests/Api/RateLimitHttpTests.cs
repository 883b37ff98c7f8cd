using System.Net;
using System.Text.Json.Nodes;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Api;

public sealed class RateLimitHttpTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_key_that_asks_too_often_is_told_when_to_come_back()
    {
        await using var host = await PeykHost.StartAsync(
            azurite.NewAccount(), new Dictionary<string, string> { ["Api__RequestsPerMinute"] = "1", ["Api__Burst"] = "2" });
        using var http = host.ClientWith(await host.NewKeyAsync());
        using var other = host.ClientWith(await host.NewKeyAsync());

        using var first = await http.GetAsync("/api/v1/feed");
        using var second = await http.GetAsync("/api/v1/feed");
        using var third = await http.GetAsync("/api/v1/feed");

        (first.StatusCode, second.StatusCode, third.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests));
        ((string?)JsonNode.Parse(await third.Content.ReadAsStringAsync())!["code"]).ShouldBe("rate_limited");
        third.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 60);
        first.Headers.GetValues("RateLimit-Policy").ShouldBe(["\"key\";q=2;w=120"]);
        second.Headers.GetValues("RateLimit").Single().ShouldStartWith("\"key\";r=0;t=");
        (await other.GetAsync("/api/v1/feed")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
