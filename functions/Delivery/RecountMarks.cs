using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using NodaTime;
using NodaTime.Text;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>A past day of which something changed, and when that was told last.</summary>
public sealed record RecountMark(LocalDate Day, DateTimeOffset At, ETag ETag);

/// <summary>
/// Days whose figures must be counted again, because a notification of them changes after they are over. A mark is written before the
/// change: a crash between the two costs a needless recount. Who counts leaves a mark standing until it is older than any change that it
/// may have announced (<see cref="Settling"/>).
/// </summary>
public sealed class RecountMarks(TableServiceClient tables, NotificationKeys keys, TimeProvider time)
{
    private const string Partition = "recount";

    /// <summary>A mark stands for all changes that this process begins within this time.</summary>
    private static readonly TimeSpan StandsFor = TimeSpan.FromMinutes(1);

    /// <summary>Longer than a mark stands for, the transaction after it with all its repeats, and what clocks differ by.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromMinutes(5);

    private readonly TableClient _table = tables.GetTableClient(Tables.Rollups);
    private readonly ConcurrentDictionary<LocalDate, DateTimeOffset> _marked = new();

    /// <summary>Call it before a notification is changed. Today needs no mark: it is counted again and again anyway.</summary>
    public Task MarkAsync(Guid notification, CancellationToken cancellationToken) =>
        MarkDayAsync(keys.Day(NotificationKeys.TimeOf(notification)), cancellationToken);

    /// <summary>The same for what is counted on a day and has its day from elsewhere.</summary>
    public async Task MarkDayAsync(LocalDate day, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (day >= keys.Day(now) || (_marked.TryGetValue(day, out var at) && now - at < StandsFor && now >= at))
            return;
        await _table.UpsertEntityAsync(new TableEntity(Partition, Name(day)) { ["At"] = now }, TableUpdateMode.Replace, cancellationToken);
        _marked[day] = now;
    }

    public async Task<IReadOnlyList<RecountMark>> ReadAsync(CancellationToken cancellationToken)
    {
        var marks = new List<RecountMark>();
        await foreach (var row in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: cancellationToken))
            marks.Add(new(LocalDatePattern.Iso.Parse(row.RowKey).Value, row.GetDateTimeOffset("At")!.Value, row.ETag));
        return marks;
    }

    /// <summary>Takes a mark away unless it was renewed.</summary>
    public async Task RemoveAsync(RecountMark mark, CancellationToken cancellationToken)
    {
        try
        {
            await _table.DeleteEntityAsync(Partition, Name(mark.Day), mark.ETag, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            // Another instance took it away, or something changed again.
        }
    }

    private static string Name(LocalDate day) => LocalDatePattern.Iso.Format(day);
}
