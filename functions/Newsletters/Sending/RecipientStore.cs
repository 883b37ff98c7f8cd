using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>Whom a batch went to.</summary>
/// <param name="Hash">The key of the recipient's subscription.</param>
/// <param name="Call">The call that their mail was, or is to be, in; 0 when the provider refused them by name.</param>
public sealed record IssueRecipient(string Hash, int Call, RecipientFacts Facts);

/// <summary>The table Recipients: a partition a batch, a row a recipient. Rows go in and out a hundred in a transaction.</summary>
public sealed class RecipientStore(TableServiceClient tables)
{
    private const int MostActions = 100;
    private const int AtOnce = 4;
    private static readonly string[] Columns = ["RowKey", "Call", "DeliveredAt", "FailedAt", "Code", "SpamAt", "Reason"];

    /// <summary>How keys of rows begin that count an event of nobody: an opened mail, a clicked link. Hashes never do.</summary>
    private const string Opened = "~o|";
    private const string Clicked = "~c|";

    private readonly TableClient _table = tables.GetTableClient(Tables.Recipients);

    public static string Partition(Guid issue, int batch) => string.Create(CultureInfo.InvariantCulture, $"{issue:D}|{batch:D6}");

    /// <summary>Writes down who is in which call, before it is made. A second time changes nothing.</summary>
    public Task WriteAsync(Guid issue, int batch, IEnumerable<(string Hash, int Call)> recipients, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            recipients.Chunk(MostActions),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (some, token) => await _table.SubmitTransactionAsync(
                some.Select(r => Upsert(new(Partition(issue, batch), r.Hash) { ["Call"] = r.Call })), token));

    /// <summary>Writes down whom the provider refused by name: they are not tried again.</summary>
    public async Task RefuseAsync(
        Guid issue, int batch, IEnumerable<string> hashes, SendResult.Refused answer, DateTimeOffset at, CancellationToken cancellationToken)
    {
        foreach (var some in hashes.Chunk(MostActions))
        {
            await _table.SubmitTransactionAsync(
                some.Select(hash => Upsert(new(Partition(issue, batch), hash)
                {
                    ["Call"] = 0,
                    ["FailedAt"] = at,
                    ["Code"] = answer.Code,
                    ["Reason"] = answer.Reason.ToWord(),
                })),
                cancellationToken);
        }
    }

    /// <summary>
    /// Adds what the provider said. Facts stand in columns of their own, so that nothing is read, and the same facts again change nothing.
    /// Rows that are gone, because somebody was erased, stay gone.
    /// </summary>
    public async Task AddFactsAsync(Guid issue, int batch, IReadOnlyDictionary<string, RecipientFacts> facts, CancellationToken cancellationToken)
    {
        foreach (var some in facts.Chunk(MostActions))
            await MergeAsync([.. some.Select(f => Merge(Partition(issue, batch), f.Key, f.Value))], cancellationToken);
    }

    /// <summary>Counts events of nobody in particular, each once.</summary>
    public async Task AddVisitsAsync(
        Guid issue, int batch, IEnumerable<string> opened, IEnumerable<string> clicked, CancellationToken cancellationToken)
    {
        var keys = opened.Select(id => Opened + id).Concat(clicked.Select(id => Clicked + id)).Distinct();
        foreach (var some in keys.Chunk(MostActions))
            await _table.SubmitTransactionAsync(some.Select(key => Upsert(new(Partition(issue, batch), key))), cancellationToken);
    }

