using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Peyk.Runtime.Tests.Support;

namespace Peyk.Runtime.Tests.Http;

public sealed class HttpTriggerTests : IAsyncLifetime
{
    private TestHost? host;

    private HttpClient Client => host!.Client;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync(new Setup(typeof(HttpFunctions)));

    public ValueTask DisposeAsync() => host!.DisposeAsync();

    [Theory]
    [InlineData("GET", "numbers/5", 200, "GET 5")]
    [InlineData("GET", "numbers/five", 404, "")]
    [InlineData("GET", "numbers/99999999999", 404, "")]
    [InlineData("GET", "guids/3f2504e0-4f89-41d3-9a0c-0305e82c3301", 200, "3f2504e04f8941d39a0c0305e82c3301")]
    [InlineData("GET", "guids/x", 404, "")]
    [InlineData("GET", "dates/2026-11-21", 200, "2026-11-21")]
    [InlineData("GET", "optional", 200, "none")]
    [InlineData("GET", "optional/3", 200, "3")]
    [InlineData("GET", "default", 200, "7")]
    [InlineData("GET", "rest/a/b%20c", 200, "a/b c")]
    [InlineData("GET", "value", 200, "value")]
    [InlineData("GET", "static", 200, "static")]
    [InlineData("GET", "written", 200, "by hand")]
    [InlineData("DELETE", "results", 204, "")]
    public async Task A_request_is_bound_and_answered(string method, string path, int status, string body)
    {
        using var response = await Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldBe(body);
    }

    [Fact]
    public async Task An_action_result_is_executed_as_MVC_does()
    {
        using var response = await Client.PutAsJsonAsync("json", new Dictionary<string, int> { ["a"] = 1 });

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        response.Headers.Location!.ToString().ShouldBe("/json");
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"a":1}""");
    }

    [Fact]
    public async Task A_GET_function_answers_HEAD_without_a_body()
    {
        using var response = await Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "numbers/5"));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("POST", "numbers/5")]
    [InlineData("HEAD", "json")]
    [InlineData("OPTIONS", "json")]
    public async Task A_method_that_no_function_lists_is_not_found(string method, string path)
    {
        using var response = await Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Content.Headers.Allow.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("POST", "special")]
    [InlineData("GET", "")]
    public async Task Of_overlapping_routes_the_one_with_the_method_answers(string method, string expected)
    {
        using var response = await Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "numbers/special"));

        (await response.Content.ReadAsStringAsync()).ShouldBe(expected);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PATCH")]
    public async Task A_function_without_methods_and_route_answers_all_under_its_name(string method)
    {
        using var response = await Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "Any"));

        (await response.Content.ReadAsStringAsync()).ShouldBe(method);
    }

    [Fact]
    public async Task The_context_names_the_function_and_goes_on_with_the_callers_trace()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "context/9");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        using var response = await Client.SendAsync(request);
        var context = await response.Content.ReadFromJsonAsync<JsonElement>();

        context.GetProperty("function").GetString().ShouldBe("Context");
        context.GetProperty("same").GetBoolean().ShouldBeTrue();
        context.GetProperty("id").GetString().ShouldBe("9");
        context.GetProperty("trace").GetString()!.ShouldStartWith("00-0af7651916cd43dd8448eb211c80319c-");
    }

    [Fact]
    public async Task A_function_that_throws_is_a_500_that_tells_nothing()
    {
        using var response = await Client.GetAsync("throws");

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await response.Content.ReadAsStringAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task No_header_names_the_server()
    {
        using var response = await Client.GetAsync("static");

        response.Headers.Server.ShouldBeEmpty();
    }
}
