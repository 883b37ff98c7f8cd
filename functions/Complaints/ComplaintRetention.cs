using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Complaints;

/// <summary>
/// Takes what is personal out of complaints that are closed for as long as notifications keep their content, and deletes what is left of
/// them with the log.
/// </summary>
public sealed class ComplaintRetention(
    TableServiceClient tables, ComplaintStore complaints, DayFactRollups facts, Cursors cursors, Delivery.NotificationKeys keys, IOptions<RetentionOptions> options, TimeProvider time)
{
    private const string Work = "retention-complaints";

    private readonly TableClient _table = tables.GetTableClient(Tables.Complaints);

    /// <summary>Goes through the closed complaints once a day.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await cursors.ReadAsync(Work, cancellationToken) is { } last && last >= keys.Day(now))
            return;
        // Before the first one goes that was open on such a day.
        await facts.FreezeAsync(keys.Day(now - options.Value.Log), cancellationToken);
        var closed = TableClient.CreateQueryFilter($"RowKey lt {ComplaintRows.OpenFrom} and ClosedAt lt {now - options.Value.Content}");
        await foreach (var row in _table.QueryAsync<TableEntity>(closed, cancellationToken: cancellationToken))
        {
            if (row.GetDateTimeOffset("ClosedAt") < now - options.Value.Log)
                await _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, Azure.ETag.All, cancellationToken);
            else if (row.ContainsKey("Body") && await complaints.FindAsync(Guid.ParseExact(row.RowKey, "D"), cancellationToken) is { } complaint)
                // Whoever changes it meanwhile wins; it is found tomorrow.
                await complaints.TrySaveAsync(complaint, complaint with { Matter = null }, cancellationToken);
        }

        await cursors.WriteAsync(Work, keys.Day(now), cancellationToken);
    }
}
