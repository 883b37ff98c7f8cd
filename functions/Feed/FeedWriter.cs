using Azure.Data.Tables;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Feed;

/// <summary>A row of the feed that was written before its change.</summary>
public sealed record Announcement(string Partition, string Row);

/// <summary>
/// Announces final statuses. The row is written before the change that it tells of, so that it cannot be missing; it names the MAC
/// of the change's log entry, so that a row whose change never came is known by that and not shown.
/// </summary>
public sealed class FeedWriter(TableServiceClient tables, TimeProvider time)
{
    private const int MostTries = 3;

    /// <summary>
    /// A row is shown ten seconds after the time in its key. An insert that takes half of that is given up and made anew with a new
    /// time, so that no row appears behind a reader.
    /// </summary>
    private static readonly TimeSpan Patience = FeedReader.Settling / 2;

    private readonly TableClient _table = tables.GetTableClient(Tables.Feed);

    /// <summary>Writes the row of a change that ends a notification; does nothing for any other change.</summary>
    /// <param name="end">The chain's end with the change.</param>
    /// <exception cref="TimeoutException">The storage did not take it in time: the change must not be made now.</exception>
    /// <returns>The row; null when there was nothing to announce.</returns>
    public async Task<Announcement?> AnnounceAsync(StoredNotification before, Change change, ChainEnd end, CancellationToken cancellationToken)
    {
        var after = change.Notification;
        if (!IsSettled(after) || change.Entries.IsEmpty || (IsSettled(before.Notification) && before.Notification.Status == after.Status))
            return null;
        for (var tries = 0; tries < MostTries; tries++)
        {
            using var patience = new CancellationTokenSource(Patience, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            try
            {
                var row = Row(before.Facts, change, end, time.GetUtcNow());
                await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, both.Token);
                return new(row.PartitionKey, row.RowKey);
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                // Tried again with a new time.
            }
        }

        throw new TimeoutException($"The feed did not take the end of notification {after.Id}.");
    }

    /// <summary>Takes back a row whose change came too late, so that readers need not wait for it.</summary>
    public Task WithdrawAsync(Announcement announcement, CancellationToken cancellationToken) =>
        _table.DeleteEntityAsync(announcement.Partition, announcement.Row, Azure.ETag.All, cancellationToken);

    /// <summary>Nothing better will come: it arrived, or every delivery is over.</summary>
    private static bool IsSettled(Notification notification) => notification.Status == DeliveryStatus.Delivered || notification.IsFinal;

    private static TableEntity Row(NotificationFacts facts, Change change, ChainEnd end, DateTimeOffset now)
    {
        var notification = change.Notification;
        var deciding = notification.Deliveries.LastOrDefault(d => d.Status == notification.Status) ?? notification.Deliveries[^1];
        return new(FeedRows.Partition(facts.ClientId, now), FeedRows.Row(now, notification.Id, end.Count))
        {
            ["Kind"] = facts.Kind,
            ["Status"] = notification.Status.ToWord(),
            ["Channel"] = deciding.Channel.ToWord(),
            ["Reason"] = deciding.Reason?.ToWord(),
            ["Code"] = deciding.Code,
            ["Corrects"] = change.Entries[^1].Corrects?.ToWord(),
            ["At"] = deciding.At,
            ["Test"] = facts.IsTest ? true : null,
            ["Mac"] = end.Mac,
        };
    }
}
