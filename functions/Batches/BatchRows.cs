using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Batches;

/// <summary>
/// How a batch's rows are written and read: the one place that knows the columns of the table Batches. Everything of a batch is in one
/// partition: <c>head</c>, <c>s|{upload}|{row}</c> slices that wait, <c>r|{row}</c> results. Two more partitions name batches.
/// </summary>
internal static class BatchRows
{
    public const string HeadKey = "head";
    public const string SlicesFrom = "s|";
    public const string SlicesTo = "s}";
    public const string ResultsTo = "r}";

    /// <summary>A column takes 64 KiB.</summary>
    private const int LargestColumn = 64 * 1024;

    public static string Partition(Guid batch) => batch.ToString("D");

    public static string Slice(string upload, int first) => $"s|{upload}|{first:D5}";

    public static string Results(int first) => $"r|{first:D5}";

    /// <summary>Key of the row that names a batch among all: the later it was posted, the earlier it stands.</summary>
    public static string Recent(Guid batch)
    {
        var milliseconds = Delivery.NotificationKeys.TimeOf(batch).ToUnixTimeMilliseconds();
        return string.Create(CultureInfo.InvariantCulture, $"{long.MaxValue - milliseconds:D19}|{batch:D}");
    }

    public static Guid RecentBatch(string rowKey) => Guid.ParseExact(rowKey.Split('|')[^1], "D");

    public static TableEntity Head(Batch batch) => new(Partition(batch.Id), HeadKey)
    {
        ["Client"] = batch.Client.Id,
        ["KeyId"] = batch.Client.KeyId,
        ["Scopes"] = string.Join(' ', batch.Client.Scopes),
        ["Test"] = batch.Client.IsTest,
        ["Kind"] = batch.Kind,
        ["Upload"] = batch.Upload,
        ["Total"] = batch.Total,
        ["Status"] = batch.Status.ToWord(),
        ["Done"] = batch.Done,
        ["Accepted"] = batch.Accepted,
        ["Refused"] = batch.Refused,
        ["Turn"] = batch.Turn,
        ["CreatedAt"] = batch.CreatedAt,
        ["LookedAt"] = batch.LookedAt,
        ["EndedAt"] = batch.EndedAt,
        ["IdempotencyRow"] = batch.IdempotencyRow,
    };

    public static Batch ReadHead(TableEntity row) => new(
        Guid.ParseExact(row.PartitionKey, "D"),
        new ApiClient(
            row.GetString("Client")!, row.GetString("KeyId")!, row.GetString("Scopes")!.Split(' ').ToHashSet(), row.GetBoolean("Test")!.Value),
        row.GetString("Kind")!,
        row.GetString("Upload")!,
        row.GetInt32("Total")!.Value,
        SnakeCase.FromWord<BatchStatus>(row.GetString("Status")!),
        row.GetInt32("Done")!.Value,
        row.GetInt32("Accepted")!.Value,
        row.GetInt32("Refused")!.Value,
        row.GetInt32("Turn")!.Value,
        row.GetDateTimeOffset("CreatedAt")!.Value,
        row.GetDateTimeOffset("LookedAt")!.Value)
    {
        EndedAt = row.GetDateTimeOffset("EndedAt"),
        IdempotencyRow = row.GetString("IdempotencyRow"),
        Version = row.ETag,
    };

    public static TableEntity Slice(Guid batch, string upload, int first, SealedContent content)
    {
        var row = new TableEntity(Partition(batch), Slice(upload, first)) { ["KeyId"] = content.KeyId, ["WrappedKey"] = content.WrappedKey };
        WriteColumns(row, content.Body);
        return row;
    }

    public static SealedContent ReadSlice(TableEntity row) =>
        new(row.GetString("KeyId")!, row.GetBinary("WrappedKey")!, ReadColumns(row));

    /// <summary>As JSON: an array of pairs of line and body.</summary>
    public static byte[] Write(IEnumerable<BatchRow> rows)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            foreach (var row in rows)
            {
                writer.WriteNumberValue(row.Line);
                if (row.Body is { } body)
                    writer.WriteRawValue(body.Span, skipInputValidation: true);
                else
                    writer.WriteNullValue();
            }

            writer.WriteEndArray();
        }

        return stream.ToArray();
    }

    /// <inheritdoc cref="Write"/>
    public static List<BatchRow> Read(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return
        [
            .. document.RootElement.EnumerateArray().Chunk(2).Select(pair => new BatchRow(
                pair[0].GetInt32(),
                // Typed, or it would become an empty body.
                pair[1].ValueKind == JsonValueKind.Null ? (ReadOnlyMemory<byte>?)null : Encoding.UTF8.GetBytes(pair[1].GetRawText()))),
        ];
    }

    public static TableEntity Results(Guid batch, int first, IReadOnlyList<BatchRowResult> results)
    {
        var row = new TableEntity(Partition(batch), Results(first)) { ["Refused"] = results.Count(r => r.Status == BatchRowResult.Refused) };
        WriteColumns(row, JsonSerializer.SerializeToUtf8Bytes(results, PeykJson.Default.IReadOnlyListBatchRowResult));
        return row;
    }

    public static IReadOnlyList<BatchRowResult> ReadResults(TableEntity row) =>
        JsonSerializer.Deserialize(ReadColumns(row), PeykJson.Default.IReadOnlyListBatchRowResult)!;

    private static void WriteColumns(TableEntity row, byte[] bytes)
    {
        foreach (var (part, chunk) in bytes.Chunk(LargestColumn).Index())
            row[$"Body{part}"] = chunk;
    }

    private static byte[] ReadColumns(TableEntity row)
    {
        using var body = new MemoryStream();
        for (var part = 0; row.GetBinary($"Body{part}") is { } chunk; part++)
            body.Write(chunk);
        return body.ToArray();
    }
}
