using System.Globalization;
using Azure.Data.Tables;

namespace Peyk.Functions.Reminders;

/// <summary>A row of the table Schedule: look at this reminder then. It holds nothing personal.</summary>
/// <param name="Version">The reminder's version by which it was scheduled; of another version it is stale.</param>
/// <param name="WrittenAt">When the row was written: its reminder is written after it.</param>
public sealed record ScheduledOccurrence(string ClientId, Guid Reminder, int Version, int Number, DateTimeOffset At, DateTimeOffset WrittenAt)
{
    private const string Kind = "reminder";

    /// <summary>The minute in which it is due and one of 16 shards: <c>202612010930-4</c>.</summary>
    public string Partition => $"{Minute(At)}-{ReminderRows.Shard(Reminder):x}";

    public string Row => $"{Kind}|{Reminder:D}|{Version:D6}|{Number:D6}";

    public static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture);

    public static ScheduledOccurrence Of(StoredReminder reminder, Core.Reminders.Occurrence occurrence, DateTimeOffset now) =>
        new(reminder.ClientId, reminder.Id, reminder.Version, occurrence.Number, occurrence.At.ToDateTimeOffset(), now);

    public TableEntity ToRow() => new(Partition, Row) { ["Client"] = ClientId, ["At"] = At, ["WrittenAt"] = WrittenAt };

    public static ScheduledOccurrence Read(TableEntity row)
    {
        var parts = row.RowKey.Split('|');
        return new(
            row.GetString("Client")!,
            Guid.ParseExact(parts[1], "D"),
            int.Parse(parts[2], CultureInfo.InvariantCulture),
            int.Parse(parts[3], CultureInfo.InvariantCulture),
            row.GetDateTimeOffset("At")!.Value,
            row.GetDateTimeOffset("WrittenAt")!.Value);
    }
}
