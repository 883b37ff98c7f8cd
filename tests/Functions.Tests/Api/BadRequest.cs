using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Peyk.Functions.Tests.Api;

/// <summary>A malformed request with the answer that it must get.</summary>
/// <param name="Why">What is wrong with it; the name of its row.</param>
/// <param name="Code">The problem's code; null when the answer has no body.</param>
/// <param name="Pointer">The field that the answer must name; null when it names none.</param>
/// <param name="FieldCode">The code at that field.</param>
public sealed record BadRequest(
    string Why, HttpMethod Method, string Path, HttpStatusCode Status, string? Code, string? Pointer = null, string? FieldCode = null)
{
    private const string Json = "application/json";

    public byte[]? Body { get; init; }

    /// <summary>Null sends none.</summary>
    public string? ContentType { get; init; } = Json;

    /// <summary>Sent in pieces, without a length.</summary>
    public bool IsChunked { get; init; }

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Which key it comes with: <c>usual</c>, <c>poor</c> (few scopes), <c>other</c> (another client), <c>revoked</c>, <c>none</c>.</summary>
    public string Key { get; init; } = "usual";

    public override string ToString() => Why;

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, Path);
        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
            message.Content.Headers.ContentType = ContentType is null ? null : MediaTypeHeaderValue.Parse(ContentType);
            message.Headers.TransferEncodingChunked = IsChunked ? true : null;
        }

        foreach (var (name, value) in Headers)
            message.Headers.TryAddWithoutValidation(name, value);
        return message;
    }

    /// <summary>A post of a status update that is valid but for one change.</summary>
    public static BadRequest Update(string why, string pointer, string fieldCode, Action<JsonObject> change)
    {
        var body = Canary.Update();
        change(body);
        return Raw(why, body.ToJsonString(), pointer, fieldCode);
    }

    /// <summary>A post of a status update whose body is no object of ours at all.</summary>
    public static BadRequest Raw(string why, string body, string pointer, string fieldCode) =>
        Bytes(why, Encoding.UTF8.GetBytes(body), pointer, fieldCode);

    public static BadRequest Bytes(string why, byte[] body, string pointer, string fieldCode) =>
        new(why, HttpMethod.Post, "/api/v1/status-updates", HttpStatusCode.BadRequest, "validation", pointer, fieldCode) { Body = body };

    /// <summary>A valid body with something else wrong about the request.</summary>
    public static BadRequest Around(string why, HttpStatusCode status, string? code, string? pointer = null, string? fieldCode = null) =>
        new(why, HttpMethod.Post, "/api/v1/status-updates", status, code, pointer, fieldCode) { Body = Canary.Bytes() };

    public static BadRequest Get(string why, string path, HttpStatusCode status, string? code, string? pointer = null, string? fieldCode = null) =>
        new(why, HttpMethod.Get, path, status, code, pointer, fieldCode);
}

/// <summary>Personal data that must never come back in an answer or stand in a log line.</summary>
public static class Canary
{
    public const string Mobile = "+989127731773";
    public const string Email = "canary7731@example.org";
    public const string Name = "Canary Sevenseven";
    public const string Note = "canary-note-7731";

    /// <summary>Put it into values that are wrong in themselves.</summary>
    public const string Value = "canary-value-7731";

    public static IReadOnlyList<string> All { get; } = ["9127731773", "canary7731@", "Sevenseven", Note, Value];

    public static JsonObject Update() => new()
    {
        ["to"] = new JsonObject { ["mobile"] = Mobile, ["email"] = Email, ["name"] = Name, ["language"] = "en" },
        ["case"] = new JsonObject { ["service"] = "retirement", ["step"] = "documents-received" },
        ["data"] = new JsonObject { ["note"] = Note },
    };

    public static byte[] Bytes() => JsonSerializer.SerializeToUtf8Bytes(Update());

    public static string Text() => Update().ToJsonString();
}
