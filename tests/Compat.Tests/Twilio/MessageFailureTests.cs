using System.Net;
using System.Net.Sockets;
using Peyk.Testing;
using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Http;
using Twilio.Rest.Api.V2010.Account;

namespace Peyk.Compat.Tests.Twilio;

public sealed class MessageFailureTests
{
    [Fact]
    public async Task A_refusal_tells_code_status_and_where_to_read_more()
    {
        await using var twilio = await TwilioServer.AnsweringAsync(_ => new CannedAnswer(
            HttpStatusCode.BadRequest,
            """{"code":21211,"message":"Invalid 'To'","more_info":"https://www.twilio.com/docs/errors/21211","status":400,"details":{}}"""));

        var refusal = await Should.ThrowAsync<ApiException>(() => SendAsync(twilio.Client));

        refusal.Code.ShouldBe(21211);
        refusal.Status.ShouldBe(400);
        refusal.Message.ShouldBe("Invalid 'To'");
        refusal.MoreInfo.ShouldBe("https://www.twilio.com/docs/errors/21211");
    }

    [Fact]
    public async Task The_status_is_that_of_the_answer_not_of_its_text()
    {
        await using var twilio = await TwilioServer.AnsweringAsync(
            _ => new CannedAnswer(HttpStatusCode.TooManyRequests, """{"code":20429,"message":"Slow down","status":400}"""));

        var refusal = await Should.ThrowAsync<ApiException>(() => SendAsync(twilio.Client));

        refusal.Status.ShouldBe(429);
        refusal.Code.ShouldBe(20429);
        refusal.MoreInfo.ShouldBeNull();
    }

    [Theory]
    [InlineData(HttpStatusCode.BadGateway, "<html>bad gateway</html>")]
    [InlineData(HttpStatusCode.ServiceUnavailable, "")]
    public async Task An_error_that_is_not_twilios_has_neither_code_nor_status(HttpStatusCode status, string body)
    {
        await using var twilio = await TwilioServer.AnsweringAsync(_ => new CannedAnswer(status, body, "text/html"));

        var refusal = await Should.ThrowAsync<ApiException>(() => SendAsync(twilio.Client));

        refusal.Code.ShouldBe(0);
        refusal.Status.ShouldBe(0);
    }

    [Fact]
    public async Task A_yes_that_cannot_be_read_is_an_api_exception()
    {
        await using var twilio = await TwilioServer.AnsweringAsync(_ => new CannedAnswer(HttpStatusCode.Created, "<html/>", "text/html"));

        var failure = await Should.ThrowAsync<ApiException>(() => SendAsync(twilio.Client));

        failure.Code.ShouldBe(0);
        failure.InnerException.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_refused_connection_says_so_inside()
    {
        using var http = new System.Net.Http.HttpClient(new SendElsewhere(FreeAddress()));
        var client = new TwilioRestClient("AC1", "token", httpClient: new SystemNetHttpClient(http));

        var failure = await Should.ThrowAsync<ApiConnectionException>(() => SendAsync(client));

        failure.InnerException.ShouldBeOfType<HttpRequestException>()
            .HttpRequestError.ShouldBe(HttpRequestError.ConnectionError);
    }

    [Fact]
    public async Task A_reset_after_the_request_was_taken_is_no_answer()
    {
        await using var twilio = await TwilioServer.AnsweringAsync(_ => CannedAnswer.Reset);

        var failure = await Should.ThrowAsync<ApiConnectionException>(() => SendAsync(twilio.Client));

        failure.InnerException.ShouldBeOfType<HttpRequestException>()
            .HttpRequestError.ShouldNotBe(HttpRequestError.ConnectionError);
        twilio.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Silence_ends_with_the_http_clients_timeout()
    {
        await using var twilio = await TwilioServer.AnsweringAsync(_ => CannedAnswer.Silence, TimeSpan.FromMilliseconds(300));

        var failure = await Should.ThrowAsync<ApiConnectionException>(() => SendAsync(twilio.Client));

        failure.InnerException.ShouldBeOfType<TaskCanceledException>().InnerException.ShouldBeOfType<TimeoutException>();
    }

    [Fact]
    public void A_client_needs_name_and_password()
    {
        Should.Throw<AuthenticationException>(() => new TwilioRestClient("", "token"));
        Should.Throw<AuthenticationException>(() => new TwilioRestClient("AC1", ""));
    }

    private static Task<MessageResource> SendAsync(ITwilioRestClient client) =>
        MessageResource.CreateAsync(new CreateMessageOptions("+14155550123") { From = "+15005550006", Body = "Hello" }, client);

    // A port that was free a moment ago and is not listened on.
    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
