using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Peyk.Local.Simulator.Email;

/// <summary>An accepted request without its personalizations: what all its recipients share.</summary>
internal sealed class MailRequest
{
    private static readonly JsonWriterOptions Raw = new() { SkipValidation = true };

    private MailRequest(byte[] frame) => Frame = frame;

    /// <summary>The request's JSON without <c>personalizations</c>.</summary>
    public byte[] Frame { get; }

    /// <summary>Recipients among whom the frame is counted.</summary>
    public required int Recipients { get; init; }

    public static MailRequest Of(JsonElement root, int recipients)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Raw))
        {
            writer.WriteStartObject();
            foreach (var member in root.EnumerateObject().Where(member => !member.NameEquals("personalizations"u8)))
            {
                writer.WritePropertyName(member.Name);
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value), skipInputValidation: true);
            }
            writer.WriteEndObject();
        }
        return new(buffer.WrittenSpan.ToArray()) { Recipients = recipients };
    }
}
