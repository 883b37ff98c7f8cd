using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Delivery.Sms;

/// <summary>
/// Checks <c>X-Twilio-Signature</c>: base64 of HMAC-SHA1, under the account's auth token, over the public URL and the sorted form
/// fields. Twilio is not consistent about ports, so the URL counts as given, without port and with the default port.
/// </summary>
public sealed class TwilioSignature(IOptions<TwilioOptions> twilio, IOptions<PeykOptions> peyk)
{
    public const string Header = "X-Twilio-Signature";

    /// <summary>True when the request, as it reached our public URL, was signed by Twilio.</summary>
    public bool IsValid(HttpRequest request, IFormCollection form)
    {
        var url = new Uri(peyk.Value.PublicUrl.TrimEnd('/') + request.Path + request.QueryString);
        var signature = request.Headers[Header].ToString();
        var isValid = new[] { twilio.Value.AuthToken, twilio.Value.PreviousAuthToken }
            .Where(token => !string.IsNullOrEmpty(token))
            .Any(token => IsValid(token!, url.AbsoluteUri, form.SelectMany(f => f.Value.Select(v => KeyValuePair.Create(f.Key, v ?? ""))), signature));
        Telemetry.WebhookChecked("twilio", isValid);
        return isValid;
    }

    /// <param name="url">The public URL with query and without fragment.</param>
    /// <param name="signature">The header's value.</param>
    public static bool IsValid(string token, string url, IEnumerable<KeyValuePair<string, string>> fields, string signature)
    {
        var given = Encoding.ASCII.GetBytes(signature);
        var sorted = fields.Distinct().OrderBy(f => f.Key, StringComparer.Ordinal).ThenBy(f => f.Value, StringComparer.Ordinal).ToList();
        var valid = false;
        foreach (var candidate in Spellings(url))
            valid |= CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(token, candidate, sorted)), given);
        return valid;
    }

    private static string Sign(string token, string url, IEnumerable<KeyValuePair<string, string>> sorted)
    {
        var data = new StringBuilder(url);
        foreach (var (name, value) in sorted)
            data.Append(name).Append(value);
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(data.ToString())));
    }

    private static IEnumerable<string> Spellings(string url)
    {
        var uri = new Uri(url);
        var rest = url[(url.IndexOf("//", StringComparison.Ordinal) + 2)..];
        rest = rest.Contains('/', StringComparison.Ordinal) ? rest[rest.IndexOf('/', StringComparison.Ordinal)..] : "";
        return new[]
        {
            url,
            $"{uri.Scheme}://{uri.Host}{rest}",
            $"{uri.Scheme}://{uri.Host}:{uri.Port}{rest}",
        }.Distinct();
    }
}
