using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Peyk.Local.Simulator.Email;

/// <summary>SendGrid's settings of Inbound Parse, and the scopes of the key. No mail comes in: only the settings are kept.</summary>
internal sealed class ParseSettingsApi(MailSendApi api)
{
    private static readonly string[] Scopes = ["mail.send", "user.webhooks.event.settings.read", "user.webhooks.event.settings.update", "user.webhooks.parse.settings.read"];
    private readonly ConcurrentDictionary<string, JsonObject> _hosts = new(StringComparer.OrdinalIgnoreCase);

    public void Map(IEndpointRouteBuilder routes)
    {
        var v3 = routes.MapGroup("/v3").AddEndpointFilter(async (context, next) =>
            api.IsAllowed(context.HttpContext) ? await next(context) : MailErrors.Of(401));
        v3.MapGet("/scopes", () => Json(new JsonObject { ["scopes"] = new JsonArray([.. Scopes.Select(s => (JsonNode)s)]) }));
        v3.MapGet("/user/webhooks/parse/settings", () => Json(new JsonObject { ["result"] = new JsonArray([.. _hosts.Values.Select(h => h.DeepClone())]) }));
        v3.MapPost("/user/webhooks/parse/settings", (Delegate)CreateAsync);
        v3.MapPatch("/user/webhooks/parse/settings/{hostname}", UpdateAsync);
    }

    private async Task<IResult> CreateAsync(HttpContext http)
    {
        if (await BodyAsync(http) is not { } body || (string?)body["hostname"] is not { Length: > 0 } hostname || (string?)body["url"] is not { Length: > 0 })
            return MailErrors.Of(400, "hostname and url are required", "hostname");
        return _hosts.TryAdd(hostname, body) ? Json(body.DeepClone()) : MailErrors.Of(400, "that hostname is in use", "hostname");
    }

    private async Task<IResult> UpdateAsync(string hostname, HttpContext http)
    {
        if (!_hosts.TryGetValue(hostname, out var known))
            return MailErrors.Of(404);
        if (await BodyAsync(http) is not { } body)
            return MailErrors.Of(400);
        var changed = known.DeepClone().AsObject();
        foreach (var (name, value) in body)
            changed[name] = value?.DeepClone();
        _hosts[hostname] = changed;
        return Json(changed.DeepClone());
    }

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

    private static IResult Json(JsonNode node) => Results.Text(node.ToJsonString(), "application/json");
}
