using System.Collections.Immutable;
using System.Text.Json;
using Azure.Data.Tables;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Delivery;

/// <summary>How a notification's rows are written and read: the one place that knows the columns of the table Notifications.</summary>
internal static class NotificationRows
{
    /// <summary>Columns of the content row, by which the contents of a person's addresses are found; they go with it.</summary>
    public const string MobileHash = "MobileHash";
    public const string EmailHash = "EmailHash";

    /// <summary>When it was posted, where its id was made much later.</summary>
    public const string PostedAt = "PostedAt";

    public static TableEntity Head(string partition, NotificationFacts facts, Notification notification, ChainEnd chain, bool hasContent = true) =>
        new(partition, NotificationKeys.Head(notification.Id))
        {
            ["Client"] = facts.ClientId,
            ["Kind"] = facts.Kind,
            ["Template"] = facts.Template,
            ["Language"] = facts.Language,
            ["Service"] = facts.Service,
            ["Step"] = facts.Step,
            ["Test"] = facts.IsTest ? true : null,
            ["Bulk"] = facts.Lane == Lane.Bulk ? true : null,
            ["Policy"] = notification.Policy.ToWord(),
            ["Channels"] = string.Join(',', notification.Channels.Select(c => c.ToWord())),
            ["CreatedAt"] = notification.CreatedAt,
            ["ExpiresAt"] = notification.ExpiresAt,
            ["FallbackSeconds"] = notification.FallbackAfter?.TotalSeconds,
            ["Urgent"] = notification.Urgent,
            ["Deliveries"] = JsonSerializer.Serialize(notification.Deliveries, PeykJson.Default.ImmutableArrayDelivery),
            ["Final"] = notification.IsFinal,
            ["FinalAt"] = notification.IsFinal ? notification.Deliveries.Max(d => d.At) : null,
            ["HasContent"] = hasContent,
            ["IdempotencyRow"] = facts.IdempotencyRow,
            ["ReferenceHash"] = facts.ReferenceHash,
            ["Count"] = chain.Count,
            ["Mac"] = chain.Mac,
            ["KeyId"] = chain.KeyId,
            ["TraceParent"] = facts.TraceParent,
        };

    public static StoredNotification Read(TableEntity head, SealedContent? content, IReadOnlyList<LogEntry> log)
    {
        var facts = new NotificationFacts(
            head.GetString("Client")!, head.GetString("Kind")!, head.GetString("Template")!, head.GetString("Language")!,
            head.GetString("Service"), head.GetString("Step"), head.GetBoolean("Test") ?? false)
        {
            Lane = LaneOf(head),
            TraceParent = head.GetString("TraceParent"),
            IdempotencyRow = head.GetString("IdempotencyRow"),
            ReferenceHash = head.GetString("ReferenceHash"),
        };
        var notification = new Notification(
            Guid.ParseExact(head.RowKey, "D"),
            SnakeCase.FromWord<ChannelPolicy>(head.GetString("Policy")!),
            [.. head.GetString("Channels")!.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(SnakeCase.FromWord<Channel>)],
            head.GetDateTimeOffset("CreatedAt")!.Value,
            head.GetDateTimeOffset("ExpiresAt")!.Value,
            head.GetDouble("FallbackSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            head.GetBoolean("Urgent") ?? false,
            JsonSerializer.Deserialize(head.GetString("Deliveries")!, PeykJson.Default.ImmutableArrayDelivery));
        var chain = new ChainEnd(head.GetInt32("Count")!.Value, head.GetString("Mac")!, head.GetString("KeyId")!);
        return new(facts, notification, chain, head.ETag, content, log) { HasContent = head.GetBoolean("HasContent") ?? true };
    }

    /// <summary>The columns that reports read of heads and entries; of content rows that leaves nothing but the key.</summary>
    public static readonly string[] ReportColumns =
        ["RowKey", "Kind", "Template", "Language", "Service", "Test", "Deliveries", "At", "Event", "Delivery", "Attempt", "Channel", "Status", "Reason"];

    /// <summary>What a head of <see cref="ReportColumns"/> tells.</summary>
    public static (NotificationFacts Facts, ImmutableArray<Core.Deliveries.Delivery> Deliveries) ReadForReport(TableEntity head) => (
        new("", head.GetString("Kind")!, head.GetString("Template")!, head.GetString("Language")!, head.GetString("Service"), null, head.GetBoolean("Test") ?? false),
        JsonSerializer.Deserialize(head.GetString("Deliveries")!, PeykJson.Default.ImmutableArrayDelivery));

    public static TableEntity Content(string partition, Guid id, SealedContent content, ContentHashes hashes) => new(partition, NotificationKeys.Content(id))
    {
        [MobileHash] = hashes.Mobile,
        [EmailHash] = hashes.Email,
        ["KeyId"] = content.KeyId,
        ["WrappedKey"] = content.WrappedKey,
        ["Body"] = content.Body,
    };

    public static SealedContent ReadContent(TableEntity row) =>
        new(row.GetString("KeyId")!, row.GetBinary("WrappedKey")!, row.GetBinary("Body")!);

    public static TableEntity Log(string partition, Guid id, LogEntry entry)
    {
        var e = entry.Event;
        return new(partition, NotificationKeys.Log(id, entry.Sequence))
        {
            ["At"] = e.At,
            ["Event"] = e.Event,
            ["Delivery"] = e.Delivery,
            ["Attempt"] = e.Attempt,
            ["Channel"] = e.Channel?.ToWord(),
            ["Status"] = e.Status?.ToWord(),
            ["Reason"] = e.Reason?.ToWord(),
            ["Code"] = e.Code,
            ["ProviderId"] = e.ProviderId,
            ["Commitment"] = e.Commitment,
            ["Corrects"] = e.Corrects?.ToWord(),
            ["KeyId"] = entry.KeyId,
            ["Mac"] = entry.Mac,
        };
    }

    public static LogEntry ReadLog(TableEntity row)
    {
        var sequence = int.Parse(row.RowKey.AsSpan(row.RowKey.LastIndexOf('|') + 1));
        return new(sequence, ReadEvent(row), row.GetString("KeyId")!, row.GetString("Mac")!);
    }

    /// <summary>What an entry says; columns that were not read are null.</summary>
    public static LogEvent ReadEvent(TableEntity row) => new(
            row.GetDateTimeOffset("At")!.Value,
            row.GetString("Event")!,
            row.GetInt32("Delivery"),
            row.GetInt32("Attempt"),
            Word<Channel>(row, "Channel"),
            Word<DeliveryStatus>(row, "Status"),
            Word<Reason>(row, "Reason"),
            row.GetString("Code"),
            row.GetString("ProviderId"),
            row.GetString("Commitment"),
            Word<DeliveryStatus>(row, "Corrects"));

    public static TableEntity Open(string partition, Guid id, Core.Deliveries.Delivery delivery, Lane lane) =>
        new(partition, NotificationKeys.Open(id, delivery.Number))
        {
            ["Due"] = delivery.Due ?? throw new InvalidOperationException("A delivery that is not final has a due time."),
            ["Channel"] = delivery.Channel.ToWord(),
            ["Bulk"] = lane == Lane.Bulk ? true : null,
        };

    /// <summary>The lane of a head or an open row.</summary>
    public static Lane LaneOf(TableEntity row) => row.GetBoolean("Bulk") == true ? Lane.Bulk : Lane.Transactional;

    private static T? Word<T>(TableEntity row, string name)
        where T : struct, Enum => row.GetString(name) is { } word ? SnakeCase.FromWord<T>(word) : null;
}
