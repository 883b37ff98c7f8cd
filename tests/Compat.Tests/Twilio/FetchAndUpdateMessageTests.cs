using System.Net;
using Twilio.Clients;
using Twilio.Http;
using Twilio.Rest.Api.V2010.Account;

namespace Peyk.Compat.Tests.Twilio;

public sealed class FetchAndUpdateMessageTests
{
    private const string Sid = "SM00000000000000000000000000000004";
    private static readonly string Path = $"/2010-04-01/Accounts/{TwilioServer.Account}/Messages/{Sid}.json";

    [Fact]
    public async Task A_message_is_fetched_by_its_sid()
    {
        await using var twilio = await TwilioServer.AnsweringAsync(HttpStatusCode.OK, TwilioServer.Message(("status", "delivered")));

        var message = await MessageResource.FetchAsync(Sid, client: twilio.Client);

        twilio.Request.Method.ShouldBe("GET");
        twilio.Request.Target.ShouldBe(Path);
        message.Status.ShouldBe(MessageResource.StatusEnum.Delivered);
    }

    [Fact]
    public async Task Cancelling_posts_the_status()
    {
        await using var twilio = await TwilioServer.AnsweringAsync(HttpStatusCode.OK, TwilioServer.Message(("status", "canceled")));

        var message = await MessageResource.UpdateAsync(Sid, status: MessageResource.UpdateStatusEnum.Canceled, client: twilio.Client);

        twilio.Request.Method.ShouldBe("POST");
        twilio.Request.Target.ShouldBe(Path);
        twilio.Request.Body.ShouldBe("Status=canceled");
        message.Status.ShouldBe(MessageResource.StatusEnum.Canceled);
    }

    [Fact]
    public async Task Redacting_posts_an_empty_body()
    {
        await using var twilio = await TwilioServer.AnsweringAsync(HttpStatusCode.OK, TwilioServer.Message(("body", "")));

        await MessageResource.UpdateAsync(new UpdateMessageOptions(Sid) { Body = "" }, twilio.Client);

        twilio.Request.Body.ShouldBe("Body=");
    }

    [Theory]
    [InlineData(null, null, "api.twilio.com")]
    [InlineData("ie1", null, "api.ie1.twilio.com")]
    [InlineData(null, "dublin", "api.dublin.us1.twilio.com")]
    [InlineData("ie1", "dublin", "api.dublin.ie1.twilio.com")]
    public async Task Region_and_edge_are_in_the_host(string? region, string? edge, string host)
    {
        var handler = new KeepHost(TwilioServer.Message().ToJsonString());
        using var http = new System.Net.Http.HttpClient(handler);
        var client = new TwilioRestClient("AC1", "token", region: region, edge: edge, httpClient: new SystemNetHttpClient(http));

        await MessageResource.FetchAsync(Sid, client: client);

        handler.Uri.ShouldBe($"https://{host}/2010-04-01/Accounts/AC1/Messages/{Sid}.json");
    }

    private sealed class KeepHost(string answer) : HttpMessageHandler
    {
        public string? Uri { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Uri = request.RequestUri?.AbsoluteUri;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer) });
        }
    }
}
