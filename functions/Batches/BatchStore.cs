using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Batches;

/// <summary>
/// The table Batches. Beside each batch's own partition there is one, <c>open</c>, that names the batches of which rows wait, and one,
/// <c>recent</c>, that names all, newest first, so that nothing is ever searched for.
/// </summary>
public sealed class BatchStore(TableServiceClient tables, ContentCipher cipher)
{
    private const string OpenPartition = "open";
    private const string RecentPartition = "recent";

    /// <summary>Below what a row of the table takes, with the seal and the results of its rows in mind.</summary>
    private const int LargestSlice = 512 * 1024;

    private const int MostRows = 100;
    private const int AtOnce = 4;
    private const int MostActions = 100;
    private const int RecentPage = 50;

    private readonly TableClient _table = tables.GetTableClient(Tables.Batches);

    /// <summary>Keeps the rows, sealed, before the head: what has no head yet is not accepted yet.</summary>
    /// <returns>The name of this upload.</returns>
    public async Task<string> UploadAsync(Guid batch, IReadOnlyList<BatchRow> rows, CancellationToken cancellationToken)
    {
        // First of all, so that what a crash leaves behind is found.
        await _table.UpsertEntityAsync(new TableEntity(OpenPartition, BatchRows.Partition(batch)), TableUpdateMode.Replace, cancellationToken);
        var upload = RandomNumberGenerator.GetHexString(8, lowercase: true);
        await Parallel.ForEachAsync(
            Slices(rows),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (slice, token) => await _table.UpsertEntityAsync(Seal(batch, upload, slice), TableUpdateMode.Replace, token));
        return upload;
    }

    /// <summary>Makes a batch of an upload. False when an equal request made it already.</summary>
    public async Task<bool> AddAsync(Batch batch, CancellationToken cancellationToken)
    {
        // Before its head: what a crash leaves behind is a name too many, which goes with the upload.
        await _table.UpsertEntityAsync(new TableEntity(RecentPartition, BatchRows.Recent(batch.Id)), TableUpdateMode.Replace, cancellationToken);
        try
        {
            await _table.AddEntityAsync(BatchRows.Head(batch), cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return false;
        }
    }

    public async Task<Batch?> FindAsync(Guid batch, CancellationToken cancellationToken)
    {
        var head = await _table.GetEntityIfExistsAsync<TableEntity>(BatchRows.Partition(batch), BatchRows.HeadKey, cancellationToken: cancellationToken);
        return head.HasValue ? BatchRows.ReadHead(head.Value!) : null;
    }

    /// <summary>The batch as it then is; null when somebody else changed it.</summary>
    public async Task<Batch?> TryUpdateAsync(Batch batch, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _table.UpdateEntityAsync(BatchRows.Head(batch), batch.Version, TableUpdateMode.Replace, cancellationToken);
            return batch with { Version = answer.Headers.ETag!.Value };
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return null;
        }
    }

    /// <summary>The slice that begins after the rows that are done; null when it is not there any more.</summary>
    public async Task<BatchSlice?> ReadNextAsync(Batch batch, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(
            BatchRows.Partition(batch.Id), BatchRows.Slice(batch.Upload, batch.Done + 1), cancellationToken: cancellationToken);
        return row.HasValue ? new(batch.Done + 1, Open(batch.Id, row.Value!), row.Value!.ETag) : null;
    }

