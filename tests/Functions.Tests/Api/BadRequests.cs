using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using static Peyk.Functions.Tests.Api.BadRequest;

namespace Peyk.Functions.Tests.Api;

/// <summary>The table of malformed requests to the API.</summary>
public static class BadRequests
{
    /// <summary>Stands for the id of a notification that belongs to the client of the key <c>usual</c>.</summary>
    public const string SomebodysId = "{somebodys-id}";

    public static IReadOnlyList<BadRequest> All { get; } =
    [
        .. Bodies(), .. Recipients(), .. Cases(), .. Channels(), .. Templates(), .. Rest(), .. Doors(), .. Reading(), .. Previews(), .. BadContactRequests.All, .. BadSubscriptionRequests.All,
        .. BadIssueRequests.All,
    ];

    private static IEnumerable<BadRequest> Bodies() =>
    [
        Raw("no body", "", "", "json"),
        Raw("half a JSON", """{"to":{"name":"canary-value-7731""", "", "json"),
        Raw("JSON with something after it", Canary.Text() + "canary-value-7731", "", "json"),
        Raw("a comment in the JSON", "/* canary-value-7731 */" + Canary.Text(), "", "json"),
        Raw("an array", $"[{Canary.Text()}]", "", "type"),
        Raw("null", "null", "", "type"),
        Raw("a string", "\"canary-value-7731\"", "", "type"),
        Bytes("invalid UTF-8", [.. "{\"to\":\""u8, 0xc3, 0x28, .. "\"}"u8], "", "utf8"),
        Bytes("overlong UTF-8", [.. "{\"to\":\""u8, 0xc0, 0xaf, .. "\"}"u8], "", "utf8"),
        Bytes("UTF-16", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Canary.Text())).ToArray(), "", "utf8"),
        Raw("seventeen levels", string.Concat(Enumerable.Repeat("{\"a\":", 17)) + "1" + new string('}', 17), "", "json"),
        Raw("ten thousand levels", new string('[', 10_000) + new string(']', 10_000), "", "json"),
        Raw("a member twice", Canary.Text()[..^1] + ",\"to\":{}}", "/to", "duplicate"),
        Raw("a member twice further in", Canary.Text().Replace("\"language\":\"en\"", "\"language\":\"en\",\"language\":\"fa\"", StringComparison.Ordinal), "/to/language", "duplicate"),
        Update("an unknown member", "/surprise", "unknown_member", b => b["surprise"] = Canary.Value),
        Update("an unknown member with a slash", "/a~1b", "unknown_member", b => b["a/b"] = Canary.Value),
        Raw("a member's name that is no text", Canary.Text()[..^1] + ",\"\\ud800\":1}", "/\ufffd", "unknown_member"),
        Update("an unknown member of the recipient", "/to/bcc", "unknown_member", b => b["to"]!["bcc"] = "canary7731@example.org"),
        Update("an unknown member of the case", "/case/officer", "unknown_member", b => b["case"]!["officer"] = Canary.Value),
        Update("case in another spelling", "/Case", "unknown_member", b => b["Case"] = new JsonObject()),
        Update("no recipient", "/to", "required", b => b.Remove("to")),
        Update("no case", "/case", "required", b => b.Remove("case")),
        Update("a recipient that is no object", "/to", "type", b => b["to"] = Canary.Mobile),
        Update("a recipient that is null", "/to", "required", b => b["to"] = null),
    ];

    private static IEnumerable<BadRequest> Recipients() =>
    [
        Update("nowhere to send", "/to/mobile", "required", b => b["to"] = new JsonObject { ["name"] = Canary.Name }),
        Update("a national number", "/to/mobile", "format", b => b["to"]!["mobile"] = "09127731773"),
        Update("a number with letters", "/to/mobile", "format", b => b["to"]!["mobile"] = "+98canary-value-7731"),
        Update("a number that is too long", "/to/mobile", "format", b => b["to"]!["mobile"] = "+4412345678901234567"),
        Update("a number with a missing digit", "/to/mobile", "format", b => b["to"]!["mobile"] = "+98912773177"),
        Update("a number as a number", "/to/mobile", "type", b => b["to"]!["mobile"] = 989127731773),
        Update("an empty number", "/to/mobile", "empty", b => b["to"]!["mobile"] = ""),
        Update("two numbers", "/to/mobile", "format", b => b["to"]!["mobile"] = "+989127731773,+989127731774"),
        Update("an address without @", "/to/email", "format", b => b["to"]!["email"] = Canary.Value),
        Update("an address with a header", "/to/email", "control_character", b => b["to"]!["email"] = "a@example.org\r\nBcc: canary7731@example.org"),
        Update("an address with a line", "/to/email", "format", b => b["to"]!["email"] = "a@example.org\nBcc: canary7731@example.org"),
        Update("two addresses", "/to/email", "format", b => b["to"]!["email"] = "a@example.org,canary7731@example.org"),
        Update("an address with a name", "/to/email", "format", b => b["to"]!["email"] = "Sevenseven <canary7731@example.org>"),
        Update("a long address", "/to/email", "too_long", b => b["to"]!["email"] = new string('a', 400) + "@example.org"),
        Update("a name with a header", "/to/name", "control_character", b => b["to"]!["name"] = "Sevenseven\r\nBcc: canary7731@example.org"),
        Update("a name with a line", "/to/name", "format", b => b["to"]!["name"] = "Sevenseven\nBcc: canary7731@example.org"),
        Update("a name with NUL", "/to/name", "control_character", b => b["to"]!["name"] = "Sevenseven\0"),
        Update("a name that turns the text round", "/to/name", "format", b => b["to"]!["name"] = "Sevenseven\u202e"),
        Update("a long name", "/to/name", "format", b => b["to"]!["name"] = new string('n', 101)),
        Raw("a name that is no text", Canary.Text().Replace("Canary Sevenseven", "Sevenseven \\udc00", StringComparison.Ordinal), "/to/name", "control_character"),
        Update("a language that is none", "/to/language", "format", b => b["to"]!["language"] = "in English, please"),
        Update("a zone that is none", "/to/timeZone", "unknown_value", b => b["to"]!["timeZone"] = "Mars/Olympus"),
    ];

    private static IEnumerable<BadRequest> Cases() =>
    [
        Update("a service that nobody defined", "/case/service", "unknown_value", b => b["case"]!["service"] = "canary-value-7731"),
        Update("a service in another spelling", "/case/service", "format", b => b["case"]!["service"] = "Retirement"),
        Update("a step that nobody defined", "/case/step", "unknown_value", b => b["case"]!["step"] = "canary-value-7731"),
        Update("no step", "/case/step", "required", b => b["case"]!.AsObject().Remove("step")),
        Update("a code with a wrong check digit", "/case/code", "format", b => b["case"]!["code"] = "123456789012"),
        Update("a short code", "/case/code", "format", b => b["case"]!["code"] = "A-1"),
        Update("a code with markup", "/case/code", "format", b => b["case"]!["code"] = "<script>1</script>"),
        Update("a day that is none", "/case/occurredAt", "format", b => b["case"]!["occurredAt"] = "2026-02-30T10:00:00Z"),
        Update("a moment without its zone", "/case/occurredAt", "format", b => b["case"]!["occurredAt"] = "2026-11-21T10:00:00"),
        Update("a moment in words", "/case/occurredAt", "format", b => b["case"]!["occurredAt"] = "yesterday"),
        Update("the end of all time", "/case/occurredAt", "range", b => b["case"]!["occurredAt"] = "9999-12-31T23:59:59-12:00"),
        Update("an offset that no clock has", "/case/occurredAt", "format", b => b["case"]!["occurredAt"] = "2026-11-21T10:00:00+18:00"),
    ];

    private static IEnumerable<BadRequest> Channels() =>
    [
        Update("a policy that is none", "/channels/policy", "unknown_value", b => b["channels"] = new JsonObject { ["policy"] = Canary.Value }),
        Update("an order that is no list", "/channels/order", "type", b => b["channels"] = new JsonObject { ["order"] = "sms" }),
        Update("an empty order", "/channels/order", "empty", b => b["channels"] = new JsonObject { ["order"] = new JsonArray() }),
        Update("a channel twice", "/channels/order/1", "duplicate", b => b["channels"] = new JsonObject { ["order"] = new JsonArray("sms", "sms") }),
        Update("a channel that is none", "/channels/order/0", "unknown_value", b => b["channels"] = new JsonObject { ["order"] = new JsonArray("pigeon") }),
        Raw("a channel that is no text", Canary.Text()[..^1] + ",\"channels\":{\"order\":[\"\\ud800\"]}}", "/channels/order/0", "unknown_value"),
        Update("a duration in words", "/channels/fallbackAfter", "format", b => b["channels"] = new JsonObject { ["fallbackAfter"] = "15 minutes" }),
        Update("a duration of months", "/channels/fallbackAfter", "format", b => b["channels"] = new JsonObject { ["fallbackAfter"] = "P1M" }),
        Update("a short duration", "/channels/fallbackAfter", "range", b => b["channels"] = new JsonObject { ["fallbackAfter"] = "PT1S" }),
        Update("an endless duration", "/channels/fallbackAfter", "range", b => b["channels"] = new JsonObject { ["fallbackAfter"] = "P999999999D" }),
        Update("hours beyond counting", "/channels/fallbackAfter", "range", b => b["channels"] = new JsonObject { ["fallbackAfter"] = "PT9223372036854775807H" }),
        Update("a negative duration", "/channels/fallbackAfter", "range", b => b["channels"] = new JsonObject { ["fallbackAfter"] = "PT-5M" }),
        Update("no address on the wanted channel", "/to", "no_address", b =>
        {
            b["to"]!.AsObject().Remove("email");
            b["channels"] = new JsonObject { ["order"] = new JsonArray("email") };
        }),
    ];

    private static IEnumerable<BadRequest> Templates() =>
    [
        Update("a template that is none", "/template", "unknown_value", b => b["template"] = "canary-value-7731"),
        Update("a template in another folder", "/template", "format", b => b["template"] = "../../../etc/passwd"),
        Update("data that is no object", "/data", "type", b => b["data"] = new JsonArray("canary-value-7731")),
        Update("a value that the template does not take", "/data/amount", "unknown_member", b => b["data"]!["amount"] = Canary.Value),
        Update("a value of the wrong type", "/data/note", "wrong_type", b => b["data"]!["note"] = 7731),
        Update("a value that is too long", "/data/note", "too_long", b => b["data"]!["note"] = new string('x', 1001)),
        Update("a value with a control character", "/data/note", "invalid_text", b => b["data"]!["note"] = "canary-value-7731\u0007"),
        Raw("a value twice", Canary.Text().Replace("\"note\":\"canary-note-7731\"", "\"note\":\"a\",\"note\":\"canary-note-7731\"", StringComparison.Ordinal), "/data/note", "duplicate_member"),
        Raw("a value that is no text", Canary.Text().Replace("canary-note-7731", "\\ud800", StringComparison.Ordinal), "/data/note", "invalid_text"),
    ];

    private static IEnumerable<BadRequest> Rest() =>
    [
        Update("a long reference", "/reference", "too_long", b => b["reference"] = new string('r', 129)),
        Update("a reference as a number", "/reference", "type", b => b["reference"] = 7731),
        Update("urgent in words", "/urgent", "type", b => b["urgent"] = "yes"),
        Update("sent in a hundred days", "/sendAt", "range", b => b["sendAt"] = TimeProvider.System.GetUtcNow().AddDays(100).ToString("O")),
        Update("over already", "/expiresAt", "range", b => b["expiresAt"] = "2020-01-01T00:00:00Z"),
        Update("over before it is sent", "/expiresAt", "range", b =>
        {
            b["sendAt"] = TimeProvider.System.GetUtcNow().AddDays(2).ToString("O");
            b["expiresAt"] = TimeProvider.System.GetUtcNow().AddDays(1).ToString("O");
        }),
    ];

    private static IEnumerable<BadRequest> Doors() =>
    [
        Around("no key", HttpStatusCode.Unauthorized, "unauthorized") with { Key = "none" },
        Around("a key of another make", HttpStatusCode.Unauthorized, "unauthorized") with { Key = "none", Headers = [("Authorization", "Bearer canary-value-7731")] },
        Around("a key with a wrong secret", HttpStatusCode.Unauthorized, "unauthorized") with { Key = "forged" },
        Around("a key in the wrong scheme", HttpStatusCode.Unauthorized, "unauthorized") with { Key = "basic" },
        Around("a revoked key", HttpStatusCode.Unauthorized, "unauthorized") with { Key = "revoked" },
        Around("a key without the scope", HttpStatusCode.Forbidden, "forbidden") with { Key = "poor" },
        Update("urgent without its scope", "", "", b => b["urgent"] = true) with { Status = HttpStatusCode.Forbidden, Code = "forbidden", Pointer = null, Key = "calm" },
        Around("plain text", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type") with { ContentType = "text/plain" },
        Around("a form", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type") with { ContentType = "application/x-www-form-urlencoded" },
        Around("no type", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type") with { ContentType = null },
        Around("another character set", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type") with { ContentType = "application/json; charset=utf-16" },
        Around("an empty idempotency key", HttpStatusCode.BadRequest, "validation", "header:Idempotency-Key", "format") with { Headers = [("Idempotency-Key", "")] },
        Around("a long idempotency key", HttpStatusCode.BadRequest, "validation", "header:Idempotency-Key", "format") with { Headers = [("Idempotency-Key", new string('k', 256))] },
        Around("an idempotency key with a space", HttpStatusCode.BadRequest, "validation", "header:Idempotency-Key", "format") with { Headers = [("Idempotency-Key", "canary-value 7731")] },
        Around("two idempotency keys", HttpStatusCode.BadRequest, "validation", "header:Idempotency-Key", "format") with { Headers = [("Idempotency-Key", "a"), ("Idempotency-Key", "b")] },
        Around("a dry run that may be one", HttpStatusCode.BadRequest, "validation", "query:dryRun", "type") with { Path = "/api/v1/status-updates?dryRun=maybe" },
        Around("a byte too much", HttpStatusCode.RequestEntityTooLarge, "too_large") with { Body = Padded(64 * 1024 + 1) },
        Around("ten megabytes", HttpStatusCode.RequestEntityTooLarge, "too_large") with { Body = Padded(10 * 1024 * 1024) },
        Around("a body without a length that is too large", HttpStatusCode.RequestEntityTooLarge, "too_large") with { Body = Padded(300 * 1024), IsChunked = true },
        Around("another method", HttpStatusCode.NotFound, null) with { Method = HttpMethod.Put },
        Around("deleting", HttpStatusCode.NotFound, null) with { Method = HttpMethod.Delete },
        Around("a path that is none", HttpStatusCode.NotFound, null) with { Path = "/api/v1/status-updates/canary-value-7731" },
        Around("a function's internal path", HttpStatusCode.NotFound, null) with { Path = "/AcceptStatusUpdateHttp" },
    ];

    private static IEnumerable<BadRequest> Reading() =>
    [
        Get("an id that is none", "/api/v1/notifications/canary-value-7731", HttpStatusCode.NotFound, "not_found"),
        Get("an id in braces", "/api/v1/notifications/%7B0198c5a0-0000-7000-8000-000000000001%7D", HttpStatusCode.NotFound, "not_found"),
        Get("an id of another make", "/api/v1/notifications/2f1c8e0a-53a4-4c0e-9a55-9d1f3f1f7c11", HttpStatusCode.NotFound, "not_found"),
        Get("an id of the year 10889", "/api/v1/notifications/ffffffff-ffff-7fff-bfff-ffffffffffff", HttpStatusCode.NotFound, "not_found"),
        Get("an id with a quote", "/api/v1/notifications/'%20or%20PartitionKey%20ne%20'", HttpStatusCode.NotFound, "not_found"),
        Get("an id that nobody has", "/api/v1/notifications/0198c5a0-0000-7000-8000-000000000001", HttpStatusCode.NotFound, "not_found"),
        Get("another client's notification", $"/api/v1/notifications/{SomebodysId}", HttpStatusCode.NotFound, "not_found") with { Key = "other" },
        Get("another client's reference", "/api/v1/notifications?reference=somebodys", HttpStatusCode.OK, null) with { Key = "other" },
        Get("reading without a key", $"/api/v1/notifications/{SomebodysId}", HttpStatusCode.Unauthorized, "unauthorized") with { Key = "none" },
        Get("no reference", "/api/v1/notifications", HttpStatusCode.BadRequest, "validation", "query:reference", "required"),
        Get("a long reference to look for", "/api/v1/notifications?reference=" + new string('r', 129), HttpStatusCode.BadRequest, "validation", "query:reference", "too_long"),
        Get("cancelling by reading", $"/api/v1/notifications/{SomebodysId}/cancel", HttpStatusCode.NotFound, null),
        Around("cancelling what another client has", HttpStatusCode.NotFound, "not_found") with { Path = $"/api/v1/notifications/{SomebodysId}/cancel", Key = "other" },
        Around("cancelling what is over", HttpStatusCode.Conflict, "already_final") with { Path = $"/api/v1/notifications/{SomebodysId}/cancel" },
        Around("cancelling without the scope", HttpStatusCode.Forbidden, "forbidden") with { Path = $"/api/v1/notifications/{SomebodysId}/cancel", Key = "poor" },
        Get("a cursor that is none", "/api/v1/feed?after=canary-value-7731", HttpStatusCode.BadRequest, "validation", "query:after", "format"),
        Get("a cursor with a quote in it", "/api/v1/feed?after=" + Uri.EscapeDataString(Convert.ToBase64String("' or RowKey gt '"u8)), HttpStatusCode.BadRequest, "validation", "query:after", "format"),
        Get("a page of none", "/api/v1/feed?limit=0", HttpStatusCode.BadRequest, "validation", "query:limit", "range"),
        Get("a page of all", "/api/v1/feed?limit=100000", HttpStatusCode.BadRequest, "validation", "query:limit", "range"),
    ];

    private static IEnumerable<BadRequest> Previews() =>
    [
        Preview("a preview of no template", "/api/v1/templates/status-updates/canary-value-7731/preview", "{}", HttpStatusCode.NotFound, "not_found"),
        Preview("a preview in no language of ours", "{\"language\":\"xx\"}", "/language", "unknown_value"),
        Preview("a preview with a wrong value", "{\"data\":{\"note\":5}}", "/data/note", "wrong_type"),
        Preview("a preview of no step", "{\"case\":{\"service\":\"retirement\",\"step\":\"canary-value-7731\"}}", "/case/step", "unknown_value"),
        Preview("a preview with an unknown member", "{\"to\":{}}", "/to", "unknown_member"),
    ];

    private static BadRequest Preview(string why, string body, string pointer, string fieldCode) =>
        Preview(why, "/api/v1/templates/status-updates/step/preview", body, HttpStatusCode.BadRequest, "validation") with { Pointer = pointer, FieldCode = fieldCode };

    private static BadRequest Preview(string why, string path, string body, HttpStatusCode status, string code) =>
        new(why, HttpMethod.Post, path, status, code) { Body = Encoding.UTF8.GetBytes(body) };

    private static byte[] Padded(int length)
    {
        var body = new byte[length];
        Array.Fill(body, (byte)' ');
        Canary.Bytes().CopyTo(body, 0);
        return body;
    }
}
