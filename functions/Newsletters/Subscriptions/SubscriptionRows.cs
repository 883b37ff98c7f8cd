using System.Globalization;
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
/// address. Beside them, where no topic is because none begins with a dot: <c>.id|{shard}</c> leads from the ids in links to them,
/// <c>.contact|{shard}</c> from contacts, <c>.due|{day}</c> from the day on which their time may be over; <c>.topics</c> names all topics
/// that ever had one.
/// </summary>
public static class SubscriptionRows
{
    public const int Shards = 16;

    private const string Tests = ".test.";
    private const string Ids = ".id|";
    private const string Contacts = ".contact|";

    /// <summary>Begins the partitions of days.</summary>
    public const string Due = ".due|";

    /// <summary>The partition of the topics' names.</summary>
    public const string Topics = ".topics";

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
            ["Mail"] = subscription.Mail,
            ["Mails"] = subscription.Mails == 0 ? null : subscription.Mails,
            ["ConfirmUntil"] = subscription.ConfirmUntil,
            ["Request"] = subscription.Request,
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
            Mail = row.GetGuid("Mail"),
            Mails = row.GetInt32("Mails") ?? 0,
            ConfirmUntil = row.GetDateTimeOffset("ConfirmUntil"),
            Request = row.GetGuid("Request"),
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
    public static TableEntity Index(Subscription subscription) => LeadTo(subscription, IndexPartition(subscription.Id), subscription.Id.ToString("D"));

    /// <summary>The row that leads from a contact to its subscription; null when it names none.</summary>
    public static TableEntity? ContactIndex(Subscription subscription) => subscription.ContactId is { } contact
        ? LeadTo(subscription, ContactPartition(contact), $"{contact:N}|{subscription.Id:D}")
        : null;

    /// <summary>The row that leads to a subscription on the day of a moment. It stays when a person is erased, and so names nothing but the id.</summary>
    public static TableEntity DueRow(Subscription subscription, DateTimeOffset at) => new(DuePartition(at), subscription.Id.ToString("D"));

    public static string IndexPartition(Guid id) => $"{Ids}{LastDigit(id)}";

    public static string ContactPartition(Guid contact) => $"{Contacts}{LastDigit(contact)}";

    public static string DuePartition(DateTimeOffset at) => Due + at.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>Where a row leads: partition and key of the subscription.</summary>
    public static (string Partition, string Hash) Target(TableEntity row) => (row.GetString("Partition")!, row.GetString("Hash")!);

    private static TableEntity LeadTo(Subscription subscription, string partition, string row) => new(partition, row)
    {
        ["Partition"] = Partition(subscription.Topic, subscription.IsTest, subscription.Hash),
        ["Hash"] = subscription.Hash,
    };

    private static string LastDigit(Guid id) => id.ToString("N")[^1..];
}
