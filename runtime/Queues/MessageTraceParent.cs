using System.Text.Json;

namespace Peyk.Runtime.Queues;

/// <summary>Reads the member <c>traceparent</c> at the top of a JSON message, by which a trace goes on through the queue.</summary>
internal static class MessageTraceParent
{
    public static string? Find(BinaryData body)
    {
        var utf8 = body.ToMemory().Span;
        if (utf8.IsEmpty || utf8[0] != (byte)'{' || utf8.IndexOf("\"traceparent\""u8) < 0)
            return null;
        try
        {
            var reader = new Utf8JsonReader(utf8);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var found = reader.ValueTextEquals("traceparent"u8);
                reader.Read();
                if (found)
                    return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // The function will say what is wrong with its message.
        }

        return null;
    }
}
