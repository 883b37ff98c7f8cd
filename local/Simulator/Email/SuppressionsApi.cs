using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Peyk.Local.Simulator.Scenarios;

namespace Peyk.Local.Simulator.Email;

/// <summary>SendGrid's lists of bounced, blocked, complaining, invalid and unsubscribed addresses.</summary>
internal sealed class SuppressionsApi(Suppressions suppressions, MailSendApi api)
{
    private static readonly (string Path, SuppressionList List)[] Lists =
    [
        ("bounces", SuppressionList.Bounces), ("blocks", SuppressionList.Blocks), ("spam_reports", SuppressionList.SpamReports),
        ("invalid_emails", SuppressionList.InvalidEmails), ("unsubscribes", SuppressionList.Unsubscribes),
    ];

    public void Map(IEndpointRouteBuilder routes)
    {
        var v3 = routes.MapGroup("/v3").AddEndpointFilter(async (context, next) =>
            api.IsAllowed(context.HttpContext) ? await next(context) : MailErrors.Of(401));
        foreach (var (path, list) in Lists)
        {
            v3.MapGet($"/suppression/{path}", (HttpContext http) => Page(http.Request.Query, list));
            v3.MapDelete($"/suppression/{path}", (Delegate)((HttpContext http) => DeleteAsync(http, list)));
            if (list is SuppressionList.Unsubscribes)
                continue;
            v3.MapGet($"/suppression/{path}/{{email}}", (string email) =>
                Json(new JsonArray(suppressions.Find(list, email) is { } entry ? [Describe(list, entry)] : [])));
            v3.MapDelete($"/suppression/{path}/{{email}}", (string email) =>
                suppressions.Remove(list, email) ? Results.NoContent() : MailErrors.Of(404));
        }
        v3.MapGet("/asm/suppressions/global/{email}", (string email) =>
            Json(suppressions.Find(SuppressionList.Unsubscribes, email) is { } entry
                ? new JsonObject { ["recipient_email"] = entry.Email }
                : new JsonObject()));
        v3.MapPost("/asm/suppressions/global", (Delegate)AddAsync);
        v3.MapDelete("/asm/suppressions/global/{email}", (string email) =>
            suppressions.Remove(SuppressionList.Unsubscribes, email) ? Results.NoContent() : MailErrors.Of(404));
    }

    private IResult Page(IQueryCollection query, SuppressionList list)
    {
        if (!Number(query, "limit", 500, out var limit) || limit is < 1 or > 500 || !Number(query, "offset", 0, out var offset) || offset < 0
            || !Number(query, "start_time", 0, out var start) || !Number(query, "end_time", long.MaxValue, out var end))
            return MailErrors.Of(400);
        var prefix = query["email"].ToString().TrimEnd('%');
        var entries = suppressions.All(list)
            .Where(entry => entry.Created >= start && entry.Created <= end
                && (list is SuppressionList.InvalidEmails || entry.Email.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            .Skip((int)offset).Take((int)limit);
        return Json(new JsonArray([.. entries.Select(entry => (JsonNode)Describe(list, entry))]));
    }

    private async Task<IResult> DeleteAsync(HttpContext http, SuppressionList list)
    {
        var body = await BodyAsync(http);
        var all = body?["delete_all"]?.GetValueKind() is JsonValueKind.True;
        if (body is null || all == (body["emails"] is JsonArray))
            return MailErrors.Of(400, "either emails or delete_all is required");
        if (all)
            suppressions.Clear(list);
        foreach (var email in body["emails"] as JsonArray ?? [])
            suppressions.Remove(list, email?.ToString() ?? "");
        return Results.NoContent();
    }

    private async Task<IResult> AddAsync(HttpContext http)
    {
        if ((await BodyAsync(http))?["recipient_emails"] is not JsonArray { Count: > 0 } emails)
            return MailErrors.Of(400, "at least one address is required", "recipient_emails");
        foreach (var email in emails)
            suppressions.Add(SuppressionList.Unsubscribes, email!.ToString(), "", "");
        return Json(new JsonObject { ["recipient_emails"] = emails.DeepClone() }, 201);
    }

    private static JsonObject Describe(SuppressionList list, Suppressed entry)
    {
        var json = new JsonObject { ["created"] = entry.Created, ["email"] = entry.Email };
        switch (list)
        {
            case SuppressionList.Bounces or SuppressionList.Blocks:
                json["reason"] = entry.Reason;
                json["status"] = entry.Status;
                break;
            case SuppressionList.SpamReports:
                json["ip"] = "203.0.113.9";
                break;
            case SuppressionList.InvalidEmails:
                json["reason"] = entry.Reason;
                break;
        }
        return json;
    }

    private static bool Number(IQueryCollection query, string name, long absent, out long value)
    {
        value = absent;
        return !query.TryGetValue(name, out var text) || long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
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

    private static IResult Json(JsonNode node, int status = 200) => Results.Text(node.ToJsonString(), "application/json", statusCode: status);
}
