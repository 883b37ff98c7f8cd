using System.Text.Json;
using Azure.Data.Tables;
using Peyk.Core.Addresses;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>
/// The table Subscriptions. A subscription lies in <c>{topic}|{shard}</c>, of tests in <c>.test.{topic}|{shard}</c>, under the hash of its
/// address; <c>.id|{shard}</c> leads from the ids in links to them. No topic begins with a dot.
/// </summary>
public static class SubscriptionRows
{
    public const int Shards = 16;

    private const string Tests = ".test.";
    private const string Ids = ".id|";

    public static string Partition(string topic, bool isTest, int shard) => $"{(isTest ? Tests : "")}{topic}|{shard:x}";

    public static string Partition(string topic, bool isTest, string hash) => $"{(isTest ? Tests : "")}{topic}|{hash[0]}";

    /// <summary>A new id whose last digit is the shard of the hash, so that a subscription and what leads to it are spread alike.</summary>
    public static Guid NewId(DateTimeOffset now, string hash)
    {
        var bytes = Guid.CreateVersion7(now).ToByteArray(bigEndian: true);
        bytes[15] = (byte)((bytes[15] & 0xf0) | Convert.ToInt32(hash[..1], 16));
        return new(bytes, bigEndian: true);
    }

    public static TableEntity Write(Subscription subscription) =>
        new(Partition(subscription.Topic, subscription.IsTest, subscription.Hash), subscription.Hash)
        {
            ["Id"] = subscription.Id,
            ["State"] = subscription.State.ToWord(),
            ["Blocked"] = subscription.Blocked?.ToWord(),
            ["PausedUntil"] = subscription.PausedUntil,
            ["Language"] = subscription.Language.Value,
            ["Service"] = subscription.Service,
            ["Region"] = subscription.Region,
            ["Tags"] = subscription.Tags.Count == 0 ? null : $"|{string.Join('|', subscription.Tags)}|",
            ["ContactId"] = subscription.ContactId,
            ["Changes"] = JsonSerializer.Serialize(subscription.Changes, PeykJson.Default.IReadOnlyListSubscriptionChange),
            ["ConfirmationMail"] = subscription.ConfirmationMail,
            ["ConfirmUntil"] = subscription.ConfirmUntil,
            ["KeyId"] = subscription.Content?.KeyId,
            ["WrappedKey"] = subscription.Content?.WrappedKey,
            ["Body"] = subscription.Content?.Body,
        };

    public static Subscription Read(TableEntity row)
    {
        var isTest = row.PartitionKey.StartsWith(Tests, StringComparison.Ordinal);
        return new(
            row.GetGuid("Id")!.Value,
            row.PartitionKey[(isTest ? Tests.Length : 0)..^2],
            isTest,
            row.RowKey,
            SnakeCase.FromWord<SubscriptionState>(row.GetString("State")!),
            LanguageTag.Parse(row.GetString("Language")!),
            ReadContent(row))
        {
            Blocked = row.GetString("Blocked") is { } reason ? SnakeCase.FromWord<Reason>(reason) : null,
            PausedUntil = row.GetDateTimeOffset("PausedUntil"),
            Service = row.GetString("Service"),
            Region = row.GetString("Region"),
            Tags = (row.GetString("Tags") ?? "").Split('|', StringSplitOptions.RemoveEmptyEntries),
            ContactId = row.GetGuid("ContactId"),
            Changes = JsonSerializer.Deserialize(row.GetString("Changes")!, PeykJson.Default.IReadOnlyListSubscriptionChange)!,
            ConfirmationMail = row.GetGuid("ConfirmationMail"),
            ConfirmUntil = row.GetDateTimeOffset("ConfirmUntil"),
            ETag = row.ETag,
        };
    }

    public static IReadOnlyList<string> OutlineColumns { get; } =
        ["RowKey", "State", "Blocked", "PausedUntil", "Language", "Service", "Region", "Tags"];

    public static SubscriptionOutline ReadOutline(TableEntity row) => new(
        row.RowKey,
        SnakeCase.FromWord<SubscriptionState>(row.GetString("State")!),
        row.GetString("Blocked") is not null,
        row.GetDateTimeOffset("PausedUntil"),
        new(
            LanguageTag.Parse(row.GetString("Language")!), row.GetString("Service"), row.GetString("Region"),
            (row.GetString("Tags") ?? "").Split('|', StringSplitOptions.RemoveEmptyEntries)));

    public static SealedContent? ReadContent(TableEntity row) =>
        row.GetBinary("Body") is { } body ? new(row.GetString("KeyId")!, row.GetBinary("WrappedKey")!, body) : null;

    /// <summary>The row that leads from an id to its subscription.</summary>
    public static TableEntity Index(Subscription subscription) => new(IndexPartition(subscription.Id), subscription.Id.ToString("D"))
    {
        ["Partition"] = Partition(subscription.Topic, subscription.IsTest, subscription.Hash),
        ["Hash"] = subscription.Hash,
    };

    public static string IndexPartition(Guid id) => $"{Ids}{id.ToByteArray(bigEndian: true)[15] & 0x0f:x}";
}
