using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Peyk.Functions.Shared.Storage;

/// <summary>Queue messages are JSON, or Base64 of JSON from senders whose client writes that.</summary>
public static class QueueMessage
{
    /// <exception cref="FormatException">It is neither; the message never repeats the text.</exception>
    public static T Read<T>(string message, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Decode(message), type) ?? throw new FormatException("The message is JSON null.");
        }
        catch (JsonException e)
        {
            throw new FormatException("The message is not the JSON of its queue.", e);
        }
    }

    /// <summary>Whether a newer version of the app put it, whatever else is in it then.</summary>
    public static bool IsNewer(string message, int version)
    {
        try
        {
            using var document = JsonDocument.Parse(Decode(message));
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("v", out var v)
                && v.ValueKind == JsonValueKind.Number && v.TryGetInt32(out var number) && number > version;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The JSON text of a message.</summary>
    public static string Decode(string message)
    {
        var text = message.Trim();
        if (text.StartsWith('{') || text.Length % 4 != 0)
            return text;
        var bytes = new byte[text.Length / 4 * 3];
        return Convert.TryFromBase64String(text, bytes, out var written) ? Encoding.UTF8.GetString(bytes, 0, written) : text;
    }
}
