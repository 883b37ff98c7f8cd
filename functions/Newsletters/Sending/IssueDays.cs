using System.Collections.Concurrent;
using Azure.Data.Tables;
using NodaTime;
using Peyk.Functions.Delivery;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>An issue as a day lists it: all of it that the reports need, for its head may go earlier.</summary>
public sealed record ListedIssue(Guid Id, string Topic, bool IsTest);

/// <summary>
/// Which issues belong to which day: that on which their plan was begun, in the organisation's zone. The row that lists an issue is written
/// before its plan; one too many, left by a crash or a race, is passed over.
/// </summary>
public sealed class IssueDays(TableServiceClient tables, NotificationKeys keys, RecountMarks marks)
{
    private const int MostRemembered = 10_000;

    private readonly TableClient _issues = tables.GetTableClient(Tables.Issues);
    private readonly TableClient _batches = tables.GetTableClient(Tables.IssueBatches);
    private readonly ConcurrentDictionary<Guid, LocalDate> _days = new();

    /// <summary>Call it before the plan is written.</summary>
    /// <param name="startedAt">That of the plan.</param>
    public async Task ListAsync(Issue issue, DateTimeOffset startedAt, CancellationToken cancellationToken) =>
        await _issues.UpsertEntityAsync(IssueRows.OfDay(keys.Day(startedAt), issue), TableUpdateMode.Replace, cancellationToken);

    /// <summary>The issues of a day.</summary>
    public async IAsyncEnumerable<ListedIssue> ReadAsync(
        LocalDate day, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {IssueRows.DayPartition(day)}");
        await foreach (var row in _issues.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            var issue = IssueRows.ReadOfDay(row);
            if (await FindAsync(issue.Id, cancellationToken) == day)
                yield return issue;
        }
    }

    /// <summary>The first day, from a day on, that lists an issue; null when there is none.</summary>
    public async Task<LocalDate?> FirstAsync(LocalDate from, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {IssueRows.DayPartition(from)} and PartitionKey lt {IssueRows.DayPartitionsTo}");
        await foreach (var row in _issues.QueryAsync<TableEntity>(filter, maxPerPage: 1, select: ["PartitionKey"], cancellationToken: cancellationToken))
            return IssueRows.DayOf(row.PartitionKey);
        return null;
    }

    /// <summary>The day that an issue counts to; null before its plan is written, and when it is gone.</summary>
    public async Task<LocalDate?> FindAsync(Guid issue, CancellationToken cancellationToken)
    {
        if (_days.TryGetValue(issue, out var known))
            return known;
        var row = await _batches.GetEntityIfExistsAsync<TableEntity>(
            IssueBatchRows.Partition(issue), IssueBatchRows.PlanKey, ["StartedAt"], cancellationToken);
        if (!row.HasValue)
            return null;
        if (_days.Count >= MostRemembered)
            _days.Clear();
        return _days[issue] = keys.Day(row.Value!.GetDateTimeOffset("StartedAt")!.Value);
    }

    /// <summary>Call it before anything of an issue changes that is counted on its day.</summary>
    public async Task MarkAsync(Guid issue, CancellationToken cancellationToken)
    {
        if (await FindAsync(issue, cancellationToken) is { } day)
            await marks.MarkDayAsync(day, cancellationToken);
    }

    /// <summary>Deletes the lists of the days before a day. A second time changes nothing.</summary>
    public async Task ForgetAsync(LocalDate before, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {IssueRows.DayPartitionsFrom} and PartitionKey lt {IssueRows.DayPartition(before)}");
        await foreach (var row in _issues.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
            await _issues.DeleteEntityAsync(row.PartitionKey, row.RowKey, Azure.ETag.All, cancellationToken);
    }
}
