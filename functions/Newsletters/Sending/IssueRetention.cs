using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using Peyk.Functions.Delivery;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>
/// Deletes whom an issue went to when that is over its time, and later how it was sent. Ids tell when an issue was made, so that the rows
/// of old ones stand first in the tables; one that goes out long after it was made is passed over.
/// </summary>
public sealed class IssueRetention(
    TableServiceClient tables,
    IssueStore issues,
    IssueBatchStore batches,
    IssueDays days,
    NotificationKeys keys,
    IOptions<NewsletterSendingOptions> options,
    IOptions<RetentionOptions> retention,
    TimeProvider time)
{
    private const int MostActions = 100;

    /// <summary>Below the function's deadline, with what else its run does.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(15);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await DeleteAsync(Tables.Recipients, options.Value.RecipientsKept, cancellationToken);
        await DeleteAsync(Tables.IssueBatches, retention.Value.Log, cancellationToken);
        await days.ForgetAsync(keys.Day(time.GetUtcNow() - retention.Value.Log), cancellationToken);
    }

    /// <summary>Whether it is, or may be by now, forgotten whom an issue went to: then nothing can be counted any more.</summary>
    public async Task<bool> IsForgottenAsync(Guid issue, CancellationToken cancellationToken)
    {
        var cutoff = time.GetUtcNow() - options.Value.RecipientsKept;
        return NotificationKeys.TimeOf(issue) < cutoff && await IsOverAsync(issue, cutoff, cancellationToken);
    }

    private async Task DeleteAsync(string name, TimeSpan kept, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var table = tables.GetTableClient(name);
        var cutoff = time.GetUtcNow() - kept;
        var cursor = "";
        while (time.GetElapsedTime(started) < LongestRun && await FirstAsync(table, cursor, cutoff, cancellationToken) is { } issue)
        {
            if (await IsOverAsync(issue, cutoff, cancellationToken))
                await DeleteAsync(table, issue, cancellationToken);
            cursor = $"{issue:D}}}";
        }
    }

    private static async Task<Guid?> FirstAsync(TableClient table, string after, DateTimeOffset cutoff, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey gt {after} and PartitionKey lt {Guid.CreateVersion7(cutoff).ToString("D")[..13]}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, maxPerPage: 1, ["PartitionKey"], cancellationToken))
            return Guid.ParseExact(row.PartitionKey[..36], "D");
        return null;
    }

    private async Task<bool> IsOverAsync(Guid issue, DateTimeOffset cutoff, CancellationToken cancellationToken)
    {
        if (await issues.FindAsync(issue, cancellationToken) is { } known)
            return known.EndedAt <= cutoff;
        // Its head is gone: only what was sent says how old it is.
        return await batches.FindPlanAsync(issue, cancellationToken) is not { EndedAt: { } ended } || ended <= cutoff;
    }

    private static async Task DeleteAsync(TableClient table, Guid issue, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {issue.ToString("D")} and PartitionKey lt {$"{issue:D}}}"}");
        var rows = new List<TableTransactionAction>(MostActions);
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
        {
            if (rows.Count == MostActions || (rows.Count > 0 && rows[0].Entity.PartitionKey != row.PartitionKey))
            {
                await table.SubmitTransactionAsync(rows, cancellationToken);
                rows.Clear();
            }

            rows.Add(new(TableTransactionActionType.Delete, new TableEntity(row.PartitionKey, row.RowKey), ETag.All));
        }

        if (rows.Count > 0)
            await table.SubmitTransactionAsync(rows, cancellationToken);
    }
}
