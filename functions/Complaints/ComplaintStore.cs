using Azure.Data.Tables;
using Peyk.Core.Reports;
using Peyk.Functions.Contacts;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Complaints;

/// <summary>The table Complaints. Complaint and open row change in one transaction.</summary>
public sealed class ComplaintStore(TableServiceClient tables, ContentCipher cipher, AddressHashes hashes)
{
    /// <summary>Months that may still have open complaints.</summary>
    private const int WatchedMonths = 13;

    private static readonly string Waiting = ComplaintState.Open.ToWord();
    private static readonly string Overdue = ComplaintState.Overdue.ToWord();

    private readonly TableClient _table = tables.GetTableClient(Tables.Complaints);

    /// <summary>Keeps a new complaint. False when one of that id is there already.</summary>
    public async Task<bool> AddAsync(Complaint complaint, CancellationToken cancellationToken)
    {
        try
        {
            await _table.SubmitTransactionAsync(
                [
                    new(TableTransactionActionType.Add, ComplaintRows.Write(complaint, cipher, hashes)),
                    new(TableTransactionActionType.Add, ComplaintRows.Open(complaint)),
                ],
                cancellationToken);
            return true;
        }
        catch (TableTransactionFailedException e) when (e.Status == 409)
        {
            return false;
        }
    }

    public async Task<Complaint?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(ComplaintRows.Partition(id), ComplaintRows.Row(id), cancellationToken: cancellationToken);
        return row.HasValue ? ComplaintRows.Read(row.Value!, cipher) : null;
    }

    /// <summary>Keeps a change if the complaint is still as it was read. False: read it again and decide anew.</summary>
    public async Task<bool> TrySaveAsync(Complaint read, Complaint changed, CancellationToken cancellationToken)
    {
        List<TableTransactionAction> actions =
            [new(TableTransactionActionType.UpdateReplace, ComplaintRows.Write(changed, cipher, hashes), read.ETag)];
        if (read.Due != changed.Due && read.Due is not null)
            actions.Add(new(TableTransactionActionType.Delete, ComplaintRows.Open(read), Azure.ETag.All));
        if (read.Due != changed.Due && changed.Due is not null)
            actions.Add(new(TableTransactionActionType.UpsertReplace, ComplaintRows.Open(changed)));
        try
        {
            await _table.SubmitTransactionAsync(actions, cancellationToken);
            return true;
        }
        catch (TableTransactionFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    /// <summary>Ids of the complaints that must be looked at.</summary>
    public async Task<IReadOnlyList<Guid>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = new List<Guid>();
        foreach (var partition in Enumerable.Range(0, WatchedMonths).Select(age => ComplaintRows.Partition(now.AddMonths(-age))))
        {
            var filter = TableClient.CreateQueryFilter(
                $"PartitionKey eq {partition} and RowKey ge {ComplaintRows.OpenFrom} and RowKey lt {ComplaintRows.OpenUntil(now)}");
            await foreach (var row in _table.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellationToken))
                due.Add(ComplaintRows.IdOfOpen(row.RowKey));
        }

        return due;
    }

    /// <summary>How many have waited for their answer beyond the promised day, of those that are watched.</summary>
    public async Task<int> CountOverdueAsync(DateTimeOffset now, CancellationToken cancellationToken) => (await Task.WhenAll(
        Enumerable.Range(0, WatchedMonths).Select(age => CountOverdueAsync(ComplaintRows.Partition(now.AddMonths(-age)), cancellationToken)))).Sum();

    /// <summary>
    /// The complaints that were opened before a moment and not ended before another: those that a day's count is of. The table sifts them, and
    /// nobody's data is opened.
    /// </summary>
    public async Task<IReadOnlyList<CountedComplaint>> ReadForReportAsync(DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var complaints = new List<CountedComplaint>();
        var filter = TableClient.CreateQueryFilter(
            $"RowKey lt {ComplaintRows.OpenFrom} and CreatedAt lt {until} and (AnsweredAt ge {since} or ClosedAt ge {since} or State eq {Waiting} or State eq {Overdue})");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, select: ComplaintRows.CountedColumns, cancellationToken: cancellationToken))
            complaints.Add(ComplaintRows.ReadCounted(row));
        return complaints;
    }

    /// <summary>The complaints that name a contact, or bring an address by its hash. Erased ones name nobody any more.</summary>
    public async Task<IReadOnlyList<Complaint>> FindAsync(Guid contact, IEnumerable<string> hashes, CancellationToken cancellationToken)
    {
        List<string> persons =
            [TableClient.CreateQueryFilter($"Contact eq {contact}"), .. hashes.Select(h => TableClient.CreateQueryFilter($"MobileHash eq {h} or EmailHash eq {h}"))];
        var complaints = new List<Complaint>();
        // Complaints are few, and who asks for them by a person is rare: no index is kept.
        var filter = $"{TableClient.CreateQueryFilter($"RowKey lt {ComplaintRows.OpenFrom}")} and ({string.Join(" or ", persons)})";
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            complaints.Add(ComplaintRows.Read(row, cipher));
        return complaints;
    }

    private async Task<int> CountOverdueAsync(string partition, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and State eq {ComplaintState.Overdue.ToWord()}");
        return await _table.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellationToken).CountAsync(cancellationToken);
    }
}
