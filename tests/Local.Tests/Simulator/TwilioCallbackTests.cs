using System.Security.Cryptography;
using System.Text;
using Peyk.Local.Simulator.Webhooks;

namespace Peyk.Local.Tests.Simulator;

public sealed class TwilioCallbackTests : SimulatorTest
{
    private const string VectorToken = "test0only0token0not0a0secret0000";

    public static TheoryData<string, string[], string> Vectors => new()
    {
        {
            "https://notify.example.com/hooks/twilio/status?tenant=acme",
            [
                "AccountSid=AC00000000000000000000000000000001", "ApiVersion=2010-04-01", "From=+15005550006",
                "MessageSid=SM00000000000000000000000000000001", "SmsSid=SM00000000000000000000000000000001", "MessageStatus=delivered",
                "SmsStatus=delivered", "RawDlrDoneDate=2511210930", "To=+14155550123",
            ],
            "xI3jw3vZIuHren4TVfVGNgXFdV4="
        },
        {
            "https://notify.example.com:8443/hooks/twilio/inbound",
            [
                "Body=Stop, s’il vous plaît 👍 & merci=1", "From=+33600000000", "FromCity=", "NumMedia=0", "NumSegments=1",
                "MessageSid=SM00000000000000000000000000000002", "OptOutType=STOP", "To=+33700000000", "body=lower",
            ],
            "WDL5HIQnBlWnFI9t0MM9k6GyhEo="
        },
        {
            "https://notify.example.com/hooks/twilio/events?bodySHA256=393ebd5d99cd2df3f068a7875ae4fc3f97e2b0b2fabe77017479b0753fac481d",
            [],
            "ZDZ3d1g/+8r0Bx2PsOVAR5ECtuw="
        },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Signatures_are_those_of_the_published_scheme(string url, string[] fields, string signature)
    {
        var pairs = fields.Select(field => field.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1])).ToList();

        TwilioSignature.Of(VectorToken, url + "#rc=5&rp=all", pairs).ShouldBe(signature);
        Verify(VectorToken, url, pairs).ShouldBe(signature);
    }

    [Fact]
    public async Task Callbacks_come_in_order_signed_and_with_the_documented_fields()
    {
        var sid = (await JsonAsync(await SendSmsAsync())).GetProperty("sid").GetString();
        await EventuallyAsync(() => Callbacks().Length == 3);

        Callbacks().ShouldBe(["queued", "sent", "delivered"]);
        foreach (var callback in Receiver.All)
        {
            var form = callback.Form;
            form["MessageSid"].ShouldBe(sid);
            form["SmsSid"].ShouldBe(sid);
            form["SmsStatus"].ShouldBe(form["MessageStatus"]);
            form["AccountSid"].ShouldBe(Options.TwilioAccountSid);
            form["MessagingServiceSid"].ShouldBe(Service);
            form["To"].ShouldBe(Mobile);
            form.ShouldNotContainKey("ErrorCode");
            form.ContainsKey("RawDlrDoneDate").ShouldBe(form["MessageStatus"] == "delivered");
            callback.Url.ShouldEndWith("/status?d=1.1.1");
            callback.Headers["X-Twilio-Signature"].ShouldBe(Verify(Options.TwilioAuthToken, callback.Url, form));
            callback.Headers["Content-Type"].ShouldBe("application/x-www-form-urlencoded");
        }
    }

    [Fact]
    public async Task A_failed_message_tells_its_code()
    {
        await SendSmsAsync("+989120000003");
        await EventuallyAsync(() => Callbacks().Contains("undelivered"));

        Receiver.All.Last().Form["ErrorCode"].ShouldBe("30003");
    }

    [Fact]
    public async Task What_the_fragment_asks_for_is_repeated_with_the_same_token_until_it_is_taken()
    {
        Receiver.Answers = count => count < 2 ? (503, "") : (200, "");

        await SendSmsAsync("+989120000910");
        await EventuallyAsync(() => Receiver.All.Count == 3);

        Callbacks().ShouldBe(["queued", "queued", "queued"]);
        Receiver.All.Select(callback => callback.Headers["I-Twilio-Idempotency-Token"]).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Five_repetitions_are_the_end()
    {
        Receiver.Answers = _ => (500, "");

        await SendSmsAsync("+989120000910");
        await EventuallyAsync(() => Simulator.WebhookCounts.GivenUp == 1);

        Receiver.All.Count.ShouldBe(6);
    }

    [Fact]
    public async Task Without_a_fragment_an_error_of_the_app_is_not_repeated()
    {
        Receiver.Answers = _ => (500, "");

        await SendSmsAsync("+989120000910", extra: ("StatusCallback", Receiver.Url + "/status"));
        await EventuallyAsync(() => Simulator.WebhookCounts.GivenUp == 1);

        Receiver.All.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("", 1, "ct", 15_000)]
    [InlineData("#rc=5&rp=all&ct=2000", 5, "all", 15_000)]
    [InlineData("#rc=9&rp=4xx,5xx&rt=50", 5, "4xx,5xx", 100)]
    public void The_fragment_is_read_within_its_ranges(string fragment, int retries, string policies, int readTimeout)
    {
        var overrides = ConnectionOverrides.Parse(fragment);

        overrides.Retries.ShouldBe(retries);
        overrides.Policies.ShouldBe(policies.Split(','), ignoreOrder: true);
        overrides.ReadTimeout.TotalMilliseconds.ShouldBe(readTimeout);
    }

    [Fact]
    public async Task Lost_receipts_change_the_state_and_call_nobody()
    {
        Simulator.Faults.LoseReceipts = true;

        await SendSmsAsync();
        await EventuallyAsync(() => Simulator.Messages.Single().Status == "delivered");

        Receiver.All.ShouldBeEmpty();
    }

    /// <summary>Written from the published description, apart from the simulator's own code.</summary>
    private static string Verify(string token, string url, IEnumerable<KeyValuePair<string, string>> fields)
    {
        using var hmac = new HMACSHA1(Encoding.UTF8.GetBytes(token));
        var sorted = new SortedDictionary<string, string>(fields.ToDictionary(), StringComparer.Ordinal);
        return Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(url + string.Concat(sorted.Select(pair => pair.Key + pair.Value)))));
    }
}
