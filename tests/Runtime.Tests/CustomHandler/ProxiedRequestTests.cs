using System.Net;
using Azure.Storage.Queues.Models;
using Peyk.Runtime.Tests.Support;
using Peyk.Testing;

namespace Peyk.Runtime.Tests.CustomHandler;

/// <summary>What comes from outside through the host's proxy, and what only looks like the host.</summary>
public sealed class ProxiedRequestTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly Setup _setup = new(typeof(HandlerFunctions));
    private TestHost _host = null!;

    public static TheoryData<string, string> ProxyHeaders => new()
    {
        { "X-Forwarded-For", "203.0.113.9" },
        { "x-forwarded-host", "peyk.example" },
        { "X-Forwarded-Proto", "https" },
        { "X-FORWARDED-ANYTHING", "" },
        { "x-ms-invocation-id", HostCalls.InvocationId },
    };

    public async ValueTask InitializeAsync() => _host = await TestHost.StartHandlerAsync(_setup);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(ProxyHeaders))]
    public async Task A_forged_invocation_runs_nothing(string header, string value)
    {
        using var answer = await _host.InvokeAsync("OnQueue", HostCalls.Recorded("queue"), (header, value));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        _setup.Seen.All.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    public async Task Only_POST_invokes(string method)
    {
        using var request = new HttpRequestMessage(new(method), "/OnQueue") { Content = new StringContent(HostCalls.Recorded("queue")) };

        (await _host.Client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        _setup.Seen.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_proxied_request_reaches_its_HTTP_function()
    {
        using var answer = await _host.InvokeAsync("greetings/Sara", "anything", ("X-Forwarded-For", "203.0.113.9"));

        (answer.StatusCode, await answer.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.OK, "hello Sara"));
    }

    [Fact]
    public async Task A_route_that_is_a_functions_name_serves_those_outside_and_leaves_the_name_to_the_host()
    {
        using var outside = await _host.InvokeAsync("Text", HostCalls.Message("forged"), ("X-Forwarded-For", "203.0.113.9"));
        using var host = await _host.InvokeAsync("Text", HostCalls.Message("real"));

        (await outside.Content.ReadAsStringAsync()).ShouldBe("by route");
        _setup.Seen.All.ShouldBe(["real"]);
    }

    [Fact]
    public async Task The_hosts_question_whether_we_are_there_is_answered() =>
        (await _host.Client.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

    [Fact]
    public async Task Self_hosted_there_are_no_invocations()
    {
        await using var selfHosted = await TestHost.StartAsync(_setup with { Storage = azurite.NewAccount() });

        using var answer = await selfHosted.InvokeAsync("OnQueue", HostCalls.Recorded("queue"));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        _setup.Seen.All.OfType<QueueMessage>().ShouldBeEmpty();
    }
}