    /// <summary>
    /// Records what became of a slice: results in, rows out, counters up, in one transaction. Null when somebody else changed the batch.
    /// </summary>
    /// <param name="slice">As it was read.</param>
    public async Task<Batch?> TryFinishAsync(
        Batch before, Batch after, BatchSlice slice, IReadOnlyList<BatchRowResult> results, CancellationToken cancellationToken)
    {
        var partition = BatchRows.Partition(before.Id);
        var first = before.Done + 1;
        List<TableTransactionAction> actions =
        [
            new(TableTransactionActionType.UpdateReplace, BatchRows.Head(after), before.Version),
            new(TableTransactionActionType.Add, BatchRows.Results(before.Id, first, results)),
        ];
        // The rows of a batch that was cancelled are gone already, or soon will be.
        if (before.Status != BatchStatus.Cancelled)
        {
            actions.Add(new(TableTransactionActionType.Delete, new TableEntity(partition, BatchRows.Slice(before.Upload, first)), slice.Version));
            // Rows that have not had their turn.
            if (slice.Rows.Count > results.Count)
                actions.Add(new(TableTransactionActionType.Add, Seal(before.Id, before.Upload, new(after.Done + 1, [.. slice.Rows.Skip(results.Count)]))));
        }

        try
        {
            var saved = await _table.SubmitTransactionAsync(actions, cancellationToken);
            return after with { Version = saved.Value[0].Headers.ETag!.Value };
        }
        catch (TableTransactionFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return null;
        }
    }

    /// <summary>Results in the order of the rows, from a row on.</summary>
    /// <param name="after">The last row that is known.</param>
    public async IAsyncEnumerable<BatchRowResult> ReadResultsAsync(
        Guid batch, int after, bool onlyRefused, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A group of results holds at most so many rows and is named by its first.
        var from = BatchRows.Results(Math.Max(1, after + 2 - MostRows));
        var filter = onlyRefused
            ? TableClient.CreateQueryFilter($"PartitionKey eq {BatchRows.Partition(batch)} and RowKey ge {from} and RowKey lt {BatchRows.ResultsTo} and Refused gt {0}")
            : TableClient.CreateQueryFilter($"PartitionKey eq {BatchRows.Partition(batch)} and RowKey ge {from} and RowKey lt {BatchRows.ResultsTo}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, maxPerPage: 20, cancellationToken: cancellationToken))
        {
            foreach (var result in BatchRows.ReadResults(row))
            {
                if (result.Row > after && (!onlyRefused || result.Status == BatchRowResult.Refused))
                    yield return result;
            }
        }
    }

    /// <summary>Deletes rows that wait, of one upload or of all, and with the last of them the mark that some do.</summary>
    /// <param name="upload">Null for all.</param>
    public async Task DropRowsAsync(Guid batch, string? upload, CancellationToken cancellationToken)
    {
        var from = upload is null ? BatchRows.SlicesFrom : $"s|{upload}|";
        var to = upload is null ? BatchRows.SlicesTo : $"s|{upload}}}";
        await DeleteAsync(
            TableClient.CreateQueryFilter($"PartitionKey eq {BatchRows.Partition(batch)} and RowKey ge {from} and RowKey lt {to}"), cancellationToken);
        if (upload is null)
            await _table.DeleteEntityAsync(OpenPartition, BatchRows.Partition(batch), ETag.All, cancellationToken);
    }

    /// <summary>Clears away all that an upload left which never became a batch.</summary>
    public async Task DropUploadAsync(Guid batch, CancellationToken cancellationToken)
    {
        await _table.DeleteEntityAsync(RecentPartition, BatchRows.Recent(batch), ETag.All, cancellationToken);
        await DropRowsAsync(batch, upload: null, cancellationToken);
    }

    /// <summary>Batches, and uploads that never became one, of which rows may wait.</summary>
    public async IAsyncEnumerable<Guid> ReadOpenAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {OpenPartition}"), select: ["RowKey"], cancellationToken: cancellationToken))
            yield return Guid.ParseExact(row.RowKey, "D");
    }

