using System.Text.Json;
using Azure.Data.Tables;
using Peyk.Core.Deliveries;
using Peyk.Core.Reports;
using Peyk.Functions.Contacts;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Complaints;

/// <summary>
/// How complaints are written and read. A partition is a month; in it lie the complaints and, until each is answered, its open row
/// <c>o|{due}|{id}</c>, so that what is due is a range at the partition's end.
/// </summary>
internal static class ComplaintRows
{
    public const string OpenFrom = "o|";

    public static string Partition(Guid id) => Partition(NotificationKeys.TimeOf(id));

    public static string Partition(DateTimeOffset month) => month.UtcDateTime.ToString("yyyyMM");

    public static string Row(Guid id) => id.ToString("D");

    /// <summary>Every open row that is due then lies before this one.</summary>
    public static string OpenUntil(DateTimeOffset due) => $"{OpenFrom}{due.UtcTicks:D19}|~";

    public static TableEntity Open(Complaint complaint) =>
        new(Partition(complaint.Id), $"{OpenFrom}{complaint.Due!.Value.UtcTicks:D19}|{complaint.Id:D}");

    public static Guid IdOfOpen(string row) => Guid.ParseExact(row[^36..], "D");

    public static TableEntity Write(Complaint complaint, ContentCipher cipher, AddressHashes hashes)
    {
        var row = new TableEntity(Partition(complaint.Id), Row(complaint.Id))
        {
            ["Client"] = complaint.ClientId,
            ["Test"] = complaint.IsTest,
            ["Code"] = complaint.Code,
            ["Source"] = complaint.Source.ToWord(),
            ["Service"] = complaint.Service,
            ["Language"] = complaint.Language,
            ["CreatedAt"] = complaint.CreatedAt,
            ["PromisedBy"] = complaint.PromisedBy,
            ["State"] = complaint.State.ToWord(),
            ["Request"] = complaint.Request,
            ["Due"] = complaint.Due,
            ["AnsweredAt"] = complaint.AnsweredAt,
            ["ClosedAt"] = complaint.ClosedAt,
        };
        if (complaint.Matter is not { } matter)
            return row;
        var body = cipher.Seal(complaint.Id, ContentCipher.NewKey(), JsonSerializer.SerializeToUtf8Bytes(matter, PeykJson.Default.ComplaintMatter));
        row["KeyId"] = body.KeyId;
        row["WrappedKey"] = body.WrappedKey;
        row["Body"] = body.Body;
        row["Contact"] = matter.Person.ContactId;
        row["MobileHash"] = matter.Person.Mobile is { } mobile ? hashes.Of(Channel.Sms, mobile, complaint.IsTest) : null;
        row["EmailHash"] = matter.Person.Email is { } email ? hashes.Of(Channel.Email, email, complaint.IsTest) : null;
        return row;
    }

    public static IReadOnlyList<string> CountedColumns { get; } =
        ["RowKey", "Test", "Source", "Service", "CreatedAt", "PromisedBy", "AnsweredAt", "ClosedAt"];

    public static CountedComplaint ReadCounted(TableEntity row) => new(
        new(row.GetString("Service"), row.GetString("Source")!, row.GetBoolean("Test") ?? false), row.GetDateTimeOffset("CreatedAt")!.Value,
        row.GetDateTimeOffset("PromisedBy")!.Value, row.GetDateTimeOffset("AnsweredAt"), row.GetDateTimeOffset("ClosedAt"));

    /// <summary>What is sealed in a row; null when nothing is, as in an open row.</summary>
    public static SealedContent? ReadSealed(TableEntity row) =>
        row.GetBinary("Body") is { } body ? new(row.GetString("KeyId")!, row.GetBinary("WrappedKey")!, body) : null;

    public static Complaint Read(TableEntity row, ContentCipher cipher)
    {
        var id = Guid.ParseExact(row.RowKey, "D");
        var matter = ReadSealed(row) is { } held ? JsonSerializer.Deserialize(cipher.Open(id, held).Body, PeykJson.Default.ComplaintMatter) : null;
        return new(
            id, row.GetString("Client")!, row.GetBoolean("Test") ?? false, row.GetString("Code")!,
            SnakeCase.FromWord<ComplaintSource>(row.GetString("Source")!), row.GetString("Service"), row.GetString("Language")!,
            row.GetDateTimeOffset("CreatedAt")!.Value, row.GetDateTimeOffset("PromisedBy")!.Value,
            SnakeCase.FromWord<ComplaintState>(row.GetString("State")!), row.GetGuid("Request"), matter)
        {
            Due = row.GetDateTimeOffset("Due"),
            AnsweredAt = row.GetDateTimeOffset("AnsweredAt"),
            ClosedAt = row.GetDateTimeOffset("ClosedAt"),
            ETag = row.ETag,
        };
    }
}
