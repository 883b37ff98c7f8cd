using Azure;
using Azure.Data.Tables;
using Peyk.Core.Deliveries;
using Peyk.Functions.Feed;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>A notification that is to be kept for the first time.</summary>
public sealed record NewNotification(NotificationFacts Facts, Notification Notification, SealedContent Content)
{
    public ContentHashes Hashes { get; init; } = new(null, null);
}

/// <summary>Keyed hashes of a content's addresses, by which erasure finds it without opening every other.</summary>
public sealed record ContentHashes(string? Mobile, string? Email);

/// <summary>An open row whose time has come.</summary>
public sealed record DueDelivery(Guid Id, int Delivery, Channel Channel, Lane Lane, string Partition, ETag ETag);

/// <summary>The table Notifications. Every change of a notification is one entity-group transaction in its partition.</summary>
public sealed class NotificationStore(TableServiceClient tables, NotificationKeys keys, LogChain chain, FeedWriter feed, RecountMarks marks, RecentNotifications recent)
{
    private readonly TableClient table = tables.GetTableClient(Tables.Notifications);

    /// <summary>Keeps a new notification: head, content, first entries and open rows. False when it is there already.</summary>
    public async Task<bool> AddAsync(NewNotification added, CancellationToken cancellationToken)
    {
        var notification = added.Notification;
        var partition = keys.Partition(notification.Id);
        var events = notification.Deliveries.Select(d => DeliveryRules.Entry(d, d.Status == DeliveryStatus.Scheduled ? "scheduled" : "accepted", d.At));
        var (entries, end) = chain.Extend(notification.Id, LogChain.Start, events);
        List<TableTransactionAction> actions =
        [
            Add(NotificationRows.Head(partition, added.Facts, notification, end)),
            Add(NotificationRows.Content(partition, notification.Id, added.Content, added.Hashes)),
        ];
        actions.AddRange(entries.Select(e => Add(NotificationRows.Log(partition, notification.Id, e))));
        actions.AddRange(notification.Deliveries.Select(d => Add(NotificationRows.Open(partition, notification.Id, d, added.Facts.Lane))));
        await marks.MarkAsync(notification.Id, cancellationToken); // Its id may be of an earlier day.
        try
        {
            var saved = await table.SubmitTransactionAsync(actions, cancellationToken);
            if (saved.Value[0].Headers.ETag is { } version)
                recent.Remember(new(added.Facts, notification, end, version, added.Content, entries));
            return true;
        }
        catch (TableTransactionFailedException e) when (e.Status == 409)
        {
            return false;
        }
    }

    /// <inheritdoc cref="RecentNotifications.Take"/>
    public StoredNotification? Recall(Guid id) => recent.Take(id);

    /// <inheritdoc cref="RecentNotifications.Remember"/>
    public void Remember(StoredNotification notification) => recent.Remember(notification);

    /// <summary>Reads the head only: enough for a receipt. Null when there is no such notification.</summary>
    public async Task<StoredNotification?> ReadHeadAsync(Guid id, CancellationToken cancellationToken)
    {
        var head = await table.GetEntityIfExistsAsync<TableEntity>(
            keys.Partition(id), NotificationKeys.Head(id), cancellationToken: cancellationToken);
        return head.HasValue ? NotificationRows.Read(head.Value!, null, []) : null;
    }

    /// <summary>Reads one entry of a log; null when there is none of that number.</summary>
    public async Task<LogEntry?> ReadEntryAsync(Guid id, int sequence, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(
            keys.Partition(id), NotificationKeys.Log(id, sequence), cancellationToken: cancellationToken);
        return row.HasValue ? NotificationRows.ReadLog(row.Value!) : null;
    }

