using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Peyk.Functions.Callbacks;

/// <summary>
/// Signatures after Standard Webhooks 1.0.0: HMAC-SHA256 of <c>id.timestamp.body</c> under the bytes that a secret <c>whsec_…</c> holds in
/// base64, one <c>v1,…</c> for each secret, with spaces between.
/// </summary>
public static class StandardWebhooks
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    private const string Prefix = "whsec_";

    /// <summary>The specification asks for 24 to 64.</summary>
    private const int SecretBytes = 32;

    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <param name="timestamp">Seconds since 1970 of the attempt.</param>
    public static string Sign(IEnumerable<string> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")), .. body];
        return string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Key(secret), signed))}"));
    }

    private static byte[] Key(string secret) => Convert.FromBase64String(secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret);
}
