using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Peyk.Functions.Delivery.Email;

namespace Peyk.Functions.Tests.Delivery;

/// <summary>Vectors checked with the provider's npm package, Node's crypto and .NET.</summary>
public sealed class SendGridSignatureTests : IDisposable
{
    private const string PublicKey =
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAECavfi5z8H7sXZaK7Vczg1TKwrlTD7oLet4ub13ZC0zGSyVlNfo9V2L3NDYkl7tjXfjHDDhHMDEgCO7jK6pTmqw==";

    private const string First =
        """[{"email":"a@example.com","timestamp":1763717399,"event":"delivered","sg_event_id":"ZXZ0LTE","sg_message_id":"AbCdEfGhIjKlMnOpQrStUv.recvd-0-1-2-3.0"}]""" + "\r\n";

    private const string Second =
        """[{"email":"zoë@example.com","timestamp":1763717459,"event":"bounce","type":"bounce","reason":"550 5.1.1 inconnu — boîte fermée","status":"5.1.1","sg_event_id":"ZXZ0LTI","notification_id":"ntf-42"}]""";

    private const string FirstSignature =
        "MEUCIAVW+HY0eR2a3tybjPEsC7Us6Pe/Y3BkgfNWG5NjYoMgAiEA6jWAtLPIvemSxf1b7QkhRaa7XQ06QUt9FJXyzfGwKww=";

    private const string SecondSignature =
        "MEUCID3JKbftGY3pLq+q6MAZNg6YdzBHLhQR+omor4hoMS7HAiEAi77sFn6nSCdr2auPDuSLjsTavfoUAX3BG6WZviCe7N4=";

    private readonly SendGridSignature _signature = new(Options.Create(new SendGridOptions { WebhookPublicKey = PublicKey }));

    [Theory]
    [InlineData("1763717400", First, FirstSignature)]
    [InlineData("1763717460", Second, SecondSignature)]
    public void What_the_provider_signed_is_recognised(string timestamp, string body, string signature) =>
        IsValid(timestamp, body, signature).ShouldBeTrue();

    [Theory]
    [InlineData("1763717401", First, FirstSignature)]
    [InlineData("", First, FirstSignature)]
    [InlineData("1763717400", First, SecondSignature)]
    [InlineData("1763717400", First, "")]
    [InlineData("1763717400", First, "not base64")]
    [InlineData("1763717400", Second, FirstSignature)]
    public void Anything_else_is_refused(string timestamp, string body, string signature) =>
        IsValid(timestamp, body, signature).ShouldBeFalse();

    [Fact]
    public void A_trimmed_body_is_refused() => IsValid("1763717400", First.TrimEnd(), FirstSignature).ShouldBeFalse();

    [Fact]
    public void A_key_that_is_none_names_its_setting() =>
        Should.Throw<OptionsValidationException>(() => new SendGridSignature(Options.Create(new SendGridOptions { WebhookPublicKey = "AAAA" })))
            .Message.ShouldContain("SendGrid__WebhookPublicKey");

    public void Dispose() => _signature.Dispose();

    private bool IsValid(string timestamp, string body, string signature)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers[SendGridSignature.TimestampHeader] = timestamp;
        request.Headers[SendGridSignature.SignatureHeader] = signature;
        return _signature.IsValid(request, Encoding.UTF8.GetBytes(body));
    }
}
