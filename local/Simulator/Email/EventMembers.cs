using System.Buffers;
using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using Peyk.Local.Simulator.Scenarios;
using Peyk.Local.Simulator.State;

namespace Peyk.Local.Simulator.Email;

/// <summary>Writes the JSON of one event.</summary>
internal static class EventMembers
{
    /// <summary>Raw UTF-8 as the service writes it, not <c>\u</c> escapes: a receiver must sign-check bytes, not characters.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Members that a custom argument of the same name does not reach.</summary>
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        "email", "timestamp", "event", "sg_event_id", "sg_message_id", "smtp-id", "category", "asm_group_id", "reason", "status", "response",
        "type", "ip", "url", "useragent", "attempt", "tls", "pool", "send_at", "bounce_classification", "url_offset", "sg_machine_open",
        "sg_content_type", "domain", "from");

    /// <summary>Category, group and custom arguments, which every event of a mail repeats: members without braces.</summary>
    public static byte[] Repeated(JsonElement root, JsonElement personalization)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            if (root.TryGetProperty("categories", out var categories))
            {
                writer.WritePropertyName("category");
                categories.WriteTo(writer);
            }
            if (root.TryGetProperty("asm", out var asm) && asm.TryGetProperty("group_id", out var group))
            {
                writer.WritePropertyName("asm_group_id");
                group.WriteTo(writer);
            }
            Dictionary<string, JsonElement> args = [];
            foreach (var source in (JsonElement[])[root, personalization])
            {
                if (!source.TryGetProperty("custom_args", out var map) || map.ValueKind is not JsonValueKind.Object)
                    continue;
                foreach (var pair in map.EnumerateObject().Where(pair => !Reserved.Contains(pair.Name)))
                    args[pair.Name] = pair.Value;
            }
            foreach (var (name, value) in args)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan[1..^1].ToArray();
    }

    public static byte[] Write(MailState mail, EmailStep step, string eventId, DateTimeOffset at)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("email", mail.Address);
            writer.WriteNumber("timestamp", at.ToUnixTimeSeconds());
            if (step.Members is CommonMembers.All)
                writer.WriteString("smtp-id", $"<{mail.MessageId}@geopod-ismtpd-1>");
            writer.WriteString("event", step.Event);
            foreach (var (name, json) in step.Fields)
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(json);
            }
            writer.WriteString("sg_event_id", eventId);
            if (step.Members is CommonMembers.All)
                writer.WriteString("sg_message_id", mail.ProviderId);
            writer.WriteEndObject();
        }
        var written = buffer.WrittenSpan;
        return step.Members is CommonMembers.AddressOnly || mail.Repeated.Length == 0
            ? written.ToArray()
            : [.. written[..^1], (byte)',', .. mail.Repeated, (byte)'}'];
    }
}
