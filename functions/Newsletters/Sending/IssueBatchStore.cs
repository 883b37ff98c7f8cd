using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Peyk.Core.Newsletters;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>What the reports count of a batch.</summary>
/// <param name="Heard">Of those of whom anything was heard.</param>
public sealed record CountedBatch(ImmutableArray<IssueCall> Calls, ImmutableArray<StoredCallGroup> Heard);

/// <summary>The table IssueBatches: a partition an issue. What changes the figures of a day that is over marks the day first.</summary>
public sealed class IssueBatchStore(TableServiceClient tables, IssueDays days)
{
    private const int MostActions = 100;

    private readonly TableClient _table = tables.GetTableClient(Tables.IssueBatches);

    /// <summary>Null before anybody began to cut the issue.</summary>
    public async Task<IssuePlan?> FindPlanAsync(Guid issue, CancellationToken cancellationToken) =>
        await FindAsync(issue, IssueBatchRows.PlanKey, cancellationToken) is { } row ? IssueBatchRows.ReadPlan(row) : null;

    /// <summary>Null when there is no such batch, or not yet.</summary>
    public async Task<IssueBatch?> FindBatchAsync(Guid issue, int number, CancellationToken cancellationToken) =>
        await FindAsync(issue, IssueBatchRows.Batch(number), cancellationToken) is { } row ? IssueBatchRows.ReadBatch(row) : null;

