using System.Net;
using System.Text;

namespace Peyk.Local.Tests.Simulator;

public sealed class TwilioMessagesTests : SimulatorTest
{
    [Fact]
    public async Task A_message_through_a_service_starts_accepted_without_sender_and_segments()
    {
        var response = await SendSmsAsync();
        var json = await JsonAsync(response);

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        json.GetProperty("status").GetString().ShouldBe("accepted");
        json.GetProperty("from").GetString().ShouldBeNull();
        json.GetProperty("num_segments").GetString().ShouldBe("0");
        json.GetProperty("sid").GetString()!.ShouldMatch("^SM[0-9a-f]{32}$");
        json.GetProperty("date_created").GetString()!.ShouldEndWith("+0000");
    }

    [Fact]
    public async Task A_message_from_a_number_starts_queued()
    {
        var json = await JsonAsync(await SendSmsAsync(extra: [("MessagingServiceSid", null), ("From", "+15005550006")]));

        json.GetProperty("status").GetString().ShouldBe("queued");
        json.GetProperty("num_segments").GetString().ShouldBe("1");
    }

    [Theory]
    [InlineData("To", null, 21604)]
    [InlineData("To", "09121234567", 21211)]
    [InlineData("To", "+98", 21211)]
    [InlineData("MessagingServiceSid", null, 21603)]
    [InlineData("MessagingServiceSid", "MG1", 21705)]
    [InlineData("Body", null, 21602)]
    [InlineData("Body", "", 21602)]
    [InlineData("ValidityPeriod", "0", 21624)]
    [InlineData("ValidityPeriod", "36001", 21624)]
    [InlineData("ValidityPeriod", "soon", 21624)]
    [InlineData("StatusCallback", "/hooks", 21609)]
    [InlineData("StatusCallback", "http://my_host/hooks", 21609)]
    [InlineData("From", "not a sender!", 21212)]
    [InlineData("From", "+15005550007", 21606)]
    [InlineData("From", "+15005550008", 21611)]
    [InlineData("MediaUrl", "nowhere", 21620)]
    [InlineData("ContentSid", "HX1", 21655)]
    [InlineData("ContentVariables", "[]", 21656)]
    [InlineData("ScheduleType", "fixed", 35111)]
    [InlineData("SmartEncoded", "perhaps", 20001)]
    public async Task Wrong_input_is_refused_with_its_code(string field, string? value, int code)
    {
        var response = await SendSmsAsync(extra: (field, value));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var json = await JsonAsync(response);
        json.GetProperty("code").GetInt32().ShouldBe(code);
        json.GetProperty("status").GetInt32().ShouldBe(400);
        json.GetProperty("more_info").GetString().ShouldBe($"https://www.twilio.com/docs/errors/{code}");
        Simulator.AcceptedMessages.ShouldBe(0);
    }

    [Theory]
    [InlineData(1_600, 201)]
    [InlineData(1_601, 400)]
    public async Task A_body_has_at_most_1600_characters(int length, int status) =>
        ((int)(await SendSmsAsync(body: new string('a', length))).StatusCode).ShouldBe(status);

