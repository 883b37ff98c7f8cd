using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Operations;

/// <summary>What somebody did to a person's data.</summary>
/// <param name="Action">A word of a closed list, such as <c>contact_exported</c>.</param>
/// <param name="Subject">An erasure's id, or a hash of a contact's; never what names a person.</param>
public sealed record AuditEntry(string Action, string Subject, string Client, string KeyId);

/// <summary>
/// Who looked at, freed or erased a person's data, and when: the table Audit, a partition a day. Rows are inserted only, and go after
/// 400 days (option).
/// </summary>
public sealed class AuditLog(TableServiceClient tables, IOptions<RetentionOptions> options, TimeProvider time)
{
    private readonly TableClient _table = tables.GetTableClient(Tables.Audit);

    public Task WriteAsync(ApiClient who, string action, string subject, CancellationToken cancellationToken) =>
        WriteAsync(Guid.CreateVersion7(time.GetUtcNow()), new(action, subject, who.Id, who.KeyId), cancellationToken);

    /// <summary>Writes an entry under an id of its own, so that a repeat changes nothing.</summary>
    /// <param name="id">UUIDv7: the entry's day is in it.</param>
    public async Task WriteAsync(Guid id, AuditEntry entry, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Partition(Delivery.NotificationKeys.TimeOf(id)), $"{id:D}|{entry.Action}")
        {
            ["At"] = time.GetUtcNow(),
            ["Action"] = entry.Action,
            ["Subject"] = entry.Subject,
            ["Client"] = entry.Client,
            ["KeyId"] = entry.KeyId,
        };
        try
        {
            await _table.AddEntityAsync(row, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // Written already.
        }
    }

    /// <summary>Deletes the days that are over their time.</summary>
    public async Task PurgeAsync(CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey lt {Partition(time.GetUtcNow() - options.Value.Log)}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
            await _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
    }

    private static string Partition(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