    /// <summary>Begins a plan. Null when somebody else did.</summary>
    public async Task<IssuePlan?> TryAddAsync(IssuePlan plan, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _table.AddEntityAsync(IssueBatchRows.Write(plan), cancellationToken);
            return plan with { Version = answer.Headers.ETag!.Value };
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return null;
        }
    }

    /// <summary>Moves a plan on, together with the batches that were cut. Null when somebody else changed it.</summary>
    /// <param name="batches">At most 99.</param>
    public async Task<IssuePlan?> TrySaveAsync(IssuePlan plan, IEnumerable<IssueBatch> batches, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _table.SubmitTransactionAsync(
                [
                    new(TableTransactionActionType.UpdateReplace, IssueBatchRows.Write(plan), plan.Version),
                    .. batches.Select(b => new TableTransactionAction(TableTransactionActionType.Add, IssueBatchRows.Write(b))),
                ],
                cancellationToken);
            return plan with { Version = answer.Value[0].Headers.ETag!.Value };
        }
        catch (TableTransactionFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return null;
        }
    }

    /// <summary>The batch as it then is; null when somebody else changed it.</summary>
    public async Task<IssueBatch?> TrySaveAsync(IssueBatch batch, CancellationToken cancellationToken)
    {
        await days.MarkAsync(batch.Issue, cancellationToken);
        try
        {
            var answer = await _table.UpdateEntityAsync(IssueBatchRows.Write(batch), batch.Version, TableUpdateMode.Replace, cancellationToken);
            return batch with { Version = answer.Headers.ETag!.Value };
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return null;
        }
    }

    /// <summary>Batches that are not done, in order.</summary>
    /// <param name="from">The first number to look at.</param>
    public async IAsyncEnumerable<IssueBatch> ReadOpenAsync(Guid issue, int from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = $"{Range(issue, IssueBatchRows.Batch(from), "b}")} and {TableClient.CreateQueryFilter($"Status ne {"done"}")}";
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, maxPerPage: MostActions, cancellationToken: cancellationToken))
            yield return IssueBatchRows.ReadBatch(row);
    }

    /// <summary>Every batch with what became of its recipients.</summary>
    public async Task<IReadOnlyList<BatchProgress>> ReadProgressAsync(Guid issue, CancellationToken cancellationToken)
    {
        var outcomes = await ReadOutcomesAsync(issue, cancellationToken);
        var batches = new List<BatchProgress>();
        await foreach (var row in _table.QueryAsync<TableEntity>(
            Range(issue, "b|", "b}"), select: ["RowKey", "Planned", "Sent", "Suppressed", "Status", "StartedAt", "EndedAt"], cancellationToken: cancellationToken))
        {
            batches.Add(new(
                row.GetInt32("Planned")!.Value, row.GetInt32("Sent")!.Value, row.GetInt32("Suppressed")!.Value, row.GetString("Status") == "done",
                row.GetDateTimeOffset("StartedAt"), row.GetDateTimeOffset("EndedAt"),
                outcomes.GetValueOrDefault(IssueBatchRows.NumberOf(row.RowKey), IssueOutcomes.None)));
        }

        return batches;
    }

    /// <summary>What became of the recipients of each batch of which anything was heard.</summary>
    public async Task<IReadOnlyDictionary<int, IssueOutcomes>> ReadOutcomesAsync(Guid issue, CancellationToken cancellationToken)
    {
        var outcomes = new Dictionary<int, IssueOutcomes>();
        await foreach (var row in _table.QueryAsync<TableEntity>(Range(issue, "c|", "c}"), select: IssueBatchRows.OutcomeColumns, cancellationToken: cancellationToken))
            outcomes[IssueBatchRows.NumberOf(row.RowKey)] = IssueBatchRows.ReadOutcomes(row);
        return outcomes;
    }

    /// <summary>Every batch as the reports count it: two range reads for up to a million recipients.</summary>
    public async Task<IReadOnlyList<CountedBatch>> ReadForReportAsync(Guid issue, CancellationToken cancellationToken)
    {
        // The outcomes first: then every call of which they tell is known, unless it was given up.
        var heard = new Dictionary<int, ImmutableArray<StoredCallGroup>>();
        await foreach (var row in _table.QueryAsync<TableEntity>(
            Range(issue, "c|", "c}"), select: ["RowKey", IssueBatchRows.TallyColumn], cancellationToken: cancellationToken))
        {
            if (row.GetBinary(IssueBatchRows.TallyColumn) is { } tally)
                heard[IssueBatchRows.NumberOf(row.RowKey)] = IssueTally.Read(tally);
        }

        var batches = new List<CountedBatch>();
        await foreach (var row in _table.QueryAsync<TableEntity>(
            Range(issue, "b|", "b}"), select: ["RowKey", "Calls"], cancellationToken: cancellationToken))
            batches.Add(new(IssueBatchRows.ReadCalls(row), heard.GetValueOrDefault(IssueBatchRows.NumberOf(row.RowKey), [])));
        return batches;
    }

    /// <summary>The version of a batch's counts; null when it has none yet.</summary>
    public async Task<ETag?> FindOutcomesVersionAsync(Guid issue, int number, CancellationToken cancellationToken) =>
        (await FindAsync(issue, IssueBatchRows.Outcomes(number), cancellationToken))?.ETag;

    /// <summary>Writes counts. False when somebody else did since <paramref name="version"/> was read: count anew.</summary>
    public async Task<bool> TrySaveOutcomesAsync(
        Guid issue, int number, IssueOutcomes outcomes, IssueTally tally, ETag? version, CancellationToken cancellationToken)
    {
        var row = IssueBatchRows.Write(issue, number, outcomes, tally);
        await days.MarkAsync(issue, cancellationToken);
        try
        {
            if (version is { } known)
                await _table.UpdateEntityAsync(row, known, TableUpdateMode.Replace, cancellationToken);
            else
                await _table.AddEntityAsync(row, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    /// <summary>Notes that the provider took a call. A second time changes nothing.</summary>
    public async Task NoteEvidenceAsync(Guid issue, int number, int call, CancellationToken cancellationToken) => await _table.UpsertEntityAsync(
        new TableEntity(IssueBatchRows.Partition(issue), IssueBatchRows.Evidence(number, call)), TableUpdateMode.Replace, cancellationToken);

    /// <summary>Calls of a batch that the provider certainly took.</summary>
    public async Task<IReadOnlySet<int>> ReadEvidenceAsync(Guid issue, int number, CancellationToken cancellationToken)
    {
        var calls = new HashSet<int>();
        await foreach (var row in _table.QueryAsync<TableEntity>(
            Range(issue, $"e|{number:D6}|", $"e|{number:D6}}}"), select: ["RowKey"], cancellationToken: cancellationToken))
            calls.Add(int.Parse(row.RowKey.Split('|')[2], System.Globalization.CultureInfo.InvariantCulture));
        return calls;
    }

    /// <summary>The batch in whose range a hash is; null when there is none.</summary>
    public async Task<IssueBatch?> FindBatchOfAsync(Guid issue, string hash, CancellationToken cancellationToken)
    {
        var filter = $"{Range(issue, "b|", "b}")} and {TableClient.CreateQueryFilter($"Through ge {hash} and After lt {hash}")}";
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, maxPerPage: 1, cancellationToken: cancellationToken))
            return IssueBatchRows.ReadBatch(row);
        return null;
    }

    private static string Range(Guid issue, string from, string to) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {IssueBatchRows.Partition(issue)} and RowKey ge {from} and RowKey lt {to}");

    private async Task<TableEntity?> FindAsync(Guid issue, string key, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(IssueBatchRows.Partition(issue), key, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value : null;
    }
}
