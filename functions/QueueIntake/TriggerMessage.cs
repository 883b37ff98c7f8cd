using System.Text;
using System.Text.Json;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.QueueIntake;

/// <summary>A post that came by the queue instead of the API: <c>{v, client, kind, idempotencyKey?, body}</c>.</summary>
/// <param name="Client">In whose name. Who may write to the queue may post in every client's name.</param>
/// <param name="Kind">As in the path of the API, such as <c>status-updates</c>.</param>
/// <param name="Body">The same JSON as the API takes, byte for byte as it stands in the message.</param>
public sealed record TriggerMessage(string Client, string Kind, string? IdempotencyKey, ReadOnlyMemory<byte> Body)
{
    public const int Version = 1;

    /// <summary>The body may be as deep as in the API, and lies one level down.</summary>
    public const int MaxDepth = RequestBody.MaxDepth + 1;

    /// <summary>Reads a message of our version.</summary>
    public static TriggerMessage? Read(JsonElement root, List<FieldError> errors)
    {
        if (RequestReader.Root(root, errors) is not { } reader)
            return null;
        if (reader.Integer("v", required: true) is { } version && version != Version)
            reader.Refuse("v", "range", $"The version must be {Version}.");
        var client = reader.Text("client", required: true, longest: ApiClient.LongestId);
        if (client is not null && !ApiClient.IsId(client))
            reader.Refuse("client", "format", "A client has lower-case letters, digits and dashes.");
        var kind = reader.Name("kind", required: true);
        var key = reader.Text("idempotencyKey", longest: ApiEndpoint.LongestIdempotencyKey);
        if (key is not null && !ApiEndpoint.IsIdempotencyKey(key))
            reader.Refuse("idempotencyKey", "format", "The key must have visible ASCII characters only.");
        var body = reader.RawObject("body", required: true);
        reader.Close();
        return errors.Count > 0 ? null : new(client!, kind!, key, Encoding.UTF8.GetBytes(body!.Value.GetRawText()));
    }

    /// <summary>
    /// The text of a message with an idempotency key in it, so that it keeps that key when it is put on a queue again, however often. A text
    /// that has a key, or is no trigger at all, stays as it is.
    /// </summary>
    public static string WithKey(string text, string key)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new() { MaxDepth = MaxDepth });
            if (document.RootElement.ValueKind != JsonValueKind.Object || document.RootElement.TryGetProperty("idempotencyKey", out _))
                return text;
        }
        catch (JsonException)
        {
            return text;
        }

        // Written into the text: a member that this app cannot read must stay as it is.
        return $"{{\"idempotencyKey\":\"{key}\",{text.AsSpan(text.IndexOf('{', StringComparison.Ordinal) + 1)}";
    }

    /// <summary>True for a message of a version that a newer app writes.</summary>
    public static bool IsNewer(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("v", out var v) && v.ValueKind == JsonValueKind.Number
        && v.TryGetInt32(out var version) && version > Version;
}
