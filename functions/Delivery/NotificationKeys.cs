using NodaTime;

namespace Peyk.Functions.Delivery;

/// <summary>
/// Keys of the table Notifications. A partition is a day of the organisation's zone and one of 16 shards, both read off the id,
/// so that an id alone finds its rows: <c>{id}</c> head, <c>{id}|{seq}</c> log, <c>{id}|c</c> content, <c>o|{id}|{n}</c> open.
/// </summary>
public sealed class NotificationKeys(DateTimeZone zone)
{
    public const int Shards = 16;

    // The first half of 2106: far enough for us, and within what a DateTimeOffset holds.
    private static readonly Guid Latest = new("03e80000-0000-7000-8000-000000000000");

    /// <summary>Bounds of the open rows within a partition, exclusive above.</summary>
    public const string OpenFrom = "o|";
    public const string OpenTo = "o}";

    public string Partition(Guid id) => Partition(Day(TimeOf(id)), id.ToByteArray(bigEndian: true)[15] & 0x0f);

    public static string Partition(LocalDate day, int shard) => $"{day.Year:D4}{day.Month:D2}{day.Day:D2}-{shard:x}";

    public LocalDate Day(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(zone).Date;

    /// <summary>The moment at which a day begins.</summary>
    public DateTimeOffset StartOf(LocalDate day) => zone.AtStartOfDay(day).ToDateTimeOffset();

    /// <summary>The moment at which a UUIDv7 was made, to the millisecond.</summary>
    public static DateTimeOffset TimeOf(Guid id)
    {
        var bytes = id.ToByteArray(bigEndian: true);
        var milliseconds = 0L;
        for (var i = 0; i < 6; i++)
            milliseconds = (milliseconds << 8) | bytes[i];
        return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }

    public static string Head(Guid id) => id.ToString("D");

    public static string Content(Guid id) => $"{id:D}|c";

    public static string Log(Guid id, int sequence) => $"{id:D}|{sequence:D6}";

    public static string Open(Guid id, int delivery) => $"o|{id:D}|{delivery}";

    /// <summary>Reads the ids back out of an open row's key.</summary>
    public static (Guid Id, int Delivery) ParseOpen(string rowKey)
    {
        var parts = rowKey.Split('|');
        return (Guid.ParseExact(parts[1], "D"), int.Parse(parts[2]));
    }

    /// <summary>Reads an id of a URL or message; only UUIDs of version 7 within a plausible time are ids of ours.</summary>
    public static bool TryParse(string? text, out Guid id) => Guid.TryParseExact(text, "D", out id) && id.Version == 7 && id.CompareTo(Latest) < 0;
}
