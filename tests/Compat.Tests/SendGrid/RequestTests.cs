using SendGrid;

namespace Peyk.Compat.Tests.SendGrid;

public sealed class RequestTests
{
    [Fact]
    public async Task A_query_is_given_as_json()
    {
        await using var sendGrid = await SendGridServer.AcceptingAsync();

        await sendGrid.Client.RequestAsync(
            BaseClient.Method.GET,
            queryParams: """{"limit": 500, "status": ["a", "b"]}""",
            urlPath: "suppression/bounces");

        sendGrid.Request.Method.ShouldBe("GET");
        sendGrid.Request.Target.ShouldBe("/v3/suppression/bounces?limit=500&status=a&status=b");
        sendGrid.Request.Body.ShouldBe("");
    }

    [Fact]
    public async Task A_body_is_sent_as_it_is()
    {
        await using var sendGrid = await SendGridServer.AcceptingAsync();

        await sendGrid.Client.RequestAsync(BaseClient.Method.DELETE, """{"emails":["ada@example.org"]}""", urlPath: "suppression/bounces");

        sendGrid.Request.Method.ShouldBe("DELETE");
        sendGrid.Request.Body.ShouldBe("""{"emails":["ada@example.org"]}""");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_host_may_end_with_a_slash_or_not(bool slash)
    {
        await using var sendGrid = await SendGridServer.AcceptingAsync(
            options => options.Host = options.Host.TrimEnd('/') + (slash ? "/" : ""));

        await sendGrid.Client.SendEmailAsync(SendGridServer.Message());

        sendGrid.Request.Target.ShouldBe("/v3/mail/send");
    }

    [Fact]
    public async Task Headers_of_the_options_go_with_every_request()
    {
        await using var sendGrid = await SendGridServer.AcceptingAsync(
            options => options.RequestHeaders = new Dictionary<string, string> { ["on-behalf-of"] = "subuser" });

        await sendGrid.Client.SendEmailAsync(SendGridServer.Message());

        sendGrid.Request.Headers["on-behalf-of"].ShouldBe("subuser");
    }

    [Fact]
    public void A_blank_key_is_refused() =>
        Should.Throw<ArgumentNullException>(() => new SendGridClientOptions { ApiKey = " " });
}
