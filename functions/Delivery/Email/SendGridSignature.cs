using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Peyk.Functions.Operations;

namespace Peyk.Functions.Delivery.Email;

/// <summary>
/// Checks SendGrid's signed event webhook: ECDSA P-256 with SHA-256, DER-encoded, over the timestamp header followed by the raw
/// body. Retries arrive for 24 hours and may carry their first timestamp, so that old ones are not refused: events are monotone.
/// </summary>
public sealed class SendGridSignature : IDisposable
{
    public const string SignatureHeader = "X-Twilio-Email-Event-Webhook-Signature";
    public const string TimestampHeader = "X-Twilio-Email-Event-Webhook-Timestamp";

    private readonly ECDsa key = ECDsa.Create();

    /// <exception cref="OptionsValidationException">The configured key is not base64 of a DER P-256 public key.</exception>
    public SendGridSignature(IOptions<SendGridOptions> options)
    {
        try
        {
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(options.Value.WebhookPublicKey), out _);
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            throw new OptionsValidationException(
                SendGridOptions.Section, typeof(SendGridOptions), ["SendGrid__WebhookPublicKey must hold base64 of a DER public key."]);
        }
    }

    public bool IsValid(HttpRequest request, ReadOnlySpan<byte> body)
    {
        var isValid = Verify(request, body);
        Telemetry.WebhookChecked("sendgrid", isValid);
        return isValid;
    }

    public void Dispose() => key.Dispose();

    private bool Verify(HttpRequest request, ReadOnlySpan<byte> body)
    {
        var timestamp = request.Headers[TimestampHeader].ToString();
        var signature = new byte[256];
        if (timestamp.Length is 0 or > 20
            || !Convert.TryFromBase64String(request.Headers[SignatureHeader].ToString(), signature, out var length))
            return false;
        byte[] signed = [.. Encoding.ASCII.GetBytes(timestamp), .. body];
        return key.VerifyData(signed, signature.AsSpan(0, length), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }
}
