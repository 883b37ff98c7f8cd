using Azure.Data.Tables;
using NodaTime;
using NodaTime.Text;
using Peyk.Core.Deliveries;
using Peyk.Core.Reports;
using Peyk.Functions.Delivery;
using Peyk.Functions.Newsletters.Sending;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Reports;

/// <summary>
/// Counts the deliveries of a day's notifications out of the logs of its 16 partitions, and reads nothing else. Newsletters have no such log:
/// see <see cref="DayNewsletters"/>.
/// </summary>
public sealed class DayLog(TableServiceClient tables, IssueDays issues)
{
    private const int AtOnce = 8;

    private readonly TableClient _table = tables.GetTableClient(Tables.Notifications);

    /// <summary>The first day, from a day on, of which there are notifications or newsletters; null when there is none.</summary>
    public async Task<LocalDate?> FirstDayAsync(LocalDate from, CancellationToken cancellationToken)
    {
        var (notified, issued) = (await FirstNotificationsAsync(from, cancellationToken), await issues.FirstAsync(from, cancellationToken));
        return notified is null || issued < notified ? issued : notified;
    }

    public async Task<DeliveryTally> CountAsync(LocalDate day, CancellationToken cancellationToken)
    {
        var tally = new DeliveryTally();
        var adding = new Lock();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, NotificationKeys.Shards),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (shard, token) =>
            {
                var part = await CountAsync(NotificationKeys.Partition(day, shard), token);
                lock (adding)
                    tally.Add(part);
            });
        return tally;
    }

    private async Task<LocalDate?> FirstNotificationsAsync(LocalDate from, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {NotificationKeys.Partition(from, 0)}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, maxPerPage: 1, select: ["PartitionKey"], cancellationToken: cancellationToken))
            return LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd").Parse(row.PartitionKey[..8]).Value;
        return null;
    }

    private async Task<DeliveryTally> CountAsync(string partition, CancellationToken cancellationToken)
    {
        // A notification's rows lie together, its head first.
        var tally = new DeliveryTally();
        TableEntity? head = null;
        var log = new List<LogEvent>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey lt {NotificationKeys.OpenFrom}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, select: NotificationRows.ReportColumns, cancellationToken: cancellationToken))
        {
            if (!row.RowKey.Contains('|', StringComparison.Ordinal))
            {
                Count(head, log, tally);
                (head, log) = (row, []);
            }
            else if (!row.RowKey.EndsWith("|c", StringComparison.Ordinal))
            {
                log.Add(NotificationRows.ReadEvent(row));
            }
        }

        Count(head, log, tally);
        return tally;
    }

    private static void Count(TableEntity? head, List<LogEvent> log, DeliveryTally tally)
    {
        if (head is null)
            return;
        var (facts, deliveries) = NotificationRows.ReadForReport(head);
        foreach (var delivery in CountedDelivery.Read(log, deliveries))
        {
            tally[new(facts.Kind, facts.Service, delivery.Channel, facts.Template, facts.Language, delivery.Status, delivery.Reason, facts.IsTest)]
                .Add(delivery);
        }
    }
}
