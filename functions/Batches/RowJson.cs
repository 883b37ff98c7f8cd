using System.Text.Json;
using System.Text.Json.Nodes;
using Peyk.Functions.Shared;

namespace Peyk.Functions.Batches;

/// <summary>Bodies that are put together of cells or defaults.</summary>
internal static class RowJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private static readonly JsonWriterOptions Readable = new() { Encoder = PeykJson.Encoder };

    /// <exception cref="JsonException">A member is given twice.</exception>
    public static JsonObject Parse(ReadOnlySpan<byte> json) => JsonNode.Parse(json, documentOptions: Strict)!.AsObject();

    public static byte[] Write(JsonObject body)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Readable))
            body.WriteTo(writer);
        return stream.ToArray();
    }
}
