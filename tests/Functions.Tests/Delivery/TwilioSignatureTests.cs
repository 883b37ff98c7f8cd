using Peyk.Functions.Delivery.Sms;

namespace Peyk.Functions.Tests.Delivery;

/// <summary>Vectors made with the provider's own npm package and checked with its C# class.</summary>
public sealed class TwilioSignatureTests
{
    private const string Token = "test0only0token0not0a0secret0000";

    private static readonly KeyValuePair<string, string>[] Status =
    [
        new("AccountSid", "AC00000000000000000000000000000001"),
        new("ApiVersion", "2010-04-01"),
        new("From", "+15005550006"),
        new("MessageSid", "SM00000000000000000000000000000001"),
        new("SmsSid", "SM00000000000000000000000000000001"),
        new("MessageStatus", "delivered"),
        new("SmsStatus", "delivered"),
        new("RawDlrDoneDate", "2511210930"),
        new("To", "+14155550123"),
    ];

    private static readonly KeyValuePair<string, string>[] Inbound =
    [
        new("Body", "Stop, s’il vous plaît 👍 & merci=1"),
        new("From", "+33600000000"),
        new("FromCity", ""),
        new("NumMedia", "0"),
        new("NumSegments", "1"),
        new("MessageSid", "SM00000000000000000000000000000002"),
        new("OptOutType", "STOP"),
        new("To", "+33700000000"),
        new("body", "lower"),
    ];

    [Fact]
    public void A_status_callback_with_a_query_is_recognised() =>
        TwilioSignature.IsValid(Token, "https://notify.example.com/hooks/twilio/status?tenant=acme", Status, "xI3jw3vZIuHren4TVfVGNgXFdV4=")
            .ShouldBeTrue();

    [Theory]
    [InlineData("https://notify.example.com:8443/hooks/twilio/inbound", "WDL5HIQnBlWnFI9t0MM9k6GyhEo=")]
    [InlineData("https://notify.example.com:8443/hooks/twilio/inbound", "PnNf6IbYiSuJLTJ3nEtJ+JLEzoE=")]
    public void A_port_may_be_signed_or_left_out(string url, string signature) =>
        TwilioSignature.IsValid(Token, url, Inbound, signature).ShouldBeTrue();

    [Fact]
    public void An_explicit_default_port_is_accepted_when_it_was_not_signed() =>
        TwilioSignature.IsValid(Token, "https://notify.example.com:443/hooks/twilio/status?tenant=acme", Status, "xI3jw3vZIuHren4TVfVGNgXFdV4=")
            .ShouldBeTrue();

    [Fact]
    public void A_url_with_a_body_hash_is_recognised() =>
        TwilioSignature.IsValid(
            Token,
            "https://notify.example.com/hooks/twilio/events?bodySHA256=393ebd5d99cd2df3f068a7875ae4fc3f97e2b0b2fabe77017479b0753fac481d",
            [],
            "ZDZ3d1g/+8r0Bx2PsOVAR5ECtuw=").ShouldBeTrue();

    public static TheoryData<string, string, string> Altered => new()
    {
        { "another path", "https://notify.example.com/hooks/twilio/status/?tenant=acme", "xI3jw3vZIuHren4TVfVGNgXFdV4=" },
        { "a missing query", "https://notify.example.com/hooks/twilio/status", "xI3jw3vZIuHren4TVfVGNgXFdV4=" },
        { "another host", "https://notify.example.org/hooks/twilio/status?tenant=acme", "xI3jw3vZIuHren4TVfVGNgXFdV4=" },
        { "another signature", "https://notify.example.com/hooks/twilio/status?tenant=acme", "XI3jw3vZIuHren4TVfVGNgXFdV4=" },
        { "no signature", "https://notify.example.com/hooks/twilio/status?tenant=acme", "" },
    };

    [Theory]
    [MemberData(nameof(Altered))]
    public void Anything_altered_is_refused(string why, string url, string signature) =>
        TwilioSignature.IsValid(Token, url, Status, signature).ShouldBeFalse(why);

    [Fact]
    public void An_extra_field_is_refused() =>
        TwilioSignature.IsValid(
            Token, "https://notify.example.com/hooks/twilio/status?tenant=acme", [.. Status, new("ErrorCode", "0")], "xI3jw3vZIuHren4TVfVGNgXFdV4=")
            .ShouldBeFalse();
}
