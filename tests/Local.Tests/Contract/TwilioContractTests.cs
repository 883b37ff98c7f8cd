using System.Net;
using System.Text.Json;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery;
using Peyk.Functions.Delivery.Sms;
using Peyk.Local.Simulator.Scenarios;
using Peyk.Testing;
using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Http;
using Twilio.Rest.Api.V2010.Account;

namespace Peyk.Local.Tests.Contract;

[Collection(typeof(ContractCollection))]
public sealed class TwilioContractTests(ProviderContract contract)
{
    private const string Service = "MG00000000000000000000000000000001";
    private static int lastNumber;

    [Theory]
    [InlineData("Your documents have arrived. Details: https://notify.example.org/t/123456789012")]
    [InlineData("مدارک شما رسید؛ پی‌گیری: https://notify.example.org/t/123456789012 👍")]
    public async Task An_sms_is_taken(string text)
    {
        var result = await SendAsync(NewMobile(), text);

        result.ShouldBeOfType<SendResult.Taken>(contract.Refusals).ProviderId.ShouldStartWith("SM");
    }

    [Theory]
    [InlineData("211", Reason.InvalidAddress, "21211")]
    [InlineData("408", Reason.Misconfigured, "21408")]
    [InlineData("610", Reason.OptedOut, "21610")]
    [InlineData("612", Reason.Unreachable, "21612")]
    [InlineData("614", Reason.InvalidAddress, "21614")]
    [InlineData("618", Reason.ContentRejected, "21618")]
    public async Task A_refusal_tells_its_reason(string digits, Reason reason, string code)
    {
        var result = await SendAsync(ScenarioTable.Mobile(digits), "Hello");

        result.ShouldBe(new SendResult.Refused(reason, code), contract.Refusals);
    }

    [Fact]
    public async Task A_busy_provider_has_not_taken_it()
    {
        var result = await SendAsync(ScenarioTable.Mobile("429"), "Hello");

        result.ShouldBe(new SendResult.NotTaken("20429") { IsTooFast = true }, contract.Refusals);
    }

    [Theory]
    [InlineData("500", "20500")]
    [InlineData("503", "20503")]
    public async Task A_failing_provider_may_have_taken_it(string digits, string code)
    {
        var result = await SendAsync(ScenarioTable.Mobile(digits), "Hello");

        result.ShouldBe(new SendResult.Unknown(code), contract.Refusals);
    }

    [Fact]
    public async Task A_receipt_that_did_not_come_is_fetched()
    {
        var sent = (await SendAsync(ScenarioTable.Mobile("005"), "Hello")).ShouldBeOfType<SendResult.Taken>(contract.Refusals);

        Receipt? receipt = null;
        await Wait.UntilAsync(async () =>
        {
            receipt = await contract.Sender(Channel.Sms).FetchReceiptAsync(sent.ProviderId, TestContext.Current.CancellationToken);
            return receipt is Receipt.Failed;
        }, what: "the failed receipt");

        ((Receipt.Failed)receipt!).Reason.ShouldBe(Reason.InvalidAddress);
    }

    [Fact]
    public async Task An_sms_of_unknown_outcome_is_found_in_the_list()
    {
        var mobile = ScenarioTable.Mobile("501");
        var content = new NotificationContent("salt", "en", JsonDocument.Parse("{}").RootElement, Mobile: mobile);
        var commitment = Commitment.Of(content.Salt, mobile, "Was it taken?");
        var attempt = new Attempt(1, TimeProvider.System.GetUtcNow(), AttemptOutcome.Unknown, Commitment: commitment);

        var result = await SendAsync(mobile, "Was it taken?");
        var evidence = await contract.Sender(Channel.Sms)
            .FindAsync(content, attempt, new HashSet<string>(), TestContext.Current.CancellationToken);

        result.ShouldBe(new SendResult.Unknown("20500"), contract.Refusals);
        evidence.ShouldBeOfType<Evidence.Found>(contract.Refusals);
    }

    [Fact]
    public async Task The_list_is_read_page_by_page()
    {
        var mobile = NewMobile();
        foreach (var text in (string[])["one", "two", "three"])
            await SendAsync(mobile, text);

        var messages = await MessageResource.ReadAsync(to: mobile, pageSize: 1, client: contract.Twilio);

        messages.Select(message => message.Body).ShouldBe(["three", "two", "one"], contract.Refusals);
    }

