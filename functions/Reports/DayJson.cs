using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Peyk.Core.Reports;

namespace Peyk.Functions.Reports;

/// <summary>How a day's figures lie in their row: JSON, compressed.</summary>
internal static class DayJson
{
    public static byte[] Write<T>(T figures, JsonTypeInfo<T> type)
    {
        using var stream = new MemoryStream();
        using (var compressed = new BrotliStream(stream, CompressionLevel.Optimal, leaveOpen: true))
            JsonSerializer.Serialize(compressed, figures, type);
        return stream.ToArray();
    }

    public static T Read<T>(byte[] bytes, JsonTypeInfo<T> type)
    {
        using var stream = new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(stream, type)!;
    }

    /// <summary>Buckets and counts in turn.</summary>
    public static ImmutableArray<long> Flat(DurationHistogram histogram) => [.. histogram.Buckets.SelectMany(b => (long[])[b.Key, b.Value])];

    public static void Fill(DurationHistogram histogram, ImmutableArray<long> flat)
    {
        for (var i = 0; i < flat.Length; i += 2)
            histogram.Add((int)flat[i], flat[i + 1]);
    }
}
