using Azure;
using Azure.Data.Tables;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Callbacks;

/// <summary>How far a client's feed was read.</summary>
/// <param name="Position">Row key of the feed, as <see cref="Feed.FeedReader"/> takes it.</param>
public sealed record CallbackCursor(string Position, ETag ETag);

/// <summary>A callback that is due, by the row that says so.</summary>
public sealed record DueCallback(string Client, string Id, string RowKey);

/// <summary>The table Callbacks. Every change of a callback is one transaction in its client's partition.</summary>
public sealed class CallbackStore(TableServiceClient tables)
{
    /// <summary>Most events of one <see cref="AppendAsync"/>: two rows each, and the cursor, make a transaction of at most 100.</summary>
    public const int MostAtOnce = 49;

    private readonly TableClient _table = tables.GetTableClient(Tables.Callbacks);

    /// <summary>Null before the client's first callback address.</summary>
    public async Task<CallbackCursor?> ReadCursorAsync(string client, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(client, CallbackRows.Cursor, cancellationToken: cancellationToken);
        return row.HasValue ? new(row.Value!.GetString("Position")!, row.Value!.ETag) : null;
    }

    public Task WriteCursorAsync(string client, string position, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(Cursor(client, position), TableUpdateMode.Replace, cancellationToken);

    /// <summary>
    /// Takes new callbacks in and moves the cursor past them, both or neither. A row that is there already stays as it is.
    /// </summary>
    /// <returns>False when somebody else moved the cursor meanwhile.</returns>
    public async Task<bool> AppendAsync(
        string client, CallbackCursor cursor, string position, IReadOnlyCollection<Callback> added, CancellationToken cancellationToken)
    {
        if (await TryAppendAsync(client, cursor, position, added, cancellationToken))
            return true;
        if ((await ReadCursorAsync(client, cancellationToken))?.ETag != cursor.ETag)
            return false;
        // The feed may hold one event twice, when the first writing of it was given up and came through after all.
        var known = await Task.WhenAll(added.Select(async callback => await FindAsync(client, callback.Event.Id, cancellationToken) is not null));
        return await TryAppendAsync(client, cursor, position, [.. added.Zip(known).Where(a => !a.Second).Select(a => a.First)], cancellationToken);
    }

    /// <summary>Takes one callback in; a second call changes nothing.</summary>
    public async Task AddAsync(Callback callback, CancellationToken cancellationToken)
    {
        try
        {
            await _table.SubmitTransactionAsync(Add(callback), cancellationToken);
        }
        catch (TableTransactionFailedException e) when (e.Status == 409)
        {
            // It is there.
        }
    }

    public async Task<Callback?> FindAsync(string client, string id, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(client, CallbackRows.Row(id), cancellationToken: cancellationToken);
        return row.HasValue ? CallbackRows.Read(row.Value!) : null;
    }

    /// <summary>What is due, longest due first.</summary>
    public async Task<IReadOnlyList<DueCallback>> FindDueAsync(string client, DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {client} and RowKey ge {CallbackRows.PendingFrom} and RowKey lt {CallbackRows.Due(now.AddTicks(1))}");
        var due = new List<DueCallback>();
        await foreach (var row in _table.QueryAsync<TableEntity>(
            filter, maxPerPage: limit, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
        {
            due.Add(new(client, CallbackRows.IdOf(row.RowKey), row.RowKey));
            if (due.Count == limit)
                break;
        }

        return due;
    }

    /// <summary>The callback behind a row that is due; null when it has moved on since, and then the row is gone too.</summary>
    public async Task<Callback?> TakeAsync(DueCallback due, CancellationToken cancellationToken)
    {
        var callback = await FindAsync(due.Client, due.Id, cancellationToken);
        if (callback is not null && CallbackRows.Index(callback) == due.RowKey)
            return callback;
        await _table.DeleteEntityAsync(due.Client, due.RowKey, ETag.All, cancellationToken);
        return null;
    }

    /// <summary>Writes a change of a callback.</summary>
    /// <returns>The callback as it then is; null when somebody else changed it meanwhile.</returns>
    public async Task<Callback?> SaveAsync(Callback before, Callback after, CancellationToken cancellationToken)
    {
        var (was, now) = (CallbackRows.Index(before), CallbackRows.Index(after));
        List<TableTransactionAction> actions =
            [new(TableTransactionActionType.UpdateReplace, CallbackRows.Write(after, CallbackRows.Row(after.Event.Id)), before.ETag)];
        if (was is not null && was != now)
            actions.Add(new(TableTransactionActionType.Delete, new TableEntity(before.Client, was), ETag.All));
        if (now is not null)
            actions.Add(new(TableTransactionActionType.UpsertReplace, CallbackRows.Write(after, now)));
        try
        {
            var saved = await _table.SubmitTransactionAsync(actions, cancellationToken);
            return after with { ETag = saved.Value[0].Headers.ETag ?? throw new InvalidOperationException("The storage answered without an ETag.") };
        }
        catch (TableTransactionFailedException e) when (e.Status is 404 or 412)
        {
            return null;
        }
    }

    /// <summary>A page of a client's callbacks, by the key of their rows.</summary>
    /// <param name="status">Null for all.</param>
    /// <param name="after">Row key of the last one that the reader has.</param>
    public async Task<(IReadOnlyList<Callback> Items, string? Last, bool More)> ListAsync(
        string client, CallbackStatus? status, string? after, int limit, CancellationToken cancellationToken)
    {
        var (from, to) = Range(status);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {client} and RowKey gt {after ?? from} and RowKey lt {to}");
        if (status is CallbackStatus.Delivered)
            filter += $" and Status eq 'delivered'";
        var (items, last) = (new List<Callback>(), after);
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, maxPerPage: limit + 1, cancellationToken: cancellationToken))
        {
            if (items.Count == limit)
                return (items, last, More: true);
            items.Add(CallbackRows.Read(row));
            last = row.RowKey;
        }

        return (items, last, More: false);
    }

    /// <summary>Whether a row key is one of those that a list of a status gives.</summary>
    public static bool IsListed(CallbackStatus? status, string rowKey)
    {
        var (from, to) = Range(status);
        return string.CompareOrdinal(rowKey, from) >= 0 && string.CompareOrdinal(rowKey, to) < 0;
    }

    /// <summary>Deletes what was delivered or parked before a time. Callbacks that move on meanwhile stay.</summary>
    public async Task PurgeAsync(string client, DateTimeOffset before, CancellationToken cancellationToken)
    {
        // Ids begin with the time at which their notification was made, which is never after the callback's end.
        var end = CallbackRows.Row(Guid.CreateVersion7(before).ToString("D")[..13]);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {client} and RowKey ge {CallbackRows.AllFrom} and RowKey le {end} and DoneAt lt {before}");
        var actions = new List<TableTransactionAction>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            actions.Add(new(TableTransactionActionType.Delete, row, row.ETag));
            if (CallbackRows.Index(CallbackRows.Read(row)) is { } index)
                actions.Add(new(TableTransactionActionType.Delete, new TableEntity(client, index), ETag.All));
            if (actions.Count < 2 * MostAtOnce)
                continue;
            await DeleteAsync(actions, cancellationToken);
            actions.Clear();
        }

        if (actions.Count > 0)
            await DeleteAsync(actions, cancellationToken);
    }