    [Fact]
    public async Task The_list_takes_dates()
    {
        var day = TimeProvider.System.GetUtcNow().UtcDateTime;

        var messages = await MessageResource.ReadAsync(
            to: NewMobile(), dateSentAfter: day.AddDays(-1), dateSentBefore: day.AddDays(1), client: contract.Twilio);

        messages.ShouldBeEmpty(contract.Refusals);
    }

    [Fact]
    public async Task A_scheduled_sms_is_cancelled()
    {
        var options = new CreateMessageOptions(NewMobile())
        {
            MessagingServiceSid = Service,
            Body = "Later",
            ScheduleType = MessageResource.ScheduleTypeEnum.Fixed,
            SendAt = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1),
        };

        var scheduled = await MessageResource.CreateAsync(options, contract.Twilio);
        var cancelled = await MessageResource.UpdateAsync(
            scheduled.Sid, status: MessageResource.UpdateStatusEnum.Canceled, client: contract.Twilio);

        scheduled.Status.ShouldBe(MessageResource.StatusEnum.Scheduled);
        cancelled.Status.ShouldBe(MessageResource.StatusEnum.Canceled);
    }

    [Fact]
    public async Task A_text_is_redacted()
    {
        var sent = await MessageResource.CreateAsync(
            new CreateMessageOptions(NewMobile()) { From = "+15005550006", Body = "Forget me" }, contract.Twilio);

        var redacted = await MessageResource.UpdateAsync(sent.Sid, body: "", client: contract.Twilio);

        sent.Body.ShouldBe("Forget me");
        redacted.Body.ShouldBe("");
    }

    [Fact]
    public async Task A_wrong_token_is_refused()
    {
        var stranger = contract.Stranger();

        var refusal = await Should.ThrowAsync<ApiException>(() => MessageResource.FetchAsync($"SM{new string('0', 32)}", client: stranger));

        (refusal.Status, refusal.Code).ShouldBe((401, 20003), contract.Refusals);
    }

    [Fact]
    public async Task An_unknown_message_is_not_found()
    {
        var client = contract.Twilio;

        var refusal = await Should.ThrowAsync<ApiException>(() => MessageResource.FetchAsync($"SM{new string('0', 32)}", client: client));

        (refusal.Status, refusal.Code).ShouldBe((404, 20404), contract.Refusals);
    }

    // Shows that the proxy is no mere pipe.
    [Theory]
    [InlineData(Service, 36_001, "Hello")]
    [InlineData("MG1", 600, "Hello")]
    [InlineData(Service, 600, null)]
    public async Task A_request_that_breaks_the_contract_does_not_pass(string service, int validity, string? body)
    {
        var before = contract.Simulator.AcceptedMessages;
        var options = new CreateMessageOptions(NewMobile()) { MessagingServiceSid = service, ValidityPeriod = validity, Body = body };

        await Should.ThrowAsync<ApiException>(() => MessageResource.CreateAsync(options, contract.Twilio));

        contract.Simulator.AcceptedMessages.ShouldBe(before);
    }

    [Theory]
    [InlineData("""{"sid":"SM00000000000000000000000000000004","status":"on its way"}""")]
    [InlineData("""{"sid":"4","status":"queued"}""")]
    public async Task An_answer_that_breaks_the_contract_does_not_pass(string answer)
    {
        using var documents = new OfficialDocuments();
        await using var upstream = await RecordingServer.StartAsync(_ => new CannedAnswer(HttpStatusCode.Created, answer));
        await using var proxy = await Prism.StartAsync(documents.Twilio, upstream.Address, TestContext.Current.CancellationToken);
        using var http = new System.Net.Http.HttpClient(new SendElsewhere(proxy.Address));
        var client = new TwilioRestClient($"AC{new string('0', 32)}", "token", httpClient: new SystemNetHttpClient(http));

        var failure = await Should.ThrowAsync<ApiException>(() => MessageResource.CreateAsync(
            new CreateMessageOptions(NewMobile()) { MessagingServiceSid = Service, Body = "Hello" }, client));

        failure.Status.ShouldBe(500);
        upstream.Requests.Count.ShouldBe(1);
    }

    private Task<SendResult> SendAsync(string to, string text) => contract.Sender(Channel.Sms).SendAsync(
        new OutgoingSms(Commitment.Of("salt", to, text), to, text),
        new AttemptId(Guid.CreateVersion7(), 1, 1),
        TimeSpan.FromHours(1),
        TestContext.Current.CancellationToken);

    // A number of its own for each test that lists what was sent.
    private static string NewMobile() => $"+98935{Interlocked.Increment(ref lastNumber):D7}";
}