    public async Task<IReadOnlyList<IssueRecipient>> ReadAsync(Guid issue, int batch, CancellationToken cancellationToken)
    {
        var filter = $"{OfPartition(issue, batch)} and {TableClient.CreateQueryFilter($"RowKey lt {"~"}")}";
        return await _table.QueryAsync<TableEntity>(filter, select: Columns, cancellationToken: cancellationToken)
            .Select(Read)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Null when the batch has no such recipient.</summary>
    public async Task<IssueRecipient?> FindAsync(Guid issue, int batch, string hash, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(Partition(issue, batch), hash, cancellationToken: cancellationToken);
        return row.HasValue ? Read(row.Value!) : null;
    }

    /// <summary>Everything that was heard, in counts: of the batch, and for the reports by call.</summary>
    /// <param name="calls">Those of the batch.</param>
    public async Task<(IssueOutcomes Outcomes, IssueTally Tally)> CountAsync(
        Guid issue, int batch, IReadOnlyCollection<IssueCall> calls, CancellationToken cancellationToken)
    {
        var (counts, tally) = (IssueOutcomes.None, new IssueTally(calls));
        await foreach (var row in _table.QueryAsync<TableEntity>(OfPartition(issue, batch), select: Columns, cancellationToken: cancellationToken))
        {
            counts += row.RowKey switch
            {
                _ when row.RowKey.StartsWith(Opened, StringComparison.Ordinal) => IssueOutcomes.None with { Opened = 1 },
                _ when row.RowKey.StartsWith(Clicked, StringComparison.Ordinal) => IssueOutcomes.None with { Clicked = 1 },
                _ => CountsOf(Read(row), tally),
            };
        }

        return (counts, tally);
    }

    /// <summary>Keeps what became of a recipient, and no longer of whom. A second time changes nothing.</summary>
    /// <returns>Whether the batch had them.</returns>
    public async Task<bool> AnonymiseAsync(Guid issue, int batch, string hash, string anonymous, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(Partition(issue, batch), hash, cancellationToken: cancellationToken);
        if (!row.HasValue)
            return false;
        var copy = new TableEntity(row.Value!.PartitionKey, anonymous);
        foreach (var column in Columns.Skip(1).Where(row.Value.ContainsKey))
            copy[column] = row.Value[column];
        await _table.SubmitTransactionAsync(
            [new(TableTransactionActionType.UpsertReplace, copy), new(TableTransactionActionType.Delete, row.Value, row.Value.ETag)], cancellationToken);
        return true;
    }

    private static IssueOutcomes CountsOf(IssueRecipient recipient, IssueTally tally)
    {
        tally.Add(recipient);
        var facts = recipient.Facts;
        return new(
            facts.IsHeard && recipient.Call > 0 ? 1 : 0, facts.IsDelivered ? 1 : 0, facts.IsFailed ? 1 : 0, facts.IsBounced ? 1 : 0,
            facts.SpamAt is null ? 0 : 1, 0, 0);
    }

    private static IssueRecipient Read(TableEntity row) => new(
        row.RowKey,
        row.GetInt32("Call") ?? 0,
        new(row.GetDateTimeOffset("DeliveredAt"), row.GetDateTimeOffset("FailedAt"), row.GetString("Code"), row.GetDateTimeOffset("SpamAt"),
            row.GetString("Reason") is { } reason ? SnakeCase.FromWord<Reason>(reason) : null));

    private async Task MergeAsync(List<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        while (actions.Count > 0)
        {
            try
            {
                await _table.SubmitTransactionAsync(actions, cancellationToken);
                return;
            }
            catch (TableTransactionFailedException e) when (e is { Status: 404, FailedTransactionActionIndex: { } gone })
            {
                actions.RemoveAt(gone);
            }
        }
    }

    private static TableTransactionAction Merge(string partition, string hash, RecipientFacts facts)
    {
        var row = new TableEntity(partition, hash);
        if (facts.DeliveredAt is { } delivered)
            row["DeliveredAt"] = delivered;
        if (facts.FailedAt is { } failed)
            (row["FailedAt"], row["Code"], row["Reason"]) = (failed, facts.Code, facts.Reason?.ToWord());
        if (facts.SpamAt is { } spam)
            row["SpamAt"] = spam;
        return new(TableTransactionActionType.UpdateMerge, row, ETag.All);
    }

    private static TableTransactionAction Upsert(TableEntity row) => new(TableTransactionActionType.UpsertMerge, row);

    private static string OfPartition(Guid issue, int batch) => TableClient.CreateQueryFilter($"PartitionKey eq {Partition(issue, batch)}");
}
