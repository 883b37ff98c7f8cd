using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Peyk.Functions.Tests.Api;

/// <summary>The table of malformed requests about subscriptions to newsletters.</summary>
public static class BadSubscriptionRequests
{
    private const string Path = "/api/v1/newsletters/benefits-news/subscriptions";
    private const string Nobody = Path + "/0198c5a0-0000-7000-8000-000000007731";

    public static IEnumerable<BadRequest> All { get; } =
    [
        Post("a subscription: no JSON", "canary-value-7731", "", "json"),
        Post("a subscription: a string", "\"canary7731@example.org\"", "", "type"),
        Post("a subscription: an empty list", "[]", "", "range"),
        Post("a subscription: a list too long", $"[{string.Join(',', Enumerable.Repeat("{}", 1001))}]", "", "range"),
        Post("a subscription: nobody", "{}", "/email", "required"),
        Post("a subscription: an unknown member", "/mobile", "unknown_member", s => s["mobile"] = Canary.Mobile),
        Post("a subscription: two addresses", "/email", "format", s => s["email"] = "a@example.org,canary7731@example.org"),
        Post("a subscription: an address with a line", "/email", "format", s => s["email"] = "canary7731@example.org\nBcc: a@example.org"),
        Post("a subscription: a contact that there is not", "/contactId", "unknown_value", s => s["contactId"] = "0198c5a0-0000-4000-8000-000000007731"),
        Post("a subscription: a contact that is none", "/contactId", "format", s => s["contactId"] = "canary-value-7731"),
        Post("a subscription: a language that is none", "/language", "format", s => s["language"] = "in English, please"),
        Post("a subscription: a region in words", "/region", "format", s => s["region"] = "Tehran|x"),
        Post("a subscription: a tag with a bar", "/tags/0", "format", s => s["tags"] = new JsonArray("a|b")),
        Post("a subscription: a tag twice", "/tags/1", "duplicate", s => s["tags"] = new JsonArray("a", "a")),
        Post("a subscription: a tag as a number", "/tags/0", "type", s => s["tags"] = new JsonArray(7)),
        Post("a subscription: tags without number", "/tags", "too_long", s => s["tags"] = new JsonArray([.. Enumerable.Range(0, 21).Select(i => (JsonNode)$"t{i}")])),
        Post("a subscription: a source in a sentence", "/source", "format", s => s["source"] = "at the counter"),
        Post("a subscription: confirmed by a word", "/confirmed", "type", s => s["confirmed"] = true),
        Post("a subscription: confirmed without proof", "/confirmed/proof", "required", s => s["confirmed"] = new JsonObject { ["at"] = "2026-01-01T00:00:00Z" }),
        Post("a subscription: confirmed tomorrow", "/confirmed/at", "range", s => s["confirmed"] = new JsonObject { ["at"] = "2190-01-01T00:00:00Z", ["proof"] = "x" }),
        Post("a subscription: a long proof", "/confirmed/proof", "too_long", s => s["confirmed"] = new JsonObject { ["at"] = "2026-01-01T00:00:00Z", ["proof"] = new string('p', 501) }),
        Around("a subscription: no key", HttpStatusCode.Unauthorized, "unauthorized") with { Key = "none" },
        Around("a subscription: a key without the scope", HttpStatusCode.Forbidden, "forbidden") with { Key = "poor" },
        Around("a subscription: plain text", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type") with { ContentType = "text/plain" },
        Around("a subscription: a large body", HttpStatusCode.RequestEntityTooLarge, "too_large") with { Body = new byte[(1024 * 1024) + 1] },
        Around("a subscription: a topic that there is not", HttpStatusCode.NotFound, "not_found") with { Path = "/api/v1/newsletters/canary-value-7731/subscriptions" },
        Around("a subscription: a topic that is no newsletter", HttpStatusCode.NotFound, "not_found") with { Path = "/api/v1/newsletters/reminders/subscriptions" },
        Around("a subscription: a topic with a quote", HttpStatusCode.NotFound, "not_found") with { Path = "/api/v1/newsletters/'%20or%20RowKey%20ne%20'/subscriptions" },
        BadRequest.Get("a subscription that nobody has", Nobody, HttpStatusCode.NotFound, "not_found"),
        BadRequest.Get("a subscription with an id that is none", Path + "/canary-value-7731", HttpStatusCode.NotFound, "not_found"),
        BadRequest.Get("a subscription without the scope", Nobody, HttpStatusCode.Forbidden, "forbidden") with { Key = "poor" },
        BadRequest.Get("subscriptions from no cursor", Path + "?after=99-x", HttpStatusCode.BadRequest, "validation", "query:after", "format"),
        BadRequest.Get("subscriptions of no status", Path + "?status=gone", HttpStatusCode.BadRequest, "validation", "query:status", "unknown_value"),
        BadRequest.Get("a thousand and one subscriptions", Path + "?limit=1001", HttpStatusCode.BadRequest, "validation", "query:limit", "range"),
        new("ending a subscription that nobody has", HttpMethod.Delete, Nobody, HttpStatusCode.NotFound, "not_found"),
        new("finding a subscription of nobody", HttpMethod.Post, Path + "/find", HttpStatusCode.BadRequest, "validation", "/email", "required") { Body = "{}"u8.ToArray() },
    ];

    private static BadRequest Post(string why, string pointer, string fieldCode, Action<JsonObject> change)
    {
        var body = new JsonObject { ["email"] = Canary.Email, ["name"] = Canary.Name };
        change(body);
        return Post(why, body.ToJsonString(), pointer, fieldCode);
    }

    private static BadRequest Post(string why, string body, string pointer, string fieldCode) =>
        new(why, HttpMethod.Post, Path, HttpStatusCode.BadRequest, "validation", pointer, fieldCode) { Body = Encoding.UTF8.GetBytes(body) };

    private static BadRequest Around(string why, HttpStatusCode status, string code) => new(why, HttpMethod.Post, Path, status, code)
    {
        Body = Encoding.UTF8.GetBytes(new JsonObject { ["email"] = Canary.Email }.ToJsonString()),
    };
}
