using System.Text.Json;

namespace Peyk.Runtime.CustomHandler;

/// <summary>
/// Text as the Functions host hands it over: a JSON string whose content is a JSON string again. Text encoded once is taken too, as it
/// is; the two are told apart by the second pair of quotes.
/// </summary>
internal static class EncodedText
{
    public static string Decode(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return value.GetRawText();
        var text = value.GetString()!;
        return text.StartsWith('"') ? DecodeAgain(text) : text;
    }

    private static string DecodeAgain(string text)
    {
        try
        {
            using var inner = JsonDocument.Parse(text);
            return inner.RootElement.GetString()!;
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
