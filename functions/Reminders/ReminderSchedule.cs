using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Reminders;

/// <summary>The table Schedule, by the minute in which something is due. Only ranges of due minutes are read.</summary>
public sealed class ReminderSchedule(TableServiceClient tables)
{
    private const int MostActions = 100;

    private readonly TableClient _table = tables.GetTableClient(Tables.Schedule);

    /// <summary>Schedules an occurrence; a second call changes nothing.</summary>
    public async Task AddAsync(ScheduledOccurrence occurrence, CancellationToken cancellationToken)
    {
        try
        {
            await _table.AddEntityAsync(occurrence.ToRow(), cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // By an earlier try, or by another instance.
        }
    }

    /// <summary>
    /// What is due from the minute of <paramref name="from"/> up to <paramref name="to"/>, page by page and minute by minute: one query,
    /// however much is due later.
    /// </summary>
    public async IAsyncEnumerable<IReadOnlyList<ScheduledOccurrence>> FindDueAsync(
        DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {ScheduledOccurrence.Minute(from)} and PartitionKey le {$"{ScheduledOccurrence.Minute(to)}-f"} and At le {to}");
        await foreach (var page in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).AsPages())
        {
            if (page.Values.Count > 0)
                yield return [.. page.Values.Select(ScheduledOccurrence.Read)];
        }
    }

    /// <summary>Deletes what is done with, up to a hundred rows of a partition at once. What is gone already is no fault.</summary>
    public async Task DeleteAsync(IEnumerable<ScheduledOccurrence> settled, CancellationToken cancellationToken)
    {
        foreach (var partition in settled.GroupBy(occurrence => occurrence.Partition))
        {
            foreach (var rows in partition.DistinctBy(occurrence => occurrence.Row).Chunk(MostActions))
                await DeleteAsync(partition.Key, rows, cancellationToken);
        }
    }

    private async Task DeleteAsync(string partition, ScheduledOccurrence[] rows, CancellationToken cancellationToken)
    {
        if (rows.Length > 1)
        {
            try
            {
                await _table.SubmitTransactionAsync(
                    rows.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(partition, row.Row), ETag.All)), cancellationToken);
                return;
            }
            catch (TableTransactionFailedException e) when (e.Status == 404)
            {
                // Another instance deleted one of them: then each for itself.
            }
        }

        foreach (var row in rows)
            await _table.DeleteEntityAsync(partition, row.Row, ETag.All, cancellationToken);
    }
}
