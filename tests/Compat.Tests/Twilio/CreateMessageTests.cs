using System.Net;
using System.Text;
using Twilio.Rest.Api.V2010.Account;
using Twilio.Types;

namespace Peyk.Compat.Tests.Twilio;

public sealed class CreateMessageTests
{
    private const string Service = "MG00000000000000000000000000000003";

    [Fact]
    public async Task A_message_is_posted_as_a_form_to_the_account()
    {
        await using var twilio = await TwilioServer.AnsweringAsync(HttpStatusCode.Created, TwilioServer.Message());

        await MessageResource.CreateAsync(
            new CreateMessageOptions(new PhoneNumber("+14155550123")) { MessagingServiceSid = Service, Body = "Hello" },
            twilio.Client);

        twilio.Request.Method.ShouldBe("POST");
        twilio.Request.Target.ShouldBe($"/2010-04-01/Accounts/{TwilioServer.Account}/Messages.json");
        twilio.Request.Headers["Content-Type"].ShouldBe("application/x-www-form-urlencoded");
        Fields(twilio).ShouldBe(["To=%2B14155550123", $"MessagingServiceSid={Service}", "Body=Hello"], ignoreOrder: true);
    }

    [Fact]
    public async Task Key_and_secret_go_as_basic_authentication()
    {
        await using var twilio = await TwilioServer.AnsweringAsync(HttpStatusCode.Created, TwilioServer.Message());

        await MessageResource.CreateAsync(Options(), twilio.Client);

        var expected = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{TwilioServer.Key}:{TwilioServer.Secret}"));
        twilio.Request.Headers["Authorization"].ShouldBe($"Basic {expected}");
    }

    [Theory]
    [InlineData("a&b=c d", "a%26b%3Dc+d")]
    [InlineData("100%+1", "100%25%2B1")]
    [InlineData("line\nline", "line%0Aline")]
    [InlineData("سلام", "%D8%B3%D9%84%D8%A7%D9%85")]
    [InlineData("می\u200cشود", "%D9%85%DB%8C%E2%80%8C%D8%B4%D9%88%D8%AF")]
    [InlineData("👍", "%F0%9F%91%8D")]
    public async Task Text_is_escaped_as_utf8(string body, string escaped)
    {
        await using var twilio = await TwilioServer.AnsweringAsync(HttpStatusCode.Created, TwilioServer.Message());

        await MessageResource.CreateAsync(Options(body), twilio.Client);

        Fields(twilio).ShouldContain($"Body={escaped}");
    }

    [Fact]
    public async Task A_long_text_arrives_whole()
    {
        var body = string.Concat(Enumerable.Repeat("پیام", 400));
        await using var twilio = await TwilioServer.AnsweringAsync(HttpStatusCode.Created, TwilioServer.Message());

        await MessageResource.CreateAsync(Options(body), twilio.Client);

        Fields(twilio).Select(WebUtility.UrlDecode).ShouldContain($"Body={body}");
    }

    [Fact]
    public async Task Several_media_are_a_repeated_field()
    {
        await using var twilio = await TwilioServer.AnsweringAsync(HttpStatusCode.Created, TwilioServer.Message());
        var options = Options();
        options.MediaUrl = [new Uri("https://m.example/1.png"), new Uri("https://m.example/2.png")];

        await MessageResource.CreateAsync(options, twilio.Client);

        Fields(twilio).Where(field => field.StartsWith("MediaUrl", StringComparison.Ordinal))
            .ShouldBe(["MediaUrl=https%3A%2F%2Fm.example%2F1.png", "MediaUrl=https%3A%2F%2Fm.example%2F2.png"]);
    }

    // Twilio reads its retry settings from the fragment, and signs the query as it was given.
    [Fact]
    public async Task The_status_callback_is_sent_as_it_was_written()
    {
        const string Callback = "https://Notify.example/hooks/twilio/status?d=a%2Fb.sms.1#rc=5&rp=all";
        await using var twilio = await TwilioServer.AnsweringAsync(HttpStatusCode.Created, TwilioServer.Message());
        var options = Options();
        options.StatusCallback = new Uri(Callback);

        await MessageResource.CreateAsync(options, twilio.Client);

        Fields(twilio).ShouldContain(
            "StatusCallback=https%3A%2F%2FNotify.example%2Fhooks%2Ftwilio%2Fstatus%3Fd%3Da%252Fb.sms.1%23rc%3D5%26rp%3Dall");
    }

    [Fact]
    public async Task A_scheduled_message_says_when_in_utc()
    {
        await using var twilio = await TwilioServer.AnsweringAsync(HttpStatusCode.Created, TwilioServer.Message());
        var options = Options();
        options.ScheduleType = MessageResource.ScheduleTypeEnum.Fixed;
        options.SendAt = new DateTime(2026, 11, 22, 5, 4, 3, DateTimeKind.Utc);

        await MessageResource.CreateAsync(options, twilio.Client);

        Fields(twilio).ShouldContain("ScheduleType=fixed");
        Fields(twilio).ShouldContain("SendAt=2026-11-22T05%3A04%3A03Z");
    }

    [Fact]
    public async Task Numbers_and_truths_are_written_plainly()
    {
        await using var twilio = await TwilioServer.AnsweringAsync(HttpStatusCode.Created, TwilioServer.Message());
        var options = Options();
        options.ValidityPeriod = 36000;
        options.SmartEncoded = false;
        options.From = "+15005550006";

        await MessageResource.CreateAsync(options, twilio.Client);

        Fields(twilio).ShouldContain("ValidityPeriod=36000");
        Fields(twilio).ShouldContain("SmartEncoded=false");
        Fields(twilio).ShouldContain("From=%2B15005550006");
    }

    [Fact]
    public async Task Another_account_may_be_named_for_one_call()
    {
        await using var twilio = await TwilioServer.AnsweringAsync(HttpStatusCode.Created, TwilioServer.Message());
        var options = Options();
        options.PathAccountSid = "AC00000000000000000000000000000009";

        await MessageResource.CreateAsync(options, twilio.Client);

        twilio.Request.Target.ShouldBe("/2010-04-01/Accounts/AC00000000000000000000000000000009/Messages.json");
    }

    private static CreateMessageOptions Options(string body = "Hello") =>
        new("+14155550123") { MessagingServiceSid = Service, Body = body };

    private static string[] Fields(TwilioServer twilio) => twilio.Request.Body.Split('&');
}
