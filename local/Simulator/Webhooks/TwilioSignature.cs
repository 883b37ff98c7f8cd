using System.Security.Cryptography;
using System.Text;

namespace Peyk.Local.Simulator.Webhooks;

/// <summary>The value of <c>X-Twilio-Signature</c>.</summary>
internal static class TwilioSignature
{
    /// <summary>HMAC-SHA1 over the URL without fragment and the fields in ordinal order of their names, base64.</summary>
    public static string Of(string authToken, string url, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var text = new StringBuilder(url.Split('#', 2)[0]);
        foreach (var (name, value) in fields.OrderBy(field => field.Key, StringComparer.Ordinal))
            text.Append(name).Append(value);
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken), Encoding.UTF8.GetBytes(text.ToString())));
    }
}
