using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using Peyk.Functions.Clients;
using Peyk.Functions.Dashboard.Access;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Operations;

/// <summary>What somebody did to a person's data, or to how the system works.</summary>
/// <param name="Action">A word of a closed list, such as <c>contact_exported</c>.</param>
/// <param name="Subject">What it was done to: an id, a word, or a hash of a contact's id; never what names a person.</param>
/// <param name="Client">Whose key it was done with, or <see cref="Dashboard"/>.</param>
/// <param name="KeyId">The key, or the user of the dashboard.</param>
public sealed record AuditEntry(string Action, string Subject, string Client, string KeyId)
{
    /// <summary>Stands for a client where a user of the dashboard acted. No client has such an id.</summary>
    public const string Dashboard = "(dashboard)";
}

public sealed record WrittenAuditEntry(DateTimeOffset At, AuditEntry Entry);

/// <summary>
/// Who looked at, freed or erased a person's data or acted in the dashboard, and when: the table Audit, a partition a day. Rows are inserted only, and go after
/// 400 days (option).
/// </summary>
public sealed class AuditLog(TableServiceClient tables, IOptions<RetentionOptions> options, TimeProvider time)
{
    private const int DaysShown = 31;

    private readonly TableClient _table = tables.GetTableClient(Tables.Audit);

    public Task WriteAsync(ApiClient who, string action, string subject, CancellationToken cancellationToken) =>
        WriteAsync(Guid.CreateVersion7(time.GetUtcNow()), new(action, subject, who.Id, who.KeyId), cancellationToken);

    public Task WriteAsync(DashboardUser who, string action, string subject, CancellationToken cancellationToken) =>
        WriteAsync(Guid.CreateVersion7(time.GetUtcNow()), new(action, subject, AuditEntry.Dashboard, who.Id), cancellationToken);

    /// <summary>The newest entries of the last days, newest first.</summary>
    /// <param name="most">How many at most.</param>
    public async Task<IReadOnlyList<WrittenAuditEntry>> ReadNewestAsync(int most, CancellationToken cancellationToken)
    {
        var entries = new List<WrittenAuditEntry>();
        // Rows lie oldest first within a day, so that a day is read whole; the list is long enough after a few.
        for (var (i, now) = (0, time.GetUtcNow()); i < DaysShown && entries.Count < most; i++)
        {
            var day = new List<WrittenAuditEntry>();
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(now.AddDays(-i))}");
            await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            {
                day.Add(new(
                    row.GetDateTimeOffset("At")!.Value,
                    new(row.GetString("Action")!, row.GetString("Subject")!, row.GetString("Client")!, row.GetString("KeyId")!)));
            }

            entries.AddRange(day.OrderByDescending(e => e.At));
        }

        return [.. entries.Take(most)];
    }

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
