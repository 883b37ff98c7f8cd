using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Peyk.Functions.Tests.Api;

/// <summary>The table of malformed requests about issues of newsletters.</summary>
public static class BadIssueRequests
{
    private const string Path = "/api/v1/newsletters/benefits-news/issues";
    private const string Nobody = Path + "/0198c5a0-0000-7000-8000-000000007731";

    public static IEnumerable<BadRequest> All { get; } =
    [
        Raw("an issue: no JSON", "canary-value-7731", "", "json"),
        Raw("an issue: an array", "[]", "", "type"),
        Raw("an issue: no texts", "{}", "/content", "required"),
        Raw("an issue: texts in no language", """{"content":{}}""", "/content", "empty"),
        Raw("an issue: texts in words", """{"content":"canary-value-7731"}""", "/content", "type"),
        Post("an issue: texts in thirteen languages", "/content", "too_long", i => i["content"] = new JsonObject(Enumerable.Range(0, 13).Select(n => KeyValuePair.Create($"fa-{n:000}", (JsonNode?)Text())))),
        Post("an issue: a language that is none", "/content/english!", "format", i => i["content"]!["english!"] = Text()),
        Post("an issue: a language that nobody speaks here", "/content/de", "unknown_value", i => i["content"]!["de"] = Text()),
        Post("an issue: a language in two spellings", "/content/EN", "duplicate", i => i["content"]!["EN"] = Text()),
        Post("an issue: an unknown member", "/html", "unknown_member", i => i["html"] = Canary.Value),
        Post("an issue: an unknown member of a text", "/content/en/sms", "unknown_member", i => i["content"]!["en"]!["sms"] = Canary.Value),
        Post("an issue: no subject", "/content/en/subject", "required", i => i["content"]!["en"]!.AsObject().Remove("subject")),
        Post("an issue: no text", "/content/en/body", "required", i => i["content"]!["en"]!.AsObject().Remove("body")),
        Post("an issue: a subject of two lines", "/content/en/subject", "control_character", i => i["content"]!["en"]!["subject"] = "canary-value-7731\nBcc: canary7731@example.org"),
        Post("an issue: a subject of spaces", "/content/en/subject", "empty", i => i["content"]!["en"]!["subject"] = "  "),
        Post("an issue: a long subject", "/content/en/subject", "too_long", i => i["content"]!["en"]!["subject"] = new string('s', 201)),
        Post("an issue: a long preheader", "/content/en/preheader", "too_long", i => i["content"]!["en"]!["preheader"] = new string('p', 257)),
        Post("an issue: a long text", "/content/en/body", "too_long", i => i["content"]!["en"]!["body"] = new string('b', 100_001)),
        Post("an issue: a text that gmail would cut", "/content/en/body", "too_long", i => i["content"]!["en"]!["body"] = new string('b', 99_000)),
        Post("an issue: a placeholder of nothing", "/content/en/body", "unknown_placeholder", i => i["content"]!["en"]!["body"] = "{{canary-value-7731}}"),
        Post("an issue: a placeholder left open", "/content/en/body", "invalid_placeholder", i => i["content"]!["en"]!["body"] = "{{canary-value-7731"),
        Post("an issue: a tag of ours", "/content/en/body", "reserved_text", i => i["content"]!["en"]!["body"] = "%peyk-name-html%"),
        Post("an issue: a picture", "/content/en/body", "picture", i => i["content"]!["en"]!["body"] = "![canary-value-7731](https://example.org/x.png)"),
        Post("an issue: a script behind a link", "/content/en/body", "url_scheme", i => i["content"]!["en"]!["body"] = "[x](javascript:alert('canary-value-7731'))"),
        Post("an issue: a name in a link", "/content/en/body", "personal_link", i => i["content"]!["en"]!["body"] = "[x](https://example.org/{{recipient.name}})"),
        Post("an issue: a segment in words", "/segment", "type", i => i["segment"] = Canary.Value),
        Post("an issue: a segment by code", "/segment/where", "unknown_member", i => i["segment"] = new JsonObject { ["where"] = Canary.Value }),
        Post("an issue: a segment of no language", "/segment/languages/0", "format", i => i["segment"] = new JsonObject { ["languages"] = new JsonArray("canary-value-7731!") }),
        Post("an issue: a time without a zone", "/sendAt", "format", i => i["sendAt"] = "2026-12-01T10:00:00"),
        Post("an issue: a time in two years", "/sendAt", "range", i => i["sendAt"] = "2190-01-01T00:00:00Z"),
        Post("an issue: over before it goes", "/expiresAt", "range", i => i["expiresAt"] = "2020-01-01T00:00:00Z"),
        Post("an issue: a window of no hours", "/window", "format", i => i["window"] = "08:00-08:00"),
        Post("an issue: a long reference", "/reference", "too_long", i => i["reference"] = new string('r', 129)),
        Around("an issue: no key", HttpStatusCode.Unauthorized, "unauthorized") with { Key = "none" },
        Around("an issue: a key without the scope", HttpStatusCode.Forbidden, "forbidden") with { Key = "poor" },
        Around("an issue: plain text", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type") with { ContentType = "text/plain" },
        Around("an issue: a large body", HttpStatusCode.RequestEntityTooLarge, "too_large") with { Body = new byte[(512 * 1024) + 1] },
        Around("an issue: a topic that there is not", HttpStatusCode.BadRequest, "validation", "path:topic", "unknown_value") with { Path = "/api/v1/newsletters/canary-value-7731/issues" },
        Around("an issue: a topic that is no newsletter", HttpStatusCode.BadRequest, "validation", "path:topic", "unknown_value") with { Path = "/api/v1/newsletters/reminders/issues" },
        BadRequest.Get("an issue that nobody has", Nobody, HttpStatusCode.NotFound, "not_found"),
        BadRequest.Get("an issue with an id that is none", Path + "/canary-value-7731", HttpStatusCode.NotFound, "not_found"),
        BadRequest.Get("an issue without the scope", Nobody, HttpStatusCode.Forbidden, "forbidden") with { Key = "poor" },
        BadRequest.Get("issues of a topic that there is not", "/api/v1/newsletters/canary-value-7731/issues", HttpStatusCode.NotFound, "not_found"),
        BadRequest.Get("issues from no cursor", Path + "?after=99-x", HttpStatusCode.BadRequest, "validation", "query:after", "format"),
        BadRequest.Get("a hundred and one issues", Path + "?limit=101", HttpStatusCode.BadRequest, "validation", "query:limit", "range"),
        Turn("changing an issue that nobody has", HttpMethod.Put, "", "{}"),
        Turn("cancelling an issue that nobody has", HttpMethod.Post, "/cancel"),
        Turn("pausing an issue that nobody has", HttpMethod.Post, "/pause"),
        Turn("resuming an issue that nobody has", HttpMethod.Post, "/resume"),
        Turn("scheduling an issue that nobody has", HttpMethod.Post, "/schedule", "{}"),
        Turn("trying an issue that nobody has", HttpMethod.Post, "/tests", """{"to":["canary7731@example.org"]}"""),
        Turn("a preview of an issue that nobody has", HttpMethod.Post, "/preview", "{}"),
        new("scheduling an issue for a word", HttpMethod.Post, Nobody + "/schedule", HttpStatusCode.BadRequest, "validation", "/sendAt", "format") { Body = """{"sendAt":"canary-value-7731"}"""u8.ToArray() },
    ];

    private static JsonObject Text() => new() { ["subject"] = "New rates", ["body"] = "From winter on." };

    private static JsonObject Issue() => new() { ["content"] = new JsonObject { ["en"] = Text() } };

    private static BadRequest Post(string why, string pointer, string fieldCode, Action<JsonObject> change)
    {
        var body = Issue();
        change(body);
        return Raw(why, body.ToJsonString(), pointer, fieldCode);
    }

    private static BadRequest Raw(string why, string body, string pointer, string fieldCode) =>
        new(why, HttpMethod.Post, Path, HttpStatusCode.BadRequest, "validation", pointer, fieldCode) { Body = Encoding.UTF8.GetBytes(body) };

    private static BadRequest Around(string why, HttpStatusCode status, string code, string? pointer = null, string? fieldCode = null) =>
        new(why, HttpMethod.Post, Path, status, code, pointer, fieldCode) { Body = Encoding.UTF8.GetBytes(Issue().ToJsonString()) };

    private static BadRequest Turn(string why, HttpMethod method, string turn, string? body = null) =>
        new(why, method, Nobody + turn, HttpStatusCode.NotFound, "not_found") { Body = body is null ? null : Encoding.UTF8.GetBytes(body) };
}
