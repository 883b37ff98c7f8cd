using Azure;
using Azure.Data.Tables;
using NodaTime;
using NodaTime.Text;
using Peyk.Core.Deliveries;
using Peyk.Core.Reports;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Contacts;

/// <summary>
/// A row for each opt-out under its day, from which reports count. Blocks, subscriptions and preferences say only how things stand; what was
/// taken back later was an opt-out all the same. A row is written before the change that it tells of; its key follows from who opted out of
/// what on which day, so that a repeat is the same row, and tells nobody without our key whose it is. Rows go as contents do.
/// </summary>
public sealed class OptOutLog(TableServiceClient tables, DerivedIds ids, NotificationKeys keys, TimeProvider time)
{
    private const int MostActions = 100;

    private readonly TableClient _table = tables.GetTableClient(Tables.Rollups);

    /// <param name="what">The address by its hash, or whatever else is ended, and of what.</param>
    public async Task NoteAsync(OptOutWay way, Channel channel, bool isTest, string what, CancellationToken cancellationToken)
    {
        var day = keys.Day(time.GetUtcNow());
        var id = ids.Of(keys.StartOf(day), "opt-out", $"{way.ToWord()}|{channel.ToWord()}|{what}");
        var row = new TableEntity(Partition(day), $"{way.ToWord()}|{channel.ToWord()}|{id:D}") { ["Test"] = isTest ? true : null };
        await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Counts a day's.</summary>
    public async Task CountAsync(LocalDate day, DayFacts facts, CancellationToken cancellationToken)
    {
        await foreach (var row in _table.QueryAsync<TableEntity>(OfDay(day), select: ["RowKey", "Test"], cancellationToken: cancellationToken))
        {
            var parts = row.RowKey.Split('|');
            facts.AddOptOuts(
                new(SnakeCase.FromWord<OptOutWay>(parts[0]), SnakeCase.FromWord<Channel>(parts[1]), row.GetBoolean("Test") ?? false), 1);
        }
    }

    /// <summary>Deletes a day's; a second call changes nothing.</summary>
    public async Task DeleteAsync(LocalDate day, CancellationToken cancellationToken)
    {
        var rows = await _table.QueryAsync<TableEntity>(OfDay(day), select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken);
        foreach (var some in rows.Chunk(MostActions))
        {
            try
            {
                await _table.SubmitTransactionAsync(
                    some.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(row.PartitionKey, row.RowKey), ETag.All)),
                    cancellationToken);
            }
            catch (TableTransactionFailedException e) when (e.Status == 404)
            {
                // Another instance deletes them; what is left the next run finds.
            }
        }
    }

    private static string OfDay(LocalDate day) => TableClient.CreateQueryFilter($"PartitionKey eq {Partition(day)}");

    private static string Partition(LocalDate day) => $"opt-outs|{LocalDatePattern.Iso.Format(day)}";
}