    [Theory]
    [InlineData("AC00000000000000000000000000000001:wrong")]
    [InlineData("AC00000000000000000000000000000002:local0only0twilio0token000000000")]
    public async Task Wrong_credentials_get_401_and_20003(string credentials)
    {
        Twilio.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));

        var response = await SendSmsAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await CodeAsync(response)).ShouldBe(20003);
    }

    [Fact]
    public async Task A_message_can_be_fetched_until_it_is_deleted()
    {
        var sid = (await JsonAsync(await SendSmsAsync())).GetProperty("sid").GetString()!;
        await EventuallyAsync(() => Simulator.FindMessage(sid)!.Status == "delivered");

        var fetched = await JsonAsync(await Twilio.GetAsync($"Messages/{sid}.json"));
        fetched.GetProperty("status").GetString().ShouldBe("delivered");
        fetched.GetProperty("price").GetString().ShouldBe("-0.05000");
        fetched.GetProperty("from").GetString().ShouldBe("+15005550006");
        (await Twilio.DeleteAsync($"Messages/{sid}.json")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var gone = await Twilio.GetAsync($"Messages/{sid}.json");
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await CodeAsync(gone)).ShouldBe(20404);
    }

    [Fact]
    public async Task The_list_pages_newest_first_until_there_is_no_next_page()
    {
        foreach (var body in (string[])["one", "two", "three"])
            await SendSmsAsync(body: body);

        var first = await JsonAsync(await Twilio.GetAsync("Messages.json?To=%2B989121234567&PageSize=2"));
        var next = first.GetProperty("next_page_uri").GetString()!;
        var second = await JsonAsync(await Twilio.GetAsync(new Uri(Simulator.Url, next)));

        first.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("body").GetString()).ShouldBe(["three", "two"]);
        second.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("body").GetString()).ShouldBe(["one"]);
        second.GetProperty("next_page_uri").GetString().ShouldBeNull();
    }

    [Theory]
    [InlineData("To=%2B989120000000", 0)]
    [InlineData("To=%2B989121234567", 1)]
    [InlineData("From=%2B15005550006", 1)]
    [InlineData("DateSent%3E=2020-01-01", 1)]
    [InlineData("DateSent%3C=2020-01-01", 0)]
    [InlineData("DateSent%3E=2020-01-01T00:00:00Z", 1)]
    public async Task The_list_is_filtered_by_recipient_sender_and_date(string query, int count)
    {
        await SendSmsAsync();
        await EventuallyAsync(() => Simulator.Messages.Single().Status == "delivered");

        var page = await JsonAsync(await Twilio.GetAsync("Messages.json?" + query));

        page.GetProperty("messages").GetArrayLength().ShouldBe(count);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    public async Task A_page_has_1_to_1000_messages(string size) =>
        (await Twilio.GetAsync("Messages.json?PageSize=" + size)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_scheduled_message_can_be_cancelled_once()
    {
        var due = TimeProvider.System.GetUtcNow().AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        var scheduled = await JsonAsync(await SendSmsAsync(extra: [("ScheduleType", "fixed"), ("SendAt", due)]));
        var path = $"Messages/{scheduled.GetProperty("sid").GetString()}.json";

        var first = await Twilio.PostAsync(path, Cancel());
        var second = await Twilio.PostAsync(path, Cancel());

        scheduled.GetProperty("status").GetString().ShouldBe("scheduled");
        (await JsonAsync(first)).GetProperty("status").GetString().ShouldBe("canceled");
        (await CodeAsync(second)).ShouldBe(20409);
    }

    [Fact]
    public async Task An_empty_body_redacts_a_message()
    {
        var sid = (await JsonAsync(await SendSmsAsync(body: "secret"))).GetProperty("sid").GetString();

        var response = await Twilio.PostAsync($"Messages/{sid}.json", new FormUrlEncodedContent([new("Body", "")]));

        (await JsonAsync(response)).GetProperty("body").GetString().ShouldBe("");
        Simulator.Messages.Single().Body.ShouldBe("");
    }

    [Fact]
    public async Task Smart_encoding_swaps_look_alikes_and_saves_parts()
    {
        await SendSmsAsync(body: "It’s “here”…", extra: ("SmartEncoded", "true"));

        Simulator.Messages.Single().Body.ShouldBe("It's \"here\"...");
        Simulator.Messages.Single().Encoding.ShouldBe("GSM-7");
    }

    [Fact]
    public async Task Persian_text_arrives_as_it_was_sent()
    {
        await SendSmsAsync(body: "درخواست شما ثبت شد؛ می‌توانید پیگیری کنید.");

        var message = Simulator.Messages.Single();
        message.Body.ShouldBe("درخواست شما ثبت شد؛ می‌توانید پیگیری کنید.");
        message.Encoding.ShouldBe("UCS-2");
        message.Segments.ShouldBe(1);
    }

    private static FormUrlEncodedContent Cancel() => new([new("Status", "canceled")]);
}
