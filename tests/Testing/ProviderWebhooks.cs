using System.Security.Cryptography;
using System.Text;
using Peyk.Local.Simulator;

namespace Peyk.Testing;

/// <summary>Posts receipts as Twilio would, at a moment of the test's choice.</summary>
public static class ProviderWebhooks
{
    private static readonly string Token = new ProviderSimulatorOptions().TwilioAuthToken;

    public static async Task<int> TwilioStatusAsync(Uri app, string attempt, string sid, string status, string? errorCode = null)
    {
        var url = new Uri(app, $"/hooks/twilio/status?d={attempt}").ToString();
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["MessageSid"] = sid, ["MessageStatus"] = status };
        if (errorCode is not null)
            fields["ErrorCode"] = errorCode;
        var signed = url + string.Concat(fields.Select(f => f.Key + f.Value));
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add(
            "X-Twilio-Signature", Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(Token), Encoding.UTF8.GetBytes(signed))));
        using var http = new HttpClient();
        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
