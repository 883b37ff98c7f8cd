using System.Text.Json;
using Azure.Data.Tables;
using Peyk.Core.Deliveries;
using Peyk.Core.Reports;
using Peyk.Functions.Contacts;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Feedback;

/// <summary>How requests for feedback are written and read.</summary>
internal static class FeedbackRows
{
    /// <summary>First partition, and the one after the last: a partition begins with its year.</summary>
    public const string From = "2";
    public const string To = "3";

    /// <summary>The columns of a request without the person.</summary>
    public static readonly string[] Nameless =
        ["PartitionKey", "RowKey", "Client", "Test", "Survey", "Language", "Service", "Channel", "CreatedAt", "ExpiresAt", "State"];

    /// <summary>Month and shard, both from the id.</summary>
    public static string Partition(Guid id) => Partition(NotificationKeys.TimeOf(id), id.ToString("N")[^1]);

    public static string Partition(DateTimeOffset month, char shard) => $"{FirstPartition(month)}{shard}";

    /// <summary>Before every partition of the month, and after those of the months before.</summary>
    public static string FirstPartition(DateTimeOffset month) => $"{month.UtcDateTime:yyyyMM}-";

    public static TableEntity Write(FeedbackRequest request, ContentCipher cipher, AddressHashes hashes)
    {
        var row = new TableEntity(Partition(request.Id), request.Id.ToString("D"))
        {
            ["Client"] = request.ClientId,
            ["Test"] = request.IsTest ? true : null,
            ["Survey"] = request.Survey,
            ["Language"] = request.Language,
            ["Service"] = request.Service,
            ["Channel"] = request.Channel.ToWord(),
            ["CreatedAt"] = request.CreatedAt,
            ["ExpiresAt"] = request.ExpiresAt,
            ["State"] = request.State.ToWord(),
            ["RemindAt"] = request.RemindAt,
            ["FirstAnswerAt"] = request.FirstAnswerAt,
            ["IdempotencyRow"] = request.IdempotencyRow,
        };
        if (request.Person is not { } person)
            return row;
        var body = cipher.Seal(request.Id, ContentCipher.NewKey(), JsonSerializer.SerializeToUtf8Bytes(person, PeykJson.Default.FeedbackPerson));
        row["KeyId"] = body.KeyId;
        row["WrappedKey"] = body.WrappedKey;
        row["Body"] = body.Body;
        row["Contact"] = person.ContactId;
        row["MobileHash"] = person.Mobile is { } mobile ? hashes.Of(Channel.Sms, mobile, request.IsTest) : null;
        row["EmailHash"] = person.Email is { } email ? hashes.Of(Channel.Email, email, request.IsTest) : null;
        return row;
    }

    public static FeedbackRequest Read(TableEntity row, ContentCipher cipher)
    {
        var id = Guid.ParseExact(row.RowKey, "D");
        var person = ReadSealed(row) is { } body
            ? JsonSerializer.Deserialize(cipher.Open(id, body).Body, PeykJson.Default.FeedbackPerson)
            : null;
        return new(
            id, row.GetString("Client")!, row.GetBoolean("Test") ?? false, row.GetString("Survey")!, row.GetString("Language")!,
            row.GetString("Service"), SnakeCase.FromWord<Channel>(row.GetString("Channel")!), row.GetDateTimeOffset("CreatedAt")!.Value,
            row.GetDateTimeOffset("ExpiresAt")!.Value, SnakeCase.FromWord<FeedbackState>(row.GetString("State")!), person)
        {
            RemindAt = row.GetDateTimeOffset("RemindAt"),
            FirstAnswerAt = row.GetDateTimeOffset("FirstAnswerAt"),
            IdempotencyRow = row.GetString("IdempotencyRow"),
            ETag = row.ETag,
        };
    }

    public static IReadOnlyList<string> CountedColumns { get; } =
        ["RowKey", "Test", "Survey", "Service", "State", "CreatedAt", "ExpiresAt", "FirstAnswerAt"];

    /// <summary>Before the row of every request that was made from a moment on, and after the others: ids begin with their time.</summary>
    public static string FirstRow(DateTimeOffset from) => Guid.CreateVersion7(from).ToString("D")[..13];

    /// <summary>Counts a request whose person was asked.</summary>
    public static void Count(TableEntity row, DayFacts facts)
    {
        if (SnakeCase.FromWord<FeedbackState>(row.GetString("State")!) is FeedbackState.Skipped or FeedbackState.Spared)
            return;
        var figures = facts[new FeedbackKey(row.GetString("Survey")!, row.GetString("Service"), row.GetBoolean("Test") ?? false)];
        figures.Asked++;
        // An answer that came after the end counts nowhere.
        if (row.GetDateTimeOffset("FirstAnswerAt") is { } answered && answered < row.GetDateTimeOffset("ExpiresAt"))
            figures.ToAnswer.Add(answered - row.GetDateTimeOffset("CreatedAt")!.Value);
    }

    /// <summary>What is sealed in a row of requests or of answers; null when nothing is, or no more.</summary>
    public static SealedContent? ReadSealed(TableEntity row) =>
        row.GetBinary("Body") is { } body ? new(row.GetString("KeyId")!, row.GetBinary("WrappedKey")!, body) : null;
}
