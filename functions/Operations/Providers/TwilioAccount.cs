using System.Text;
using Peyk.Functions.Delivery.Sms;

namespace Peyk.Functions.Operations.Providers;

/// <summary>The Twilio account: its state, and where replies go.</summary>
public sealed class TwilioAccount(HttpClient http, TwilioOptions options)
{
    private readonly ProviderApi _api = new(http, options.BaseUrl, Credentials(options));
    private readonly ProviderApi _messaging = new(http, options.MessagingBaseUrl, Credentials(options));

    private string Root => $"/2010-04-01/Accounts/{options.AccountSid}";

    public Task<ProviderAnswer> FetchAsync(CancellationToken cancellationToken) => _api.GetAsync($"{Root}.json", cancellationToken);

    public Task<ProviderAnswer> FetchServiceAsync(string sid, CancellationToken cancellationToken) =>
        _messaging.GetAsync($"/v1/Services/{sid}", cancellationToken);

    public Task<ProviderAnswer> SetServiceWebhookAsync(string sid, string url, CancellationToken cancellationToken) => _messaging.PostFormAsync(
        $"/v1/Services/{sid}",
        new Dictionary<string, string> { ["InboundRequestUrl"] = url, ["InboundMethod"] = "POST", ["UseInboundWebhookOnNumber"] = "false" },
        cancellationToken);

    /// <param name="number">E.164; of the account.</param>
    public Task<ProviderAnswer> FindNumberAsync(string number, CancellationToken cancellationToken) =>
        _api.GetAsync($"{Root}/IncomingPhoneNumbers.json?PhoneNumber={Uri.EscapeDataString(number)}", cancellationToken);

    public Task<ProviderAnswer> SetNumberWebhookAsync(string sid, string url, CancellationToken cancellationToken) => _api.PostFormAsync(
        $"{Root}/IncomingPhoneNumbers/{sid}.json",
        new Dictionary<string, string> { ["SmsUrl"] = url, ["SmsMethod"] = "POST" },
        cancellationToken);

    private static System.Net.Http.Headers.AuthenticationHeaderValue Credentials(TwilioOptions options)
    {
        var (user, password) = string.IsNullOrEmpty(options.ApiKeySid) ? (options.AccountSid, options.AuthToken) : (options.ApiKeySid, options.ApiKeySecret);
        return new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
    }
}
