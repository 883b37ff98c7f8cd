using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;

namespace Peyk.Local.Tests.Simulator;

public sealed class InboundSmsTests : SimulatorTest
{
    [Fact]
    public async Task A_reply_is_posted_signed_with_the_documented_fields()
    {
        await SendSmsAsync(body: "How was it?");
        await EventuallyAsync(() => Simulator.Messages.Single().Status == "delivered");

        var reply = await Simulator.ReplyAsync(Mobile, "۵ ممنونم");

        var webhook = Receiver.All.Single(received => received.Path == "/inbound");
        webhook.Form["Body"].ShouldBe("۵ ممنونم");
        webhook.Form["From"].ShouldBe(Mobile);
        webhook.Form["To"].ShouldBe("+15005550006");
        webhook.Form["MessageSid"].ShouldBe(reply.Sid);
        webhook.Form["SmsStatus"].ShouldBe("received");
        webhook.Form["MessagingServiceSid"].ShouldBe(Service);
        webhook.Form.ShouldNotContainKey("OptOutType");
        webhook.Headers["X-Twilio-Signature"].ShouldBe(Signature(webhook));
        reply.WebhookStatus.ShouldBe(200);
        reply.Direction.ShouldBe("inbound");
    }

    [Theory]
    [InlineData("STOP", "STOP")]
    [InlineData(" unsubscribe ", "STOP")]
    [InlineData("لغو", "STOP")]
    [InlineData("START", "START")]
    [InlineData("yes", "START")]
    [InlineData("HELP", "HELP")]
    [InlineData("راهنما", "HELP")]
    public async Task Keywords_carry_their_type_and_are_answered(string body, string type)
    {
        await Simulator.ReplyAsync(Mobile, body);

        Receiver.All.Single().Form["OptOutType"].ShouldBe(type);
        Simulator.Messages.Last().Direction.ShouldBe("outbound-reply");
    }

    [Fact]
    public async Task A_keyword_within_a_text_is_no_keyword()
    {
        await Simulator.ReplyAsync(Mobile, "please stop");

        Receiver.All.Single().Form.ShouldNotContainKey("OptOutType");
    }

    [Fact]
    public async Task Who_opted_out_is_refused_until_START()
    {
        await Simulator.ReplyAsync(Mobile, "STOP");
        var refused = await SendSmsAsync();
        await Simulator.ReplyAsync(Mobile, "START");
        var accepted = await SendSmsAsync();

        (await CodeAsync(refused)).ShouldBe(21610);
        accepted.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_app_can_answer_with_TwiML()
    {
        Receiver.Answers = _ => (200, "<?xml version=\"1.0\"?><Response><Message>Thanks</Message><Message><Body>Bye</Body></Message></Response>");

        await Simulator.ReplyAsync(Mobile, "5");

        Simulator.Messages.Where(message => message.Direction == "outbound-reply").Select(message => message.Body).ShouldBe(["Thanks", "Bye"]);
    }

    [Fact]
    public async Task A_reply_shows_what_the_app_answered()
    {
        Receiver.Answers = _ => (500, "");

        (await Simulator.ReplyAsync(Mobile, "5")).WebhookStatus.ShouldBe(500);
    }

    [Theory]
    [InlineData("+98912", "5")]
    [InlineData("+989121234567", "")]
    public async Task The_reply_box_refuses_what_no_phone_can_send(string from, string body)
    {
        var response = await SendGrid.PostAsJsonAsync("_sim/inbound", new { from, body });

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_form_of_another_site_cannot_reply()
    {
        var form = new StringContent("""{"from":"+989121234567","body":"STOP"}""", Encoding.UTF8, "text/plain");

        (await SendGrid.PostAsync("_sim/inbound", form)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        Receiver.All.ShouldBeEmpty();
    }

    private string Signature(Received webhook)
    {
        var signed = webhook.Url + string.Concat(webhook.Form.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key + pair.Value));
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(Options.TwilioAuthToken), Encoding.UTF8.GetBytes(signed)));
    }
}
