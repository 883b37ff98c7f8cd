using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using NodaTime;
using NodaTime.Text;
using Peyk.Core.Newsletters;
using Peyk.Functions.Clients;
using Peyk.Functions.Newsletters.Sending;
using Peyk.Functions.Shared;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>
/// How issues are written and read: the one place that knows the columns of the table Issues. In the issue's own partition stand the
/// head, with the empty row key, and its content; <c>topic|{topic}</c> lists a topic's issues, newest first, and <c>open</c> those that
/// somebody must look at; <c>day|yyyyMMdd</c> lists those that began to go out on a day.
/// </summary>
internal static class IssueRows
{
    public const string HeadKey = "";
    public const string ContentKey = "content";
    public const string OpenPartition = "open";

    /// <summary>Most bytes of content: a row takes 1 MiB with everything that is in it.</summary>
    public const int LargestContent = 12 * LargestColumn;

    private const int LargestColumn = 60 * 1024;

    /// <summary>Bounds of the partitions of days, exclusive above.</summary>
    public const string DayPartitionsFrom = "day|";
    public const string DayPartitionsTo = "day}";

    private static readonly LocalDatePattern Days = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");

    public static string DayPartition(LocalDate day) => DayPartitionsFrom + Days.Format(day);

    public static LocalDate DayOf(string partition) => Days.Parse(partition[DayPartitionsFrom.Length..]).Value;

    public static TableEntity OfDay(LocalDate day, Issue issue) => new(DayPartition(day), Partition(issue.Id))
    {
        ["Topic"] = issue.Topic,
        ["Test"] = issue.Client.IsTest,
    };

    public static ListedIssue ReadOfDay(TableEntity row) =>
        new(Guid.ParseExact(row.RowKey, "D"), row.GetString("Topic")!, row.GetBoolean("Test")!.Value);

    public static string Partition(Guid issue) => issue.ToString("D");

    public static string TopicPartition(string topic) => $"topic|{topic}";

    /// <summary>Key of a row that lists an issue: the later it was made, the earlier it stands.</summary>
    public static string ListKey(ListOf list, Guid issue) => $"{Prefix(list)}{Inverted(issue)}";

    public static (string From, string To) Bounds(ListOf list) => (Prefix(list), Prefix(list)[..1] + "}");

    public static Guid ListedIssue(string rowKey) => Guid.ParseExact(rowKey.Split('|')[^1], "D");

    public static TableEntity Head(Issue issue) => new(Partition(issue.Id), HeadKey)
    {
        ["Topic"] = issue.Topic,
        ["Client"] = issue.Client.Id,
        ["KeyId"] = issue.Client.KeyId,
        ["Scopes"] = string.Join(' ', issue.Client.Scopes),
        ["Test"] = issue.Client.IsTest,
        ["State"] = issue.State.ToWord(),
        ["Segment"] = JsonSerializer.Serialize(issue.Segment, PeykJson.Default.Segment),
        ["Subjects"] = JsonSerializer.Serialize(issue.Subjects, PeykJson.Readable.IReadOnlyDictionaryStringString),
        ["Revision"] = issue.Revision,
        ["CreatedAt"] = issue.CreatedAt,
        ["ChangedAt"] = issue.ChangedAt,
        ["SendAt"] = issue.SendAt,
        ["Window"] = issue.Window?.Text,
        ["ExpiresAt"] = issue.ExpiresAt,
        ["Reference"] = issue.Reference,
        ["StartedAt"] = issue.StartedAt,
        ["EndedAt"] = issue.EndedAt,
        ["PausedBy"] = issue.PausedBy?.ToWord(),
        ["IdempotencyRow"] = issue.IdempotencyRow,
    };

    public static Issue ReadHead(TableEntity row) => new(
        Guid.ParseExact(row.PartitionKey, "D"),
        row.GetString("Topic")!,
        new ApiClient(
            row.GetString("Client")!, row.GetString("KeyId")!, row.GetString("Scopes")!.Split(' ').ToHashSet(), row.GetBoolean("Test")!.Value),
        SnakeCase.FromWord<IssueState>(row.GetString("State")!),
        JsonSerializer.Deserialize(row.GetString("Segment")!, PeykJson.Default.Segment)!,
        JsonSerializer.Deserialize(row.GetString("Subjects")!, PeykJson.Default.IReadOnlyDictionaryStringString)!,
        row.GetInt32("Revision")!.Value,
        row.GetDateTimeOffset("CreatedAt")!.Value,
        row.GetDateTimeOffset("ChangedAt")!.Value)
    {
        SendAt = row.GetDateTimeOffset("SendAt"),
        Window = row.GetString("Window") is { } window ? SendWindow.Parse(window) : null,
        ExpiresAt = row.GetDateTimeOffset("ExpiresAt"),
        Reference = row.GetString("Reference"),
        StartedAt = row.GetDateTimeOffset("StartedAt"),
        EndedAt = row.GetDateTimeOffset("EndedAt"),
        PausedBy = row.GetString("PausedBy") is { } cause ? SnakeCase.FromWord<PauseCause>(cause) : null,
        IdempotencyRow = row.GetString("IdempotencyRow"),
        Version = row.ETag,
    };

    public static TableEntity Content(Guid issue, IssueContent content)
    {
        var row = new TableEntity(Partition(issue), ContentKey);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(content, PeykJson.Readable.IssueContent);
        foreach (var (index, column) in bytes.Chunk(LargestColumn).Index())
            row[Column(index)] = column;
        return row;
    }

    /// <summary>How many bytes a content takes.</summary>
    public static int SizeOf(IssueContent content) => JsonSerializer.SerializeToUtf8Bytes(content, PeykJson.Readable.IssueContent).Length;

    public static IssueContent ReadContent(TableEntity row)
    {
        using var bytes = new MemoryStream();
        for (var i = 0; row.GetBinary(Column(i)) is { } column; i++)
            bytes.Write(column);
        return JsonSerializer.Deserialize(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), PeykJson.Default.IssueContent)!;
    }

    private static string Column(int index) => string.Create(CultureInfo.InvariantCulture, $"C{index}");

    private static string Prefix(ListOf list) => list switch
    {
        ListOf.All => "a|",
        ListOf.Published => "p|",
    };

    private static string Inverted(Guid issue)
    {
        var milliseconds = Delivery.NotificationKeys.TimeOf(issue).ToUnixTimeMilliseconds();
        return string.Create(CultureInfo.InvariantCulture, $"{long.MaxValue - milliseconds:D19}|{issue:D}");
    }
}

/// <summary>The lists of a topic's issues.</summary>
internal enum ListOf
{
    All,

    /// <summary>Those that went out.</summary>
    Published,
}
