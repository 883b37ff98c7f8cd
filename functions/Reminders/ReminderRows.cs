using System.Text.Json;
using Azure.Data.Tables;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Reminders;

/// <summary>
/// The table Reminders. A reminder lies in <c>r|{client}|{day}|{shard}</c>, where the day counts down so that the newest come first. What it is
/// found by lies in <c>i|…</c>: a row for its reference, its addresses and its contact, each with hash and id.
/// </summary>
public static class ReminderRows
{
    private const int FarDay = 99_999_999;

    /// <summary>Bounds of a client's reminders, exclusive above.</summary>
    public static string From(string clientId) => $"r|{clientId}|";

    public static string To(string clientId) => $"r|{clientId}}}";

    /// <summary>Bounds of all reminders, exclusive above.</summary>
    public const string AllFrom = "r|";
    public const string AllTo = "r}";

    public static string Partition(string clientId, Guid id)
    {
        var day = NotificationKeys.TimeOf(id).UtcDateTime;
        return $"r|{clientId}|{FarDay - ((day.Year * 10_000) + (day.Month * 100) + day.Day):D8}|{Shard(id):x}";
    }

    /// <summary>One of 16, by the last digit of the id.</summary>
    public static int Shard(Guid id) => id.ToByteArray(bigEndian: true)[15] & 0x0f;

    public static TableEntity Write(StoredReminder reminder) => new(Partition(reminder.ClientId, reminder.Id), reminder.Id.ToString("D"))
    {
        ["Client"] = reminder.ClientId,
        ["Template"] = reminder.Template,
        ["Test"] = reminder.IsTest ? true : null,
        ["Version"] = reminder.Version,
        ["State"] = reminder.State.ToWord(),
        ["Plan"] = JsonSerializer.Serialize(StoredPlan.From(reminder.Plan), PeykJson.Default.StoredPlan),
        ["Next"] = reminder.Next,
        ["Settled"] = JsonSerializer.Serialize(reminder.Settled, PeykJson.Default.ImmutableArraySettledOccurrence),
        ["ChangedAt"] = reminder.ChangedAt,
        ["EndedAt"] = reminder.EndedAt,
        ["IdempotencyRow"] = reminder.IdempotencyRow,
        ["ReferenceHash"] = reminder.Hashes.Reference,
        ["MobileHash"] = reminder.Hashes.Mobile,
        ["EmailHash"] = reminder.Hashes.Email,
        ["ContactId"] = reminder.Hashes.ContactId,
        ["KeyId"] = reminder.Content?.KeyId,
        ["WrappedKey"] = reminder.Content?.WrappedKey,
        ["Body"] = reminder.Content?.Body,
    };

    public static StoredReminder Read(TableEntity row) => new(
        Guid.ParseExact(row.RowKey, "D"),
        row.GetString("Client")!,
        row.GetString("Template")!,
        row.GetBoolean("Test") ?? false,
        row.GetInt32("Version")!.Value,
        SnakeCase.FromWord<ReminderState>(row.GetString("State")!),
        JsonSerializer.Deserialize(row.GetString("Plan")!, PeykJson.Default.StoredPlan)!.ToPlan(),
        row.GetInt32("Next"),
        JsonSerializer.Deserialize(row.GetString("Settled")!, PeykJson.Default.ImmutableArraySettledOccurrence),
        row.GetDateTimeOffset("ChangedAt")!.Value,
        ReadContent(row),
        new(row.GetString("ReferenceHash"), row.GetString("MobileHash"), row.GetString("EmailHash"), row.GetGuid("ContactId")))
    {
        EndedAt = row.GetDateTimeOffset("EndedAt"),
        IdempotencyRow = row.GetString("IdempotencyRow"),
        ETag = row.ETag,
    };

    public static SealedContent? ReadContent(TableEntity row) =>
        row.GetBinary("Body") is { } body ? new(row.GetString("KeyId")!, row.GetBinary("WrappedKey")!, body) : null;

    /// <summary>The rows by which a reminder is found.</summary>
    public static IEnumerable<TableEntity> Indexes(StoredReminder reminder)
    {
        foreach (var key in Keys(reminder.Hashes))
            yield return new(IndexPartition(key), IndexRow(key, reminder.Id)) { ["Client"] = reminder.ClientId };
    }

    /// <summary>What index rows are found by.</summary>
    public static IEnumerable<string> Keys(ReminderHashes hashes) =>
        new[] { hashes.Reference, hashes.Mobile, hashes.Email, hashes.ContactId is { } contact ? ContactKey(contact) : null }.OfType<string>();

    public static string ContactKey(Guid contact) => $"{contact:N}";

    public static string IndexRow(string key, Guid id) => $"{key}|{id:D}";

    // The last digits, which are random in a UUID of any kind as in a hash.
    public static string IndexPartition(string key) => $"i|{key[^3..]}";
}
