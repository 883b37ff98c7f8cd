using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared;

namespace Peyk.Functions.Feed;

/// <summary>
/// Keys and columns of the table Feed: a partition is a client and an hour (UTC), a row's key is the time of its writing, the
/// notification and the number of its log entry, so that key order is the order of the feed.
/// </summary>
internal static class FeedRows
{
    private const int TicksDigits = 19;
    private const int GuidDigits = 36;

    public static string Partition(string clientId, DateTimeOffset at) =>
        $"{clientId}|{at.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture)}";

    public static string Row(DateTimeOffset at, Guid id, int sequence) => $"{At(at)}|{id:D}|{sequence:D6}";

    public static string At(DateTimeOffset at) => at.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);

    public static DateTimeOffset TimeOf(string rowKey) =>
        new(long.Parse(rowKey.AsSpan(0, TicksDigits), NumberStyles.None, CultureInfo.InvariantCulture), TimeSpan.Zero);

    public static (Guid Id, int Sequence) EntryOf(string rowKey) =>
        (Guid.ParseExact(rowKey.AsSpan(TicksDigits + 1, GuidDigits), "D"),
            int.Parse(rowKey.AsSpan(TicksDigits + GuidDigits + 2), NumberStyles.None, CultureInfo.InvariantCulture));

    public static string Cursor(string rowKey) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(rowKey));

    /// <summary>The row key of a cursor; null when it is none of ours.</summary>
    public static string? RowOf(string cursor)
    {
        var bytes = new byte[96];
        if (cursor.Length > 100 || !Base64Url.IsValid(cursor) || !Base64Url.TryDecodeFromChars(cursor, bytes, out var length))
            return null;
        var rowKey = Encoding.ASCII.GetString(bytes, 0, length);
        return rowKey.Split('|') is [{ Length: TicksDigits } ticks, { Length: GuidDigits } id, { Length: > 0 and <= 9 } sequence]
            && ticks.All(char.IsAsciiDigit) && sequence.All(char.IsAsciiDigit) && Guid.TryParseExact(id, "D", out _)
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.UtcTicks
            ? rowKey
            : null;
    }

    public static FeedItem Read(TableEntity row)
    {
        var (id, sequence) = EntryOf(row.RowKey);
        return new(
            id,
            row.GetString("Kind")!,
            SnakeCase.FromWord<DeliveryStatus>(row.GetString("Status")!),
            SnakeCase.FromWord<Channel>(row.GetString("Channel")!),
            row.GetString("Reason") is { } reason ? SnakeCase.FromWord<Reason>(reason) : null,
            row.GetString("Code"),
            row.GetString("Corrects") is { } corrected ? SnakeCase.FromWord<DeliveryStatus>(corrected) : null,
            row.GetDateTimeOffset("At")!.Value,
            row.GetBoolean("Test") ?? false,
            sequence);
    }
}

/// <summary>A final status of a notification.</summary>
/// <param name="Channel">The channel that decided.</param>
/// <param name="Corrects">The final status that this one takes the place of.</param>
/// <param name="At">When the notification took it.</param>
/// <param name="Sequence">The number of its log entry. Ours only: clients know items by id and status.</param>
public sealed record FeedItem(
    Guid Id, string Kind, DeliveryStatus Status, Channel Channel, Reason? Reason, string? ProviderCode, DeliveryStatus? Corrects, DateTimeOffset At,
    bool Test, [property: JsonIgnore] int Sequence);

/// <param name="Next">Give it as <c>after</c> next time; null when there was nothing yet and no cursor was given.</param>
/// <param name="More">There is more already: ask again at once.</param>
public sealed record FeedPage(IReadOnlyList<FeedItem> Items, string? Next, bool More);
