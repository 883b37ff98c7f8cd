using Azure;
using Azure.Data.Tables;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Contacts;

/// <summary>An entry of a contact's timeline.</summary>
/// <param name="Row">Its key; the entries after it are older.</param>
public sealed record TimelineEntry(string Row, Guid Notification);

/// <summary>Which notifications went to a contact, newest first: the table Timeline.</summary>
public sealed class ContactTimeline(TableServiceClient tables)
{
    private const int TicksDigits = 19;

    private readonly TableClient _table = tables.GetTableClient(Tables.Timeline);

    /// <summary>Enters a notification. Entering it again changes nothing.</summary>
    public Task AddAsync(Guid contact, bool isTest, Guid notification, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(new TableEntity(Partition(contact, isTest), Row(notification)), TableUpdateMode.Replace, cancellationToken);

    /// <summary>Entries, newest first. Some may name a notification that was never kept: its posting broke off.</summary>
    /// <param name="after">Key of the last entry that is known already.</param>
    public async IAsyncEnumerable<TimelineEntry> ReadAsync(
        Guid contact, bool isTest, string? after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(contact, isTest)} and RowKey gt {after ?? ""}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellationToken))
            yield return new(row.RowKey, Guid.ParseExact(row.RowKey[(TicksDigits + 1)..], "D"));
    }

    /// <summary>Takes an entry out; a second call changes nothing.</summary>
    internal Task RemoveAsync(Guid contact, bool isTest, TimelineEntry entry, CancellationToken cancellationToken) =>
        _table.DeleteEntityAsync(Partition(contact, isTest), entry.Row, ETag.All, cancellationToken);

    /// <summary>Takes out what is older than a moment, of everybody; it reads the whole table, which the service filters.</summary>
    internal async Task PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"RowKey gt {Inverted(before)}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
            await _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
    }

    /// <summary>Whether a text is the key of an entry.</summary>
    public static bool IsRow(string text) =>
        text.Split('|') is [{ Length: TicksDigits } ticks, var id] && ticks.All(char.IsAsciiDigit) && Guid.TryParseExact(id, "D", out _);

    private static string Partition(Guid contact, bool isTest) => isTest ? $"test-{contact:D}" : contact.ToString("D");

    // The later, the smaller: tables are read forwards only.
    private static string Row(Guid notification) => $"{Inverted(NotificationKeys.TimeOf(notification))}|{notification:D}";

    private static string Inverted(DateTimeOffset at) => $"{DateTimeOffset.MaxValue.UtcTicks - at.UtcTicks:D19}";
}
