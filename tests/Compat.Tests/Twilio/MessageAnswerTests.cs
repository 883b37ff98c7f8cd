using System.Net;
using Twilio.Rest.Api.V2010.Account;

namespace Peyk.Compat.Tests.Twilio;

public sealed class MessageAnswerTests
{
    [Fact]
    public void A_fresh_message_is_read_with_what_it_lacks_as_null()
    {
        var message = MessageResource.FromJson(TwilioServer.Message().ToJsonString());

        message.Sid.ShouldBe("SM00000000000000000000000000000004");
        message.AccountSid.ShouldBe(TwilioServer.Account);
        message.MessagingServiceSid.ShouldBe("MG00000000000000000000000000000003");
        message.To.ShouldBe("+14155550123");
        message.From.ShouldBeNull();
        message.Body.ShouldBe("Hello");
        message.Status.ShouldBe(MessageResource.StatusEnum.Accepted);
        message.Direction.ShouldBe(MessageResource.DirectionEnum.OutboundApi);
        message.NumSegments.ShouldBe("0");
        message.NumMedia.ShouldBe("0");
        message.Price.ShouldBeNull();
        message.ErrorCode.ShouldBeNull();
        message.DateSent.ShouldBeNull();
        message.ApiVersion.ShouldBe("2010-04-01");
        message.Uri.ShouldBe("/2010-04-01/Accounts/AC/Messages/SM.json");
        message.SubresourceUris.ShouldContainKey("media");
    }

    [Fact]
    public void A_failed_message_tells_sender_price_and_code()
    {
        var message = MessageResource.FromJson(TwilioServer.Message(
            ("status", "undelivered"),
            ("from", "+15005550006"),
            ("price", "-0.00750"),
            ("price_unit", "USD"),
            ("error_code", 30005),
            ("error_message", "Unknown destination handset")).ToJsonString());

        message.Status.ShouldBe(MessageResource.StatusEnum.Undelivered);
        message.From.ToString().ShouldBe("+15005550006");
        message.Price.ShouldBe("-0.00750");
        message.PriceUnit.ShouldBe("USD");
        message.ErrorCode.ShouldBe(30005);
        message.ErrorMessage.ShouldBe("Unknown destination handset");
    }

    [Fact]
    public void Dates_after_rfc_2822_are_read()
    {
        var message = MessageResource.FromJson(TwilioServer.Message(("date_sent", "Sat, 21 Nov 2026 09:30:07 +0000")).ToJsonString());

        message.DateCreated!.Value.ToUniversalTime().ShouldBe(new DateTime(2026, 11, 21, 9, 30, 5, DateTimeKind.Utc));
        message.DateSent!.Value.ToUniversalTime().ShouldBe(new DateTime(2026, 11, 21, 9, 30, 7, DateTimeKind.Utc));
        message.DateUpdated!.Value.ToUniversalTime().ShouldBe(new DateTime(2026, 11, 21, 9, 30, 6, DateTimeKind.Utc));
    }

    [Theory]
    [InlineData("queued")]
    [InlineData("partially_delivered")]
    [InlineData("a_status_of_tomorrow")]
    public void Any_status_is_kept_as_it_came(string status)
    {
        var message = MessageResource.FromJson(TwilioServer.Message(("status", status)).ToJsonString());

        message.Status.ToString().ShouldBe(status);
    }

    [Fact]
    public void Statuses_are_equal_by_their_word()
    {
        MessageResource.StatusEnum parsed = "delivered";

        (parsed == MessageResource.StatusEnum.Delivered).ShouldBeTrue();
        (parsed != MessageResource.StatusEnum.Undelivered).ShouldBeTrue();
        parsed.GetHashCode().ShouldBe(MessageResource.StatusEnum.Delivered.GetHashCode());
    }

    [Fact]
    public async Task Members_that_are_new_do_no_harm()
    {
        await using var twilio = await TwilioServer.AnsweringAsync(
            HttpStatusCode.Created,
            TwilioServer.Message(("tags", new System.Text.Json.Nodes.JsonObject()), ("risk", 1)));

        var message = await MessageResource.CreateAsync(new CreateMessageOptions("+14155550123") { Body = "Hello" }, twilio.Client);

        message.Sid.ShouldBe("SM00000000000000000000000000000004");
    }
}