    /// <summary>Reads head, log and content in one range. Null when there is no such notification.</summary>
    public async Task<StoredNotification?> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {keys.Partition(id)} and RowKey ge {NotificationKeys.Head(id)} and RowKey le {NotificationKeys.Content(id)}");
        TableEntity? head = null;
        SealedContent? content = null;
        var log = new List<LogEntry>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (row.RowKey == NotificationKeys.Head(id))
                head = row;
            else if (row.RowKey == NotificationKeys.Content(id))
                content = NotificationRows.ReadContent(row);
            else
                log.Add(NotificationRows.ReadLog(row));
        }

        return head is null ? null : NotificationRows.Read(head, content, log);
    }

    /// <summary>Every notification of a partition with its whole log, by id.</summary>
    public async IAsyncEnumerable<StoredNotification> ReadPartitionAsync(
        string partition, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A notification's rows lie together, its head first.
        TableEntity? head = null;
        var log = new List<LogEntry>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey lt {NotificationKeys.OpenFrom}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (!row.RowKey.Contains('|', StringComparison.Ordinal))
            {
                if (head is not null)
                    yield return NotificationRows.Read(head, null, log);
                (head, log) = (row, []);
            }
            else if (!row.RowKey.EndsWith("|c", StringComparison.Ordinal))
            {
                log.Add(NotificationRows.ReadLog(row));
            }
        }

        if (head is not null)
            yield return NotificationRows.Read(head, null, log);
    }

    /// <summary>
    /// Writes a step: the head if it is still as it was read, the log entries, and the open rows of the changed deliveries.
    /// Gives the notification as it then is, or null when somebody else changed it meanwhile: read it again and decide anew.
    /// </summary>
    public Task<StoredNotification?> SaveAsync(StoredNotification before, Change change, CancellationToken cancellationToken) =>
        WriteAsync(before, change, before.HasContent, cancellationToken);

    /// <summary>The same, and deletes the content: head and log stay, and say nothing of anybody any more.</summary>
    public Task<StoredNotification?> EraseAsync(StoredNotification before, Change change, CancellationToken cancellationToken) =>
        WriteAsync(before, change, hasContent: false, cancellationToken);

    /// <summary>Notes when a notification was posted that waited on a queue for long before it got its id.</summary>
    public async Task MarkPostedAsync(Guid id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        try
        {
            var row = new TableEntity(keys.Partition(id), NotificationKeys.Content(id)) { [NotificationRows.PostedAt] = at };
            await table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // It has no content: nobody was to be told, or it was erased.
        }
    }

    private async Task<StoredNotification?> WriteAsync(
        StoredNotification before, Change change, bool hasContent, CancellationToken cancellationToken)
    {
        var notification = change.Notification;
        var partition = keys.Partition(notification.Id);
        var (entries, end) = chain.Extend(notification.Id, before.Chain, change.Entries);
        var head = NotificationRows.Head(partition, before.Facts, notification, end, hasContent);
        List<TableTransactionAction> actions = [new(TableTransactionActionType.UpdateReplace, head, before.ETag)];
        if (before.HasContent && !hasContent)
            actions.Add(new(TableTransactionActionType.Delete, new TableEntity(partition, NotificationKeys.Content(notification.Id)), ETag.All));
        actions.AddRange(entries.Select(e => Add(NotificationRows.Log(partition, notification.Id, e))));
        foreach (var number in change.Changed)
        {
            var now = notification.Find(number)!;
            if (!now.Status.IsFinal())
                actions.Add(new(TableTransactionActionType.UpsertReplace, NotificationRows.Open(partition, notification.Id, now, before.Facts.Lane)));
            else if (before.Notification.Find(number) is { } was && !was.Status.IsFinal())
                actions.Add(new(TableTransactionActionType.Delete, NotificationRows.Open(partition, notification.Id, was, before.Facts.Lane), ETag.All));
        }

        await marks.MarkAsync(notification.Id, cancellationToken);
        var announcement = await feed.AnnounceAsync(before, change, end, cancellationToken);
        try
        {
            var saved = await table.SubmitTransactionAsync(actions, cancellationToken);
            var after = before with
            {
                Notification = notification,
                Chain = end,
                ETag = saved.Value[0].Headers.ETag ?? throw new InvalidOperationException("The storage answered without an ETag."),
                Log = [.. before.Log, .. entries],
                Content = hasContent ? before.Content : null,
                HasContent = hasContent,
            };
            if (!notification.IsFinal)
                recent.Remember(after);
            return after;
        }
        // 412: another step came first. 404 and 409 can only follow from the same: its open row or log entry is already there.
        catch (TableTransactionFailedException e) when (e.Status is 404 or 409 or 412)
        {
            if (announcement is not null)
                await WithdrawAsync(announcement, notification.Id, end, cancellationToken);
            return null;
        }
    }

    /// <summary>Takes the announcement of a lost change back, unless the change did get through and only its answer was lost.</summary>
    private async Task WithdrawAsync(Announcement announcement, Guid id, ChainEnd end, CancellationToken cancellationToken)
    {
        try
        {
            if ((await ReadEntryAsync(id, end.Count, cancellationToken))?.Mac != end.Mac)
                await feed.WithdrawAsync(announcement, cancellationToken);
        }
        catch (RequestFailedException)
        {
            // Readers of the feed find out by themselves that the change never came, only later.
        }
    }

    /// <summary>The open rows of one partition that are due, oldest id first.</summary>
    public async IAsyncEnumerable<DueDelivery> FindDueAsync(
        string partition, DateTimeOffset now, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey ge {NotificationKeys.OpenFrom} and RowKey lt {NotificationKeys.OpenTo} and Due le {now}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            var (id, delivery) = NotificationKeys.ParseOpen(row.RowKey);
            yield return new(id, delivery, SnakeCaseChannel(row), NotificationRows.LaneOf(row), partition, row.ETag);
        }
    }

    /// <summary>Whether a partition has open rows at all. An old day without any never gets one again: ids are made for today.</summary>
    public async Task<bool> HasOpenAsync(string partition, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey ge {NotificationKeys.OpenFrom} and RowKey lt {NotificationKeys.OpenTo}");
        await foreach (var _ in table.QueryAsync<TableEntity>(filter, maxPerPage: 1, select: ["RowKey"], cancellationToken: cancellationToken))
            return true;
        return false;
    }

    /// <summary>Puts the sweep's next look at an open row off. Somebody else's change in between wins.</summary>
    public async Task PutOffAsync(DueDelivery due, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var row = new TableEntity(due.Partition, NotificationKeys.Open(due.Id, due.Delivery)) { ["Due"] = until };
        try
        {
            await table.UpdateEntityAsync(row, due.ETag, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            // The delivery moved on since the range was read.
        }
    }

    private static TableTransactionAction Add(TableEntity row) => new(TableTransactionActionType.Add, row);

    private static Channel SnakeCaseChannel(TableEntity row) => Shared.SnakeCase.FromWord<Channel>(row.GetString("Channel")!);
}
