using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Peyk.Local.Simulator;

namespace Peyk.Testing;

/// <summary>Posts receipts as Twilio would, at a moment of the test's choice.</summary>
public static class ProviderWebhooks
{
    private static readonly string Token = new ProviderSimulatorOptions().TwilioAuthToken;

    public static Task<int> TwilioStatusAsync(
        Uri app, string attempt, string sid, string status, string? errorCode = null, string? to = null) => TwilioAsync(
        new Uri(app, $"/hooks/twilio/status?d={attempt}"),
        [("MessageSid", sid), ("MessageStatus", status), ("ErrorCode", errorCode), ("To", to)]);

    /// <summary>A reply by SMS.</summary>
    /// <param name="optOutType">What Twilio says of a keyword, where it handles them.</param>
    public static Task<int> TwilioInboundAsync(Uri app, string sid, string from, string body, string? optOutType = null) => TwilioAsync(
        new Uri(app, "/hooks/twilio/inbound"),
        [("MessageSid", sid), ("From", from), ("To", "+15005550006"), ("Body", body), ("OptOutType", optOutType)]);

    /// <summary>A batch of events.</summary>
    /// <param name="key">The private key whose public one the app was given: <see cref="ProviderSimulatorOptions.EventWebhookPrivateKey"/>.</param>
    public static async Task<int> SendGridAsync(Uri app, ECDsa key, JsonArray events)
    {
        const string timestamp = "1763719200";
        var body = Encoding.UTF8.GetBytes(events.ToJsonString());
        var signature = key.SignData([.. Encoding.ASCII.GetBytes(timestamp), .. body], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(app, "/hooks/sendgrid/events")) { Content = new ByteArrayContent(body) };
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Signature", Convert.ToBase64String(signature));
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Timestamp", timestamp);
        using var http = new HttpClient();
        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private static async Task<int> TwilioAsync(Uri url, IEnumerable<(string Name, string? Value)> given)
    {
        var fields = new SortedDictionary<string, string>(
            given.Where(f => f.Value is not null).ToDictionary(f => f.Name, f => f.Value!), StringComparer.Ordinal);
        var signed = url + string.Concat(fields.Select(f => f.Key + f.Value));
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add(
            "X-Twilio-Signature", Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(Token), Encoding.UTF8.GetBytes(signed))));
        using var http = new HttpClient();
        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