    /// <summary>The batches that were accepted last, newest first.</summary>
    public async IAsyncEnumerable<Batch> ReadRecentAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {RecentPartition}"), maxPerPage: RecentPage, select: ["RowKey"], cancellationToken: cancellationToken))
        {
            if (await FindAsync(BatchRows.RecentBatch(row.RowKey), cancellationToken) is { } batch)
                yield return batch;
        }
    }

    /// <summary>The heads of batches that were accepted before a moment.</summary>
    public async IAsyncEnumerable<Batch> ReadBeforeAsync(
        DateTimeOffset moment, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Ids begin with their time, and so do the partitions.
        var limit = BatchRows.Partition(Guid.CreateVersion7(moment))[..13];
        var filter = TableClient.CreateQueryFilter($"PartitionKey lt {limit} and RowKey eq {BatchRows.HeadKey}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            yield return BatchRows.ReadHead(row);
    }

    /// <summary>Deletes everything of a batch, its head last, so that a stop in between is gone over again.</summary>
    public async Task DeleteAsync(Guid batch, CancellationToken cancellationToken)
    {
        await DropUploadAsync(batch, cancellationToken);
        var partition = BatchRows.Partition(batch);
        await DeleteAsync(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ne {BatchRows.HeadKey}"), cancellationToken);
        await _table.DeleteEntityAsync(partition, BatchRows.HeadKey, ETag.All, cancellationToken);
    }

    /// <summary>Rewrites the rows that wait; a slice that is worked off meanwhile stays as it was.</summary>
    /// <param name="change">Gives the row as it shall be.</param>
    public async Task RewriteAsync(Guid batch, Func<BatchRow, BatchRow> change, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {BatchRows.Partition(batch)} and RowKey ge {BatchRows.SlicesFrom} and RowKey lt {BatchRows.SlicesTo}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, maxPerPage: 10, cancellationToken: cancellationToken))
        {
            var before = Open(batch, row);
            var after = before.Select(change).ToList();
            if (before.SequenceEqual(after))
                continue;
            var parts = row.RowKey.Split('|');
            try
            {
                await _table.UpdateEntityAsync(
                    Seal(batch, parts[1], new(int.Parse(parts[2]), after)), row.ETag, TableUpdateMode.Replace, cancellationToken);
            }
            catch (RequestFailedException e) when (e.Status is 404 or 412)
            {
                // Worked off meanwhile: what came of its rows is a notification now.
            }
        }
    }

    private static IEnumerable<BatchSlice> Slices(IReadOnlyList<BatchRow> rows)
    {
        for (var first = 0; first < rows.Count;)
        {
            var (count, size) = (0, 0);
            while (count < MostRows && first + count < rows.Count && (count == 0 || size + rows[first + count].Body!.Value.Length <= LargestSlice))
                size += rows[first + count++].Body!.Value.Length;
            yield return new(first + 1, [.. rows.Skip(first).Take(count)]);
            first += count;
        }
    }

    private TableEntity Seal(Guid batch, string upload, BatchSlice slice) =>
        BatchRows.Slice(batch, upload, slice.First, cipher.Seal(batch, ContentCipher.NewKey(), BatchRows.Write(slice.Rows)));

    private List<BatchRow> Open(Guid batch, TableEntity row) => BatchRows.Read(cipher.Open(batch, BatchRows.ReadSlice(row)).Body);

    private async Task DeleteAsync(string filter, CancellationToken cancellationToken)
    {
        var rows = new List<TableTransactionAction>(MostActions);
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
        {
            rows.Add(new(TableTransactionActionType.Delete, new TableEntity(row.PartitionKey, row.RowKey), ETag.All));
        }

        foreach (var some in rows.Chunk(MostActions))
            await TryDeleteAsync(some, cancellationToken);
    }

    private async Task TryDeleteAsync(IReadOnlyList<TableTransactionAction> rows, CancellationToken cancellationToken)
    {
        try
        {
            await _table.SubmitTransactionAsync(rows, cancellationToken);
        }
        catch (TableTransactionFailedException e) when (e.Status == 404)
        {
            // Another instance deletes too: one at a time then.
            foreach (var row in rows)
                await _table.DeleteEntityAsync(row.Entity.PartitionKey, row.Entity.RowKey, ETag.All, cancellationToken);
        }
    }
}
