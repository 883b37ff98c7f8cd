using System.Net;
using System.Text.Json;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery.Email;
using SendGrid;

namespace Peyk.Functions.Tests.Delivery;

public sealed class SendGridOutcomesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_event_is_translated()
    {
        var kinds = Enum.GetValues<SendGridEventType>().ToDictionary(
            t => t, t => SendGridOutcomes.ToReceipt(new(t, Now, "e", null, "m", null, null, null, null))?.GetType().Name);

        kinds.Where(k => k.Value is not null).Select(k => (k.Key, k.Value)).ShouldBe(
        [
            (SendGridEventType.Processed, "Taken"),
            (SendGridEventType.Deferred, "Taken"),
            (SendGridEventType.Delivered, "Delivered"),
            (SendGridEventType.Bounce, "Failed"),
            (SendGridEventType.Dropped, "Failed"),
        ]);
    }

    [Theory]
    [InlineData("bounce", "Invalid Address", "5.1.1", Reason.Bounced)]
    [InlineData("bounce", null, "5.2.2", Reason.MailboxFull)]
    [InlineData("bounce", null, null, Reason.Bounced)]
    [InlineData("blocked", "Reputation", "5.7.1", Reason.ContentRejected)]
    [InlineData("blocked", "Mailbox Unavailable", null, Reason.Unreachable)]
    [InlineData("blocked", null, null, Reason.Blocked)]
    public void A_bounce_has_a_reason(string type, string? classification, string? status, Reason reason) =>
        SendGridOutcomes.ToReceipt(new(SendGridEventType.Bounce, Now, "e", null, "m", "550", status, type, classification))
            .ShouldBeOfType<Receipt.Failed>().Reason.ShouldBe(reason);

    [Theory]
    [InlineData("Bounced Address", Reason.Bounced)]
    [InlineData("Unsubscribed Address", Reason.OptedOut)]
    [InlineData("Spam Reporting Address", Reason.SpamReport)]
    [InlineData("Invalid", Reason.InvalidAddress)]
    [InlineData("Spam Content", Reason.ContentRejected)]
    [InlineData("Recipient List over Package Quota", Reason.Misconfigured)]
    [InlineData("Something new", Reason.Blocked)]
    public void A_drop_has_a_reason(string word, Reason reason) =>
        SendGridOutcomes.ToReceipt(new(SendGridEventType.Dropped, Now, "e", null, "m", word, null, null, null))
            .ShouldBeOfType<Receipt.Failed>().Reason.ShouldBe(reason);

    [Theory]
    [InlineData(HttpStatusCode.Accepted, typeof(SendResult.Taken))]
    [InlineData(HttpStatusCode.BadRequest, typeof(SendResult.Refused))]
    [InlineData(HttpStatusCode.Unauthorized, typeof(SendResult.NotTaken))]
    [InlineData(HttpStatusCode.Forbidden, typeof(SendResult.NotTaken))]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, typeof(SendResult.Refused))]
    [InlineData(HttpStatusCode.TooManyRequests, typeof(SendResult.NotTaken))]
    [InlineData(HttpStatusCode.InternalServerError, typeof(SendResult.Unknown))]
    [InlineData(HttpStatusCode.ServiceUnavailable, typeof(SendResult.Unknown))]
    public async Task Every_answer_is_taken_refused_later_or_unknown(HttpStatusCode status, Type expected)
    {
        using var answer = new HttpResponseMessage(status) { Content = new StringContent("{}") };
        answer.Headers.Add("X-Message-Id", "m1");

        var result = await SendGridOutcomes.ToResultAsync(new Response(status, answer.Content, answer.Headers), TimeProvider.System, default);

        result.GetType().ShouldBe(expected);
    }

    [Fact]
    public async Task A_refused_recipient_is_an_invalid_address()
    {
        using var answer = new HttpResponseMessage(HttpStatusCode.BadRequest)
        {
            Content = new StringContent("""{"errors":[{"message":"Does not contain a valid address.","field":"personalizations.0.to.0.email"}]}"""),
        };

        var result = await SendGridOutcomes.ToResultAsync(new Response(answer.StatusCode, answer.Content, answer.Headers), TimeProvider.System, default);

        result.ShouldBe(new SendResult.Refused(Reason.InvalidAddress, "http_400"));
    }

    public static TheoryData<string, string> Odd => new()
    {
        { "no members at all", "{}" },
        { "an unknown type", """{"event":"teleported"}""" },
        { "no object", "5" },
    };

    [Theory]
    [MemberData(nameof(Odd))]
    public void What_is_no_event_of_ours_is_passed_over(string why, string json) =>
        SendGridEvent.Read(JsonElement.Parse(json), Now).ShouldBeNull(why);

    [Fact]
    public void An_event_without_an_address_or_id_is_read()
    {
        var read = SendGridEvent.Read(JsonElement.Parse(
            """{"event":"account_status_change","sg_event_id":"x","timestamp":1763717800,"type":"compliance_suspend"}"""), Now)!;

        (read.Type, read.Attempt).ShouldBe((SendGridEventType.AccountStatusChange, null));
    }

    [Fact]
    public void An_event_names_its_attempt_and_the_providers_message()
    {
        var id = Guid.CreateVersion7(Now);
        var read = SendGridEvent.Read(JsonElement.Parse(
            $$"""{"event":"delivered","timestamp":"1763717393","sg_message_id":" QmX1.recvd-6d9f7c.0","peyk_id":"{{id}}","peyk_delivery":"2","peyk_attempt":"1"}"""), Now)!;

        read.Attempt.ShouldBe(new(id, 2, 1));
        read.MessageId.ShouldBe("QmX1");
        read.At.ToUnixTimeSeconds().ShouldBe(1763717393);
    }
}
