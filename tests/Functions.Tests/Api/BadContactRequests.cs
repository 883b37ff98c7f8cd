using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Peyk.Functions.Tests.Api;

/// <summary>The table of malformed requests about contacts.</summary>
public static class BadContactRequests
{
    private const string Nobody = "/api/v1/contacts/0198c5a0-0000-4000-8000-000000007731";

    public static IEnumerable<BadRequest> All { get; } =
    [
        Put("a contact: no JSON", "canary-value-7731", "", "json"),
        Put("a contact: an array", "[]", "", "type"),
        Put("a contact: an unknown member", "/surprise", "unknown_member", c => c["surprise"] = Canary.Value),
        Put("a contact: its own id", "/id", "unknown_member", c => c["id"] = "0198c5a0-0000-4000-8000-000000007731"),
        Put("a contact: a member twice", Contact().ToJsonString()[..^1] + ",\"mobile\":\"+989127731773\"}", "/mobile", "duplicate"),
        Put("a contact: a national number", "/mobile", "format", c => c["mobile"] = "09127731773"),
        Put("a contact: a number as a number", "/mobile", "type", c => c["mobile"] = 989127731773),
        Put("a contact: two addresses", "/email", "format", c => c["email"] = "a@example.org,canary7731@example.org"),
        Put("a contact: a name with a line", "/name", "format", c => c["name"] = "Sevenseven\nBcc: canary7731@example.org"),
        Put("a contact: a name with a control character", "/name", "control_character", c => c["name"] = "Sevenseven\0"),
        Put("a contact: a language that is none", "/language", "format", c => c["language"] = "in English, please"),
        Put("a contact: a zone that is none", "/timeZone", "unknown_value", c => c["timeZone"] = "canary-value-7731"),
        Put("a contact: an order that is no list", "/channelOrder", "type", c => c["channelOrder"] = "sms"),
        Put("a contact: an empty order", "/channelOrder", "empty", c => c["channelOrder"] = new JsonArray()),
        Put("a contact: a channel twice", "/channelOrder/1", "duplicate", c => c["channelOrder"] = new JsonArray("sms", "sms")),
        Put("a contact: hours in words", "/quietHours", "format", c => c["quietHours"] = "canary-value-7731"),
        Put("a contact: hours as a number", "/quietHours", "type", c => c["quietHours"] = 21),
        Put("a contact: hours without an end", "/quietHours/to", "required", c => c["quietHours"] = new JsonObject { ["from"] = "21:00" }),
        Put("a contact: hours of no clock", "/quietHours", "format", c => c["quietHours"] = new JsonObject { ["from"] = "21:00", ["to"] = "25:00" }),
        Put("a contact: hours with a dash too many", "/quietHours", "format", c => c["quietHours"] = new JsonObject { ["from"] = "21:0-", ["to"] = "08:00" }),
        Put("a contact: hours that never end", "/quietHours", "format", c => c["quietHours"] = new JsonObject { ["from"] = "08:00", ["to"] = "08:00" }),
        Put("a contact: hours with more", "/quietHours/at", "unknown_member", c => c["quietHours"] = new JsonObject { ["from"] = "21:00", ["to"] = "08:00", ["at"] = "1" }),
        Put("a contact: a pause without its zone", "/pausedUntil", "format", c => c["pausedUntil"] = "2026-12-01T00:00:00"),
        Put("a contact: a pause for ever", "/pausedUntil", "range", c => c["pausedUntil"] = "9999-12-31T00:00:00Z"),
        Put("a contact: topics as a list", "/topics", "type", c => c["topics"] = new JsonArray("reminders")),
        Put("a contact: a topic in another spelling", "/topics/Reminders!", "format", c => c["topics"] = new JsonObject { ["Reminders!"] = new JsonObject() }),
        Put("a contact: a topic that is off altogether", "/topics/reminders", "type", c => c["topics"] = new JsonObject { ["reminders"] = false }),
        Put("a contact: a topic on no channel", "/topics/reminders/pigeon", "unknown_member", c => c["topics"] = Topic("pigeon", false)),
        Put("a contact: a topic that is off in words", "/topics/reminders/sms", "type", c => c["topics"] = Topic("sms", "off")),
        Put("a contact: a thousand topics", "/topics", "too_long", c => c["topics"] = new JsonObject(
            Enumerable.Range(0, 1000).Select(i => KeyValuePair.Create($"topic-{i}", (JsonNode?)new JsonObject())))),
        Put("a contact: a long reference", "/reference", "too_long", c => c["reference"] = new string('r', 129)),
        Around("a contact: no key", HttpStatusCode.Unauthorized, "unauthorized") with { Key = "none" },
        Around("a contact: a key without the scope", HttpStatusCode.Forbidden, "forbidden") with { Key = "poor" },
        Around("a contact: plain text", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type") with { ContentType = "text/plain" },
        Around("a contact: a large body", HttpStatusCode.RequestEntityTooLarge, "too_large") with { Body = new byte[(64 * 1024) + 1] },
        Around("a contact: an id that is none", HttpStatusCode.NotFound, "not_found") with { Path = "/api/v1/contacts/canary-value-7731" },
        Around("a contact: no id at all", HttpStatusCode.NotFound, "not_found") with { Path = "/api/v1/contacts/00000000-0000-0000-0000-000000000000" },
        Around("a contact: over a version that is not there", HttpStatusCode.PreconditionFailed, "precondition_failed") with { Headers = [("If-Match", "\"1\"")] },
        Around("a contact: posted", HttpStatusCode.NotFound, null) with { Method = HttpMethod.Post },

        BadRequest.Get("a contact that nobody wrote", Nobody, HttpStatusCode.NotFound, "not_found"),
        BadRequest.Get("a contact with a quote", "/api/v1/contacts/'%20or%20RowKey%20ne%20'", HttpStatusCode.NotFound, "not_found"),
        BadRequest.Get("a contact without the scope", Nobody, HttpStatusCode.Forbidden, "forbidden") with { Key = "poor" },
        BadRequest.Get("contacts by no number", "/api/v1/contacts", HttpStatusCode.BadRequest, "validation", "query:reference", "required"),
        BadRequest.Get("contacts by a long number", $"/api/v1/contacts?reference={new string('r', 129)}", HttpStatusCode.BadRequest, "validation", "query:reference", "too_long"),
        BadRequest.Get("an export of nobody", Nobody + "/export", HttpStatusCode.NotFound, "not_found"),
        BadRequest.Get("an export without the scope", Nobody + "/export", HttpStatusCode.Forbidden, "forbidden") with { Key = "calm" },
        BadRequest.Get("a timeline of nobody", Nobody + "/timeline", HttpStatusCode.NotFound, "not_found"),
        BadRequest.Get("a timeline from no cursor", Nobody + "/timeline?after=canary-value-7731", HttpStatusCode.BadRequest, "validation", "query:after", "format"),
        BadRequest.Get(
            "a timeline from a cursor with a quote", Nobody + "/timeline?after=" + Uri.EscapeDataString(Convert.ToBase64String("' or RowKey gt '"u8)),
            HttpStatusCode.BadRequest, "validation", "query:after", "format"),
        BadRequest.Get("a timeline of none", Nobody + "/timeline?limit=0", HttpStatusCode.BadRequest, "validation", "query:limit", "range"),
        BadRequest.Get("a timeline of all", Nobody + "/timeline?limit=1000", HttpStatusCode.BadRequest, "validation", "query:limit", "range"),
        BadRequest.Get("notifications of no contact", "/api/v1/notifications?contact=canary-value-7731", HttpStatusCode.BadRequest, "validation", "query:contact", "format"),
        BadRequest.Get("an erasure that nobody asked for", "/api/v1/erasures/0198c5a0-0000-7000-8000-000000000001", HttpStatusCode.NotFound, "not_found"),
        BadRequest.Get("an erasure that is no id", "/api/v1/erasures/canary-value-7731", HttpStatusCode.NotFound, "not_found"),
        BadRequest.Get("an erasure without the scope", "/api/v1/erasures/0198c5a0-0000-7000-8000-000000000001", HttpStatusCode.Forbidden, "forbidden") with { Key = "poor" },

        Find("a search for nothing", "{}", "/mobile", "required"),
        Find("a search for a national number", """{"mobile":"09127731773"}""", "/mobile", "format"),
        Find("a search for both addresses", """{"mobile":"+989127731773","email":"canary7731@example.org"}""", "/email", "conflict"),
        Find("a search by name", """{"name":"Canary Sevenseven"}""", "/name", "unknown_member"),

        Bare("erasing nobody", HttpMethod.Delete, Nobody, HttpStatusCode.NotFound, "not_found"),
        Bare("erasing no id", HttpMethod.Delete, "/api/v1/contacts/canary-value-7731", HttpStatusCode.NotFound, "not_found"),
        Bare("erasing without the scope", HttpMethod.Delete, Nobody, HttpStatusCode.Forbidden, "forbidden") with { Key = "calm" },
        Bare("freeing nobody", HttpMethod.Post, Nobody + "/channels/sms/unblock", HttpStatusCode.NotFound, "not_found"),
        Bare("freeing no channel", HttpMethod.Post, Nobody + "/channels/canary-value-7731/unblock", HttpStatusCode.NotFound, "not_found"),
        Bare("freeing without the scope", HttpMethod.Post, Nobody + "/channels/sms/unblock", HttpStatusCode.Forbidden, "forbidden") with { Key = "poor" },

        BadRequest.Update("to a contact that nobody wrote", "/to/contactId", "unknown_value", b => b["to"] = To("0198c5a0-0000-4000-8000-000000007731")),
        BadRequest.Update("to a contact that is no id", "/to/contactId", "format", b => b["to"] = To("canary-value-7731")),
        BadRequest.Update("to a contact with an address beside it", "/to/mobile", "conflict", b => b["to"]!["contactId"] = "0198c5a0-0000-4000-8000-000000007731"),
    ];

    private static JsonObject Contact() => new() { ["mobile"] = Canary.Mobile, ["email"] = Canary.Email, ["name"] = Canary.Name };

    private static JsonObject Topic(string channel, JsonNode value) => new() { ["reminders"] = new JsonObject { [channel] = value } };

    private static JsonObject To(string contact) => new() { ["contactId"] = contact };

    private static BadRequest Put(string why, string pointer, string fieldCode, Action<JsonObject> change)
    {
        var body = Contact();
        change(body);
        return Put(why, body.ToJsonString(), pointer, fieldCode);
    }

    private static BadRequest Put(string why, string body, string pointer, string fieldCode) =>
        new(why, HttpMethod.Put, Nobody, HttpStatusCode.BadRequest, "validation", pointer, fieldCode) { Body = Encoding.UTF8.GetBytes(body) };

    private static BadRequest Around(string why, HttpStatusCode status, string? code) =>
        new(why, HttpMethod.Put, Nobody, status, code) { Body = Encoding.UTF8.GetBytes(Contact().ToJsonString()) };

    private static BadRequest Find(string why, string body, string pointer, string fieldCode) =>
        new(why, HttpMethod.Post, "/api/v1/contacts/find", HttpStatusCode.BadRequest, "validation", pointer, fieldCode) { Body = Encoding.UTF8.GetBytes(body) };

    private static BadRequest Bare(string why, HttpMethod method, string path, HttpStatusCode status, string code) => new(why, method, path, status, code);
}
