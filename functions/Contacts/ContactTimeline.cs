using Azure.Data.Tables;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Contacts;

/// <summary>Which notifications went to a contact, newest first: the table Timeline.</summary>
public sealed class ContactTimeline(TableServiceClient tables)
{
    private readonly TableClient _table = tables.GetTableClient(Tables.Timeline);

    /// <summary>Enters a notification. Entering it again changes nothing.</summary>
    public Task AddAsync(Guid contact, Guid notification, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(new TableEntity(contact.ToString("D"), Row(notification)), TableUpdateMode.Replace, cancellationToken);

    // The later, the smaller: tables are read forwards only.
    private static string Row(Guid notification) =>
        $"{DateTimeOffset.MaxValue.UtcTicks - NotificationKeys.TimeOf(notification).UtcTicks:D19}|{notification:D}";
}
