using Azure;
using Azure.Data.Tables;
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

    /// <summary>All requests that were made in a month of UTC.</summary>
    public async IAsyncEnumerable<FeedbackRequest> ReadMonthAsync(
        DateTimeOffset month, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var shard in "0123456789abcdef")
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {FeedbackRows.Partition(month, shard)}");
            await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
                yield return FeedbackRows.Read(row, cipher);
        }
    }
}
