using System.Net;
using System.Text.Json;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery;
using Peyk.Functions.Delivery.Email;
using Peyk.Local.Simulator.Scenarios;
using Peyk.Testing;
using SendGrid;
using SendGrid.Helpers.Mail;

namespace Peyk.Local.Tests.Contract;

[Collection(typeof(ContractCollection))]
public sealed class SendGridContractTests(ProviderContract contract)
{
    [Theory]
    [InlineData("Ada Lovelace", "Your documents have arrived", "<p>Hello</p>")]
    [InlineData("امید", "مدارک شما رسید", "<p dir=\"rtl\">می\u200cتوانید پی\u200cگیری کنید</p>")]
    [InlineData(null, "Hello", "<p>Hello</p>")]
    public async Task A_mail_is_taken(string? name, string subject, string html)
    {
        var result = await SendAsync(ScenarioTable.Address("delivered"), name, subject, html);

        result.ShouldBeOfType<SendResult.Taken>(contract.Refusals).ProviderId.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("refused")]
    [InlineData("too-large")]
    public async Task A_refusal_is_final(string name)
    {
        var result = await SendAsync(ScenarioTable.Address(name));

        result.ShouldBeOfType<SendResult.Refused>(contract.Refusals);
    }

    [Theory]
    [InlineData("unauthorized", "http_401")]
    [InlineData("forbidden", "http_403")]
    [InlineData("rate-limited", "http_429")]
    public async Task What_can_be_mended_has_not_been_taken(string name, string code)
    {
        var result = await SendAsync(ScenarioTable.Address(name));

        result.ShouldBeOfType<SendResult.NotTaken>(contract.Refusals).Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_failing_provider_may_have_taken_it()
    {
        var result = await SendAsync(ScenarioTable.Address("server-error"));

        result.ShouldBe(new SendResult.Unknown("http_500"), contract.Refusals);
    }

    [Fact]
    public async Task A_mail_with_everything_is_taken()
    {
        var message = Message();
        message.AddTo("ada@example.org", "Ada");
        message.AddSubstitution("-name-", "Ada");
        message.AddCustomArg("peyk_id", "n1");
        message.AddTo(new EmailAddress("omid@example.org", "امید"), 1);
        message.SetSubject("مدارک رسید", 1);
        message.AddHeader("List-Unsubscribe", "<https://notify.example.org/u/1>", 1);
        message.AddSubstitution("-name-", "امید", 1);
        message.AddCustomArg("peyk_id", "n2", 1);
        message.SetSendAt(TimeProvider.System.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds(), 1);
        message.SetReplyTo(new EmailAddress("reply@example.org"));
        message.AddGlobalHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        message.AddGlobalCustomArg("peyk_issue", "i1");
        message.AddCategory("newsletter");
        message.SetAsm(7, [7, 8]);
        message.SetClickTracking(false, false);
        message.SetOpenTracking(false);
        message.SetSubscriptionTracking(false);

        var response = await contract.SendGrid.SendEmailAsync(message, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, contract.Refusals);
    }

    // What the app may come to use besides mail/send, and the simulator has.
    [Theory]
    [InlineData(BaseClient.Method.POST, "mail/batch", null, null, HttpStatusCode.Created)]
    [InlineData(BaseClient.Method.GET, "suppression/bounces", """{"limit":500}""", null, HttpStatusCode.OK)]
    [InlineData(BaseClient.Method.GET, "suppression/bounces/ada@example.org", null, null, HttpStatusCode.OK)]
    [InlineData(BaseClient.Method.GET, "suppression/blocks", null, null, HttpStatusCode.OK)]
    [InlineData(BaseClient.Method.GET, "suppression/spam_reports", null, null, HttpStatusCode.OK)]
    [InlineData(BaseClient.Method.GET, "suppression/invalid_emails", null, null, HttpStatusCode.OK)]
    [InlineData(BaseClient.Method.GET, "suppression/unsubscribes", null, null, HttpStatusCode.OK)]
    [InlineData(BaseClient.Method.GET, "user/webhooks/event/settings/all", null, null, HttpStatusCode.OK)]
    public async Task A_call_and_its_answer_keep_the_contract(
        BaseClient.Method method, string path, string? query, string? body, HttpStatusCode expected)
    {
        var response = await contract.SendGrid.RequestAsync(method, body, query, path, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(expected, contract.Refusals);
    }

    // The document knows only the answer for an address that is on the list, not the empty one for the others.
    [Fact]
    public async Task An_address_that_opted_out_is_shown()
    {
        var address = ScenarioTable.Address("unsubscribed");
        await SendAsync(address);

        await Wait.UntilAsync(async () =>
        {
            var response = await contract.SendGrid.RequestAsync(
                BaseClient.Method.GET, urlPath: $"asm/suppressions/global/{address}", cancellationToken: TestContext.Current.CancellationToken);
            return response.StatusCode == HttpStatusCode.OK;
        }, what: "the address on the list");
    }

    // Shows that the proxy is no mere pipe.
    [Theory]
    [InlineData("""{"personalizations":[{"to":[{"email":"ada@example.org"}]}],"subject":"s","content":[{"type":"text/plain","value":"x"}]}""")]
    [InlineData("""{"from":{"email":"a@example.org"},"personalizations":[],"subject":"s","content":[{"type":"text/plain","value":"x"}]}""")]
    [InlineData("""{"from":{"email":"a@example.org"},"personalizations":[{"to":[{"email":"ada@example.org"}],"send_at":"soon"}],"subject":"s","content":[{"type":"text/plain","value":"x"}]}""")]
    public async Task A_request_that_breaks_the_contract_does_not_pass(string body)
    {
        var response = await contract.SendGrid.RequestAsync(
            BaseClient.Method.POST, body, urlPath: "mail/send", cancellationToken: TestContext.Current.CancellationToken);

        response.IsSuccessStatusCode.ShouldBeFalse();
        ProblemType(await response.Body.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("stoplight.io/prism");
    }

    [Fact]
    public async Task An_answer_that_breaks_the_contract_does_not_pass()
    {
        using var documents = new OfficialDocuments();
        await using var upstream = await RecordingServer.StartAsync(
            _ => new CannedAnswer(HttpStatusCode.BadRequest, """{"errors":"no"}"""));
        await using var proxy = await Prism.StartAsync(documents.SendGrid, upstream.Address, TestContext.Current.CancellationToken);
        using var http = new HttpClient();
        var client = new SendGridClient(http, new SendGridClientOptions { ApiKey = "SG.x", Host = proxy.Address.AbsoluteUri });
        var message = Message();
        message.AddTo("ada@example.org");

        var response = await client.SendEmailAsync(message, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        upstream.Requests.Count.ShouldBe(1);
    }

    private Task<SendResult> SendAsync(string to, string? name = null, string subject = "Hello", string html = "<p>Hello</p>") =>
        contract.Sender(Channel.Email).SendAsync(
            new OutgoingEmail("commitment", to, name, subject, html, "Hello", "status-update"),
            new AttemptId(Guid.CreateVersion7(), 1, 1),
            TimeSpan.FromHours(1),
            TestContext.Current.CancellationToken);

    private static SendGridMessage Message() => new()
    {
        From = new EmailAddress("notices@example.org", "Notices"),
        Subject = "Hello",
        PlainTextContent = "Hello",
        HtmlContent = "<p>Hello</p>",
    };

    private static string ProblemType(string body) => JsonDocument.Parse(body).RootElement.GetProperty("type").GetString()!;
}
