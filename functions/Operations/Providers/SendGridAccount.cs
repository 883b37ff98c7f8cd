using System.Text.Json.Nodes;
using Peyk.Functions.Delivery.Email;

namespace Peyk.Functions.Operations.Providers;

/// <summary>The SendGrid account: what the key may do, and where events and mails go.</summary>
public sealed class SendGridAccount(HttpClient http, SendGridOptions options)
{
    private const string Events = "/v3/user/webhooks/event/settings";
    private const string Parse = "/v3/user/webhooks/parse/settings";

    /// <summary>The events that the app understands; opens and clicks are not watched.</summary>
    private static readonly (string Name, bool Wanted)[] Wanted =
    [
        ("enabled", true), ("processed", true), ("delivered", true), ("deferred", true), ("bounce", true), ("dropped", true),
        ("spam_report", true), ("unsubscribe", true), ("group_unsubscribe", true), ("group_resubscribe", true), ("open", false), ("click", false),
    ];

    private readonly ProviderApi _api = new(http, options.BaseUrl, new("Bearer", options.ApiKey));

    public Task<ProviderAnswer> FetchScopesAsync(CancellationToken cancellationToken) => _api.GetAsync("/v3/scopes", cancellationToken);

    public Task<ProviderAnswer> ListEventWebhooksAsync(CancellationToken cancellationToken) => _api.GetAsync($"{Events}/all", cancellationToken);

    public Task<ProviderAnswer> CreateEventWebhookAsync(string url, CancellationToken cancellationToken) =>
        _api.SendJsonAsync(HttpMethod.Post, Events, EventSettings(url), cancellationToken);

    public Task<ProviderAnswer> UpdateEventWebhookAsync(string id, string url, CancellationToken cancellationToken) =>
        _api.SendJsonAsync(HttpMethod.Patch, $"{Events}/{id}", EventSettings(url), cancellationToken);

    /// <summary>Makes the provider sign; the answer has the public key. A second time changes nothing.</summary>
    public Task<ProviderAnswer> SignAsync(string id, CancellationToken cancellationToken) =>
        _api.SendJsonAsync(HttpMethod.Patch, $"{Events}/signed/{id}", new() { ["enabled"] = true }, cancellationToken);

    public Task<ProviderAnswer> FetchKeyAsync(string id, CancellationToken cancellationToken) =>
        _api.GetAsync($"{Events}/signed/{id}", cancellationToken);

    public Task<ProviderAnswer> ListParseHostsAsync(CancellationToken cancellationToken) => _api.GetAsync(Parse, cancellationToken);

    public Task<ProviderAnswer> CreateParseHostAsync(string host, string url, CancellationToken cancellationToken) => _api.SendJsonAsync(
        HttpMethod.Post, Parse, new() { ["hostname"] = host, ["url"] = url, ["spam_check"] = true, ["send_raw"] = false }, cancellationToken);

    public Task<ProviderAnswer> UpdateParseHostAsync(string host, string url, CancellationToken cancellationToken) => _api.SendJsonAsync(
        HttpMethod.Patch, $"{Parse}/{host}", new() { ["url"] = url, ["spam_check"] = true, ["send_raw"] = false }, cancellationToken);

    /// <summary>The webhook of that address; null when there is none.</summary>
    public static JsonNode? FindEventWebhook(ProviderAnswer all, string url) =>
        all.Body?["webhooks"]?.AsArray().FirstOrDefault(w => string.Equals((string?)w?["url"], url, StringComparison.OrdinalIgnoreCase));

    /// <summary>What the app needs and is switched off, by the provider's names.</summary>
    public static IReadOnlyList<string> Lacking(JsonNode webhook) =>
        [.. Wanted.Where(w => w.Wanted && webhook[w.Name]?.GetValue<bool>() != true).Select(w => w.Name)];

    private static JsonObject EventSettings(string url)
    {
        var settings = new JsonObject { ["url"] = url, ["friendly_name"] = "Peyk" };
        foreach (var (name, wanted) in Wanted)
            settings[name] = wanted;
        return settings;
    }
}
