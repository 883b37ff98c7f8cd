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

    /// <summary>True for a message of a version that a newer app writes.</summary>
    public static bool IsNewer(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("v", out var v) && v.ValueKind == JsonValueKind.Number
        && v.TryGetInt32(out var version) && version > Version;
}