    private async Task DeleteAsync(List<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        try
        {
            await _table.SubmitTransactionAsync(actions, cancellationToken);
        }
        catch (TableTransactionFailedException e) when (e.Status is 404 or 412)
        {
            // One of them was asked for again: they all wait for the next night.
        }
    }

    private async Task<bool> TryAppendAsync(
        string client, CallbackCursor cursor, string position, IReadOnlyCollection<Callback> added, CancellationToken cancellationToken)
    {
        try
        {
            await _table.SubmitTransactionAsync(
                [new(TableTransactionActionType.UpdateReplace, Cursor(client, position), cursor.ETag), .. added.SelectMany(Add)], cancellationToken);
            return true;
        }
        catch (TableTransactionFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    private static IEnumerable<TableTransactionAction> Add(Callback callback) =>
    [
        new(TableTransactionActionType.Add, CallbackRows.Write(callback, CallbackRows.Row(callback.Event.Id))),
        new(TableTransactionActionType.Add, CallbackRows.Write(callback, CallbackRows.Index(callback)!)),
    ];

    private static TableEntity Cursor(string client, string position) => new(client, CallbackRows.Cursor) { ["Position"] = position };

    private static (string From, string To) Range(CallbackStatus? status) => status switch
    {
        CallbackStatus.Pending => (CallbackRows.PendingFrom, CallbackRows.PendingTo),
        CallbackStatus.Parked => (CallbackRows.ParkedFrom, CallbackRows.ParkedTo),
        CallbackStatus.Delivered or null => (CallbackRows.AllFrom, CallbackRows.AllTo),
    };
}
