using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SendGrid.Helpers.Mail;

namespace SendGrid.Json;

/// <summary>How the v3 API wants JSON: nothing for null, text as it is instead of \u escapes.</summary>
internal static class WireJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}

/// <summary>The API refuses an address that stands twice in one list.</summary>
internal sealed class DistinctAddresses : JsonConverter<List<EmailAddress>>
{
    public override List<EmailAddress> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<List<EmailAddress>>(ref reader, options);

    public override void Write(Utf8JsonWriter writer, List<EmailAddress> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Distinct().ToList(), options);
}
