using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Peyk.Local.Simulator.Scenarios;

namespace Peyk.Local.Tests.Simulator;

/// <summary>Each row of the table, by what its own text promises.</summary>
public sealed partial class SmsScenarioTests : SimulatorTest
{
    private static IEnumerable<ScenarioRow> Rows => ScenarioTable.Rows.Where(row => row.Channel == "sms");

    public static TheoryData<string, string, int> Ends =>
        [.. from row in Rows
            let match = EndPattern().Match(row.English)
            where match.Success
            select new TheoryDataRow<string, string, int>(row.Recipient, match.Groups[1].Value, Number(match.Groups[2].Value))];

    public static TheoryData<string, int> Refusals =>
        [.. from row in Rows
            let match = RefusalPattern().Match(row.English)
            where match.Success
            select new TheoryDataRow<string, int>(row.Recipient, Number(match.Groups[1].Value))];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_message_ends_as_the_table_says(string digits, string status, int code)
    {
        await SendSmsAsync(ScenarioTable.Mobile(digits));
        await EventuallyAsync(() => Callbacks().LastOrDefault() == status);

        Receiver.All.Last().Form["ErrorCode"].ShouldBe(code.ToString(CultureInfo.InvariantCulture));
        Simulator.Messages.Single().ErrorCode.ShouldBe(code);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_request_is_refused_as_the_table_says(string recipient, int code)
    {
        var response = await SendSmsAsync(recipient.StartsWith('+') ? recipient : ScenarioTable.Mobile(recipient));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await CodeAsync(response)).ShouldBe(code);
        Simulator.AcceptedMessages.ShouldBe(0);
    }

    [Fact]
    public void Every_row_of_the_table_is_under_test()
    {
        var others = Rows.Where(row => !EndPattern().IsMatch(row.English) && !RefusalPattern().IsMatch(row.English)).Select(row => row.Recipient);

        others.ShouldBe(["429", "500", "503", "501", "504", "505", "506", "510", "511", "901", "902", "903", "904", "905", "906", "907", "910"]);
    }

    [Theory]
    [InlineData("+447700900003")]
    [InlineData("+989120009003")]
    public async Task Both_ranges_have_the_same_meanings(string number)
    {
        await SendSmsAsync(number);

        await EventuallyAsync(() => Simulator.Messages.Single().ErrorCode == 30003);
    }

    [Theory]
    [InlineData("+989121234003")]
    [InlineData("+989120000000")]
    public async Task Other_numbers_get_their_messages(string number)
    {
        await SendSmsAsync(number);

        await EventuallyAsync(() => Simulator.Messages.Single().Status == "delivered");
    }

    [Theory]
    [InlineData("429", 429, 20429)]
    [InlineData("500", 500, 20500)]
    public async Task Two_refusals_then_acceptance_and_the_same_again(string digits, int status, int code)
    {
        for (var round = 1; round <= 2; round++)
        {
            for (var i = 0; i < 2; i++)
            {
                var refused = await SendSmsAsync(ScenarioTable.Mobile(digits));
                ((int)refused.StatusCode).ShouldBe(status);
                (await CodeAsync(refused)).ShouldBe(code);
            }
            (await SendSmsAsync(ScenarioTable.Mobile(digits))).StatusCode.ShouldBe(HttpStatusCode.Created);
            Simulator.AcceptedCount(ScenarioTable.Mobile(digits)).ShouldBe(round);
        }
    }

    [Fact]
    public async Task The_service_that_is_always_down_accepts_nothing()
    {
        for (var i = 0; i < 4; i++)
            (await SendSmsAsync(ScenarioTable.Mobile("503"))).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        Simulator.AcceptedMessages.ShouldBe(0);
    }

    [Fact]
    public async Task An_error_after_acceptance_still_delivers()
    {
        (await SendSmsAsync(ScenarioTable.Mobile("501"))).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);

        await EventuallyAsync(() => Callbacks().Contains("delivered"));
    }

    [Fact]
    public async Task An_accepted_request_may_never_be_answered()
    {
        await GiveUpAsync(token => SendAsync("504", token));

        Simulator.AcceptedMessages.ShouldBe(1);
        await EventuallyAsync(() => Callbacks().Contains("delivered"));
    }

    [Fact]
    public async Task An_unanswered_request_may_have_accepted_nothing()
    {
        await GiveUpAsync(token => SendAsync("505", token));
        Simulator.AcceptedMessages.ShouldBe(0);

        (await SendSmsAsync(ScenarioTable.Mobile("505"))).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Acceptance_may_show_only_when_asked_for()
    {
        await GiveUpAsync(token => SendAsync("506", token));

        await EventuallyAsync(() => Simulator.Messages.Single().Status == "delivered");
        Callbacks().ShouldBe(["queued"]);
    }

    [Theory]
    [InlineData("510", 0)]
    [InlineData("511", 1)]
    public async Task A_connection_is_reset_before_or_after_acceptance(string digits, int accepted)
    {
        var exception = await Should.ThrowAsync<HttpRequestException>(SendSmsAsync(ScenarioTable.Mobile(digits)));

        exception.InnerException.ShouldBeAssignableTo<IOException>();
        Simulator.AcceptedMessages.ShouldBe(accepted);
    }

    [Fact]
    public async Task Every_receipt_may_come_twice()
    {
        await SendSmsAsync(ScenarioTable.Mobile("902"));

        await EventuallyAsync(() => Callbacks().Length == 5);
        Callbacks().ShouldBe(["queued", "sent", "sent", "delivered", "delivered"]);
    }

    [Fact]
    public async Task Delivered_may_come_before_sent_and_stays()
    {
        await SendSmsAsync(ScenarioTable.Mobile("903"));

        await EventuallyAsync(() => Callbacks().Length == 3);
        Callbacks().ShouldBe(["queued", "delivered", "sent"]);
        Simulator.Messages.Single().Status.ShouldBe("delivered");
    }

    [Fact]
    public async Task Receipts_may_come_before_the_answer()
    {
        var response = await SendSmsAsync(ScenarioTable.Mobile("904"));

        Callbacks().ShouldBe(["queued", "sent", "delivered"]);
        (await JsonAsync(response)).GetProperty("status").GetString().ShouldBe("accepted");
    }

    [Theory]
    [InlineData("901", "delivered", "queued,sent,delivered")]
    [InlineData("905", "sent", "queued,sent")]
    [InlineData("906", "delivered", "queued")]
    [InlineData("907", "undelivered", "queued,sent")]
    [InlineData("910", "queued", "queued")]
    public async Task The_status_may_say_more_than_the_receipts(string digits, string status, string callbacks)
    {
        await SendSmsAsync(ScenarioTable.Mobile(digits));

        await EventuallyAsync(() => Simulator.Messages.Single().Status == status && string.Join(',', Callbacks()) == callbacks);
    }

    private Task<HttpResponseMessage> SendAsync(string digits, CancellationToken cancellationToken) => Twilio.PostAsync(
        "Messages.json",
        new FormUrlEncodedContent(
        [
            new("To", ScenarioTable.Mobile(digits)), new("Body", "Hello"), new("MessagingServiceSid", Service),
            new("StatusCallback", Receiver.Url + "/status"),
        ]),
        cancellationToken);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^`(failed|undelivered)` / (\d+)")]
    private static partial Regex EndPattern();

    [GeneratedRegex(@"^400 / (\d+)")]
    private static partial Regex RefusalPattern();
}
