using Azure;
using Azure.Data.Tables;
using Peyk.Core.Deliveries;
using Peyk.Core.Reports;
using Peyk.Functions.Contacts;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Feedback;

/// <summary>The table FeedbackRequests.</summary>
public sealed class FeedbackStore(TableServiceClient tables, ContentCipher cipher, AddressHashes hashes)
{
    private readonly TableClient _table = tables.GetTableClient(Tables.FeedbackRequests);

    /// <summary>Keeps a new request. False when one of that id is there already.</summary>
    public async Task<bool> AddAsync(FeedbackRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await _table.AddEntityAsync(FeedbackRows.Write(request, cipher, hashes), cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return false;
        }
    }

    public async Task<FeedbackRequest?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(FeedbackRows.Partition(id), id.ToString("D"), cancellationToken: cancellationToken);
        return row.HasValue ? FeedbackRows.Read(row.Value!, cipher) : null;
    }

    /// <summary>Keeps a change if the request is still as it was read. False: read it again and decide anew.</summary>
    public async Task<bool> TrySaveAsync(FeedbackRequest read, FeedbackRequest changed, CancellationToken cancellationToken)
    {
        try
        {
            await _table.UpdateEntityAsync(FeedbackRows.Write(changed, cipher, hashes), read.ETag, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return false;
        }
    }

    /// <summary>
    /// All requests that were made in the months of UTC of two moments and between, without the persons, so that nothing is read or decrypted that
    /// reports do not need.
    /// </summary>
    public async IAsyncEnumerable<FeedbackRequest> ReadNamelessAsync(
        DateTimeOffset first, DateTimeOffset last, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (from, to) = (FeedbackRows.FirstPartition(first), $"{FeedbackRows.FirstPartition(last)}~");
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {to}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, select: FeedbackRows.Nameless, cancellationToken: cancellationToken))
            yield return FeedbackRows.Read(row, cipher);
    }

    /// <summary>Counts the requests of a day by its range in each of the 16 partitions of its month; nobody's data is opened.</summary>
    /// <param name="start">Of the day.</param>
    /// <param name="end">Start of the next one.</param>
    public async Task CountAsync(DateTimeOffset start, DateTimeOffset end, DayFacts facts, CancellationToken cancellationToken)
    {
        // A day of the organisation may lie in two months of UTC.
        foreach (var month in (DateTimeOffset[])(start.UtcDateTime.Month == end.AddTicks(-1).UtcDateTime.Month ? [start] : [start, end.AddTicks(-1)]))
        {
            foreach (var shard in "0123456789abcdef")
            {
                var filter = TableClient.CreateQueryFilter(
                    $"PartitionKey eq {FeedbackRows.Partition(month, shard)} and RowKey ge {FeedbackRows.FirstRow(start)} and RowKey lt {FeedbackRows.FirstRow(end)}");
                await foreach (var row in _table.QueryAsync<TableEntity>(filter, select: FeedbackRows.CountedColumns, cancellationToken: cancellationToken))
                    FeedbackRows.Count(row, facts);
            }
        }
    }

    /// <summary>Requests that may be a person's, by the contact or the hash of an address: no more tells than that they may.</summary>
    /// <param name="since">The month of the oldest that is wanted.</param>
    public IAsyncEnumerable<FeedbackRequest> FindAsync(DataSubject subject, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var persons = subject.Addresses
            .Select(a => a.Channel == Channel.Sms ? TableClient.CreateQueryFilter($"MobileHash eq {a.Hash}") : TableClient.CreateQueryFilter($"EmailHash eq {a.Hash}"))
            .Prepend(TableClient.CreateQueryFilter($"Contact eq {subject.ContactId}"));
        return QueryAsync($"{From(since)} and ({string.Join(" or ", persons)})", cancellationToken);
    }

    /// <summary>Requests that ended up to a moment and still tell of a person.</summary>
    /// <param name="since">The month of the oldest that is wanted.</param>
    public IAsyncEnumerable<FeedbackRequest> ReadEndedAsync(DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken) =>
        QueryAsync($"{From(since)} and KeyId gt '' and {TableClient.CreateQueryFilter($"ExpiresAt le {until}")}", cancellationToken);

    /// <summary>Requests of all months before that of a moment.</summary>
    public IAsyncEnumerable<FeedbackRequest> ReadBeforeAsync(DateTimeOffset month, CancellationToken cancellationToken) =>
        QueryAsync(
            TableClient.CreateQueryFilter($"PartitionKey ge {FeedbackRows.From} and PartitionKey lt {FeedbackRows.FirstPartition(month)}"), cancellationToken);

    /// <summary>Deletes a request; a second call changes nothing.</summary>
    public Task DeleteAsync(FeedbackRequest request, CancellationToken cancellationToken) =>
        _table.DeleteEntityAsync(FeedbackRows.Partition(request.Id), request.Id.ToString("D"), ETag.All, cancellationToken);

    private static string From(DateTimeOffset month) =>
        TableClient.CreateQueryFilter($"PartitionKey ge {FeedbackRows.FirstPartition(month)} and PartitionKey lt {FeedbackRows.To}");

    private IAsyncEnumerable<FeedbackRequest> QueryAsync(string filter, CancellationToken cancellationToken) =>
        _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).Select(row => FeedbackRows.Read(row, cipher));
}
