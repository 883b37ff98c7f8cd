using System.Net;
using System.Net.Sockets;
using Peyk.Testing;
using SendGrid;

namespace Peyk.Compat.Tests.SendGrid;

public sealed class ResponseTests
{
    [Fact]
    public async Task Acceptance_tells_the_message_id()
    {
        await using var sendGrid = await SendGridServer.AnsweringAsync(
            new CannedAnswer(HttpStatusCode.Accepted) { Headers = new Dictionary<string, string> { ["X-Message-Id"] = "AbC_1" } });

        var response = await sendGrid.Client.SendEmailAsync(SendGridServer.Message());

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        response.IsSuccessStatusCode.ShouldBeTrue();
        response.Headers.GetValues("X-Message-Id").ShouldBe(["AbC_1"]);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task A_refusal_is_an_answer_and_is_not_repeated(HttpStatusCode status)
    {
        const string Errors = """{"errors":[{"message":"no","field":"from","help":null}]}""";
        await using var sendGrid = await SendGridServer.AnsweringAsync(
            new CannedAnswer(status, Errors) { Headers = new Dictionary<string, string> { ["X-RateLimit-Reset"] = "1800000000" } });

        var response = await sendGrid.Client.SendEmailAsync(SendGridServer.Message());

        response.StatusCode.ShouldBe(status);
        response.IsSuccessStatusCode.ShouldBeFalse();
        (await response.Body.ReadAsStringAsync()).ShouldBe(Errors);
        response.Headers.GetValues("X-RateLimit-Reset").ShouldBe(["1800000000"]);
        sendGrid.Request.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_answer_with_a_misspelt_charset_can_be_read()
    {
        await using var sendGrid = await SendGridServer.AnsweringAsync(
            new CannedAnswer(HttpStatusCode.BadRequest, "«no»", "application/json; charset=utf8"));

        var response = await sendGrid.Client.SendEmailAsync(SendGridServer.Message());

        (await response.Body.ReadAsStringAsync()).ShouldBe("«no»");
    }

    [Fact]
    public async Task A_refused_connection_is_an_http_request_exception()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var http = new HttpClient();
        var client = new SendGridClient(http, new SendGridClientOptions { ApiKey = SendGridServer.Key, Host = $"http://127.0.0.1:{port}" });

        var failure = await Should.ThrowAsync<HttpRequestException>(() => client.SendEmailAsync(SendGridServer.Message()));

        failure.HttpRequestError.ShouldBe(HttpRequestError.ConnectionError);
    }

    [Fact]
    public async Task A_cancelled_wait_ends()
    {
        await using var sendGrid = await SendGridServer.AnsweringAsync(CannedAnswer.Silence);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Should.ThrowAsync<TaskCanceledException>(() => sendGrid.Client.SendEmailAsync(SendGridServer.Message(), cancellation.Token));
    }
}
