using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Peyk.Local.Simulator.Email;

/// <summary>SendGrid's settings of Event Webhooks and their signing keys.</summary>
internal sealed class SettingsApi(EventWebhooks webhooks, MailSendApi api, TimeProvider time)
{
    /// <summary>Name in the settings, and the type that events of it have.</summary>
    private static readonly (string Setting, string Type)[] Types =
    [
        ("group_resubscribe", "group_resubscribe"), ("delivered", "delivered"), ("group_unsubscribe", "group_unsubscribe"),
        ("spam_report", "spamreport"), ("bounce", "bounce"), ("deferred", "deferred"), ("unsubscribe", "unsubscribe"),
        ("processed", "processed"), ("open", "open"), ("click", "click"), ("dropped", "dropped"),
    ];

    public void Map(IEndpointRouteBuilder routes)
    {
        var settings = routes.MapGroup("/v3/user/webhooks/event").AddEndpointFilter(async (context, next) =>
            api.IsAllowed(context.HttpContext) ? await next(context) : MailErrors.Of(401));
        settings.MapPost("/settings", (Delegate)CreateAsync);
        settings.MapGet("/settings/all", All);
        settings.MapGet("/settings/{id}", (string id) => Found(id, webhook => Json(Describe(webhook, dates: false))));
        settings.MapPatch("/settings/{id}", UpdateAsync);
        settings.MapDelete("/settings/{id}", (string id) => webhooks.Remove(id) ? Results.NoContent() : MailErrors.Of(404));
        settings.MapGet("/settings/signed/{id?}", (string? id) => Found(id, Key));
        settings.MapPatch("/settings/signed/{id?}", SignAsync);
        settings.MapPost("/test", (Delegate)TestAsync);
    }

    private async Task<IResult> CreateAsync(HttpContext http)
    {
        if (await BodyAsync(http) is not { } body || UrlOf(body) is not { } url)
            return MailErrors.Of(400, "a URL is required", "url");
        if (webhooks.Add(url) is not { } added)
            return MailErrors.Of(400, "that URL is in use, or the account has as many webhooks as it may", "url");
        Apply(added, body);
        return Json(Describe(added, dates: true), 201);
    }

    private async Task<IResult> UpdateAsync(string id, HttpContext http)
    {
        if (webhooks.Find(id) is not { } webhook)
            return MailErrors.Of(404);
        if (await BodyAsync(http) is not { } body)
            return MailErrors.Of(400);
        if (UrlOf(body) is { } url)
            webhook.Url = url;
        Apply(webhook, body);
        webhook.UpdatedAt = time.GetUtcNow();
        return Json(Describe(webhook, dates: true));
    }

    private async Task<IResult> SignAsync(string? id, HttpContext http)
    {
        if (webhooks.Find(id) is not { } webhook)
            return MailErrors.Of(404);
        if ((await BodyAsync(http))?["enabled"] is not JsonValue value || !value.TryGetValue<bool>(out var enabled))
            return MailErrors.Of(400, "true or false is required", "enabled");
        // Switching off deletes the key; switching on again makes another one.
        webhook.Key = enabled ? webhook.Key ?? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        return Key(webhook);
    }

    private async Task<IResult> TestAsync(HttpContext http)
    {
        var body = await BodyAsync(http);
        if (body is null || UrlOf(body) is not { } url)
            return MailErrors.Of(400, "a URL is required", "url");
        var json = $$"""{"email":"example@test.com","timestamp":{{time.GetUtcNow().ToUnixTimeSeconds()}},"event":"processed","sg_event_id":"test","sg_message_id":"test.test"}""";
        await webhooks.TestAsync(url, System.Text.Encoding.UTF8.GetBytes(json), http.RequestAborted);
        return Results.NoContent();
    }

    private IResult All()
    {
        var list = new JsonArray();
        foreach (var webhook in webhooks.All.Where(webhook => webhook.Url is not null))
            list.Add((JsonNode)Describe(webhook, dates: true, key: true));
        return Json(new JsonObject { ["max_allowed"] = EventWebhooks.MostAllowed, ["webhooks"] = list });
    }

    private static void Apply(EventWebhook webhook, JsonObject body)
    {
        foreach (var (setting, type) in Types)
        {
            if (body[setting] is not JsonValue value || !value.TryGetValue<bool>(out var wanted))
                continue;
            // Replaced, not changed: deliveries read it meanwhile.
            webhook.Unwanted = wanted ? [.. webhook.Unwanted.Where(other => other != type)] : [.. webhook.Unwanted, type];
        }
        if (body["enabled"] is JsonValue enabled && enabled.TryGetValue<bool>(out var on))
            webhook.Enabled = on;
        webhook.FriendlyName = body["friendly_name"]?.ToString() ?? webhook.FriendlyName;
        webhook.OAuthClientId = body["oauth_client_id"]?.ToString() ?? webhook.OAuthClientId;
        webhook.OAuthTokenUrl = body["oauth_token_url"]?.ToString() ?? webhook.OAuthTokenUrl;
    }

    private static JsonObject Describe(EventWebhook webhook, bool dates, bool key = false)
    {
        var json = new JsonObject
        {
            ["enabled"] = webhook.Enabled,
            ["url"] = webhook.Url?.OriginalString ?? "",
            ["friendly_name"] = webhook.FriendlyName,
            ["id"] = webhook.Id,
            ["oauth_client_id"] = webhook.OAuthClientId,
            ["oauth_token_url"] = webhook.OAuthTokenUrl,
        };
        foreach (var (setting, type) in Types)
            json[setting] = !webhook.Unwanted.Contains(type);
        if (dates)
        {
            json["created_date"] = webhook.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
            json["updated_date"] = webhook.UpdatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        }
        if (key || (!dates && webhook.Key is not null))
            json["public_key"] = webhook.PublicKey;
        return json;
    }

    private static IResult Key(EventWebhook webhook) =>
        Json(new JsonObject { ["id"] = webhook.Id, ["public_key"] = webhook.PublicKey });

    private IResult Found(string? id, Func<EventWebhook, IResult> result) =>
        webhooks.Find(id) is { } webhook ? result(webhook) : MailErrors.Of(404);

    private static Uri? UrlOf(JsonObject body) =>
        Uri.TryCreate(body["url"]?.ToString(), UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null;

    private static async Task<JsonObject?> BodyAsync(HttpContext http)
    {
        try
        {
            return await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IResult Json(JsonNode node, int status = 200) => Results.Text(node.ToJsonString(), "application/json", statusCode: status);
}
