using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Peyk.Core.Newsletters;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>
/// The table Issues. Head and content change in one transaction. The rows that list an issue elsewhere are written before what they
/// say is true, and say nothing of their own: a crash in between leaves a row too many, never one too few.
/// </summary>
public sealed class IssueStore(TableServiceClient tables, TimeProvider time)
{
    /// <summary>A row of the open list whose issue is not open by then was left by a crash.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    private readonly TableClient _table = tables.GetTableClient(Tables.Issues);

    /// <summary>Makes an issue. False when an equal request made it already.</summary>
    public async Task<bool> AddAsync(Issue issue, IssueContent content, CancellationToken cancellationToken)
    {
        await ListAsync(issue, cancellationToken);
        await PutAsync(IssueRows.TopicPartition(issue.Topic), IssueRows.ListKey(ListOf.All, issue.Id), cancellationToken);
        try
        {
            await _table.SubmitTransactionAsync(
                [
                    new(TableTransactionActionType.Add, IssueRows.Head(issue)),
                    new(TableTransactionActionType.Add, IssueRows.Content(issue.Id, content)),
                ],
                cancellationToken);
            return true;
        }
        catch (TableTransactionFailedException e) when (e.Status == 409)
        {
            return false;
        }
    }

    /// <summary>The issue as it is now; null when there is none.</summary>
    public async Task<Issue?> FindAsync(Guid issue, CancellationToken cancellationToken)
    {
        var head = await _table.GetEntityIfExistsAsync<TableEntity>(
            IssueRows.Partition(issue), IssueRows.HeadKey, cancellationToken: cancellationToken);
        return head.HasValue ? IssueRows.ReadHead(head.Value!) : null;
    }

    /// <summary>What the issue says; null when there is no such issue.</summary>
    public async Task<IssueContent?> ReadContentAsync(Guid issue, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(
            IssueRows.Partition(issue), IssueRows.ContentKey, cancellationToken: cancellationToken);
        return row.HasValue ? IssueRows.ReadContent(row.Value!) : null;
    }

    /// <summary>Changes the head if it is still the version that was read.</summary>
    /// <param name="issue">As it shall be, with the version that it was read with.</param>
    /// <param name="content">What it shall say from now on; null when it says what it said.</param>
    /// <returns>The issue as it then is; null when somebody else changed it.</returns>
    public async Task<Issue?> TryUpdateAsync(Issue issue, CancellationToken cancellationToken, IssueContent? content = null)
    {
        await ListAsync(issue, cancellationToken);
        try
        {
            var version = content is null
                ? (await _table.UpdateEntityAsync(IssueRows.Head(issue), issue.Version, TableUpdateMode.Replace, cancellationToken)).Headers.ETag
                : (await _table.SubmitTransactionAsync(
                    [
                        new(TableTransactionActionType.UpdateReplace, IssueRows.Head(issue), issue.Version),
                        new(TableTransactionActionType.UpsertReplace, IssueRows.Content(issue.Id, content)),
                    ],
                    cancellationToken)).Value[0].Headers.ETag;
            if (issue.State.IsFinal())
                await CloseAsync(issue.Id, ETag.All, cancellationToken);
            return issue with { Version = version!.Value };
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return null;
        }
    }

    /// <summary>Issues that are scheduled, sending or paused.</summary>
    public async IAsyncEnumerable<Issue> ReadOpenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {IssueRows.OpenPartition}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            var issue = await FindAsync(Guid.ParseExact(row.RowKey, "D"), cancellationToken);
            if (issue?.State.IsOpen() == true)
                yield return issue;
            else if (issue?.State.IsFinal() == true || row.GetDateTimeOffset("At") < time.GetUtcNow() - Abandoned)
                await CloseAsync(Guid.ParseExact(row.RowKey, "D"), row.ETag, cancellationToken);
        }
    }

    /// <summary>A topic's issues, newest first.</summary>
    /// <param name="after">The issue after which to go on; null to begin with the newest.</param>
    public IAsyncEnumerable<Issue> ReadTopicAsync(string topic, Guid? after, CancellationToken cancellationToken) =>
        ReadListAsync(ListOf.All, topic, after, cancellationToken);

    /// <summary>Those of a topic's issues that the archive shows, newest first.</summary>
    /// <inheritdoc cref="ReadTopicAsync"/>
    public IAsyncEnumerable<Issue> ReadPublishedAsync(string topic, Guid? after, CancellationToken cancellationToken) =>
        ReadListAsync(ListOf.Published, topic, after, cancellationToken).Where(issue => issue.IsPublished);

    private async IAsyncEnumerable<Issue> ReadListAsync(
        ListOf list, string topic, Guid? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (first, to) = IssueRows.Bounds(list);
        var from = after is { } known ? IssueRows.ListKey(list, known) : first;
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {IssueRows.TopicPartition(topic)} and RowKey gt {from} and RowKey lt {to}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (await FindAsync(IssueRows.ListedIssue(row.RowKey), cancellationToken) is { } issue)
                yield return issue;
        }
    }

    /// <summary>Issues that were made before a moment.</summary>
    public async IAsyncEnumerable<Issue> ReadBeforeAsync(DateTimeOffset moment, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Ids begin with their time, and so do the partitions.
        var limit = IssueRows.Partition(Guid.CreateVersion7(moment))[..13];
        var filter = TableClient.CreateQueryFilter($"PartitionKey lt {limit} and RowKey eq {IssueRows.HeadKey}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            yield return IssueRows.ReadHead(row);
    }

    /// <summary>Deletes an issue: first the rows that list it, last its head, so that a stop in between is gone over again.</summary>
    public async Task DeleteAsync(Issue issue, CancellationToken cancellationToken)
    {
        await CloseAsync(issue.Id, ETag.All, cancellationToken);
        foreach (var list in new[] { ListOf.All, ListOf.Published })
            await _table.DeleteEntityAsync(IssueRows.TopicPartition(issue.Topic), IssueRows.ListKey(list, issue.Id), ETag.All, cancellationToken);
        var partition = IssueRows.Partition(issue.Id);
        await _table.DeleteEntityAsync(partition, IssueRows.ContentKey, ETag.All, cancellationToken);
        await _table.DeleteEntityAsync(partition, IssueRows.HeadKey, issue.Version, cancellationToken);
    }

    /// <summary>Writes the rows by which an issue in this state is found.</summary>
    private async Task ListAsync(Issue issue, CancellationToken cancellationToken)
    {
        if (issue.State.IsOpen())
            await PutAsync(IssueRows.OpenPartition, IssueRows.Partition(issue.Id), cancellationToken);
        if (issue.IsPublished)
            await PutAsync(IssueRows.TopicPartition(issue.Topic), IssueRows.ListKey(ListOf.Published, issue.Id), cancellationToken);
    }

    private async Task PutAsync(string partition, string row, CancellationToken cancellationToken) =>
        await _table.UpsertEntityAsync(new TableEntity(partition, row) { ["At"] = time.GetUtcNow() }, TableUpdateMode.Replace, cancellationToken);

    private async Task CloseAsync(Guid issue, ETag version, CancellationToken cancellationToken)
    {
        try
        {
            await _table.DeleteEntityAsync(IssueRows.OpenPartition, IssueRows.Partition(issue), version, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            // Gone already, or written anew meanwhile.
        }
    }
}
