using Azure;
using Azure.Data.Tables;
using NodaTime;
using NodaTime.Text;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Reports;

/// <summary>A day's row as it was read.</summary>
/// <param name="IsFrozen">The day's log goes, or is gone: the figures stay as they are.</param>
public sealed record RollupRow(LocalDate Day, bool IsFrozen, byte[] Figures, ETag ETag);

/// <summary>The deliveries of each day.</summary>
public sealed class RollupStore(TableServiceClient tables) : DayStore(tables, "deliveries");

/// <summary>What is known of each day beside its deliveries.</summary>
public sealed class DayFactStore(TableServiceClient tables) : DayStore(tables, "facts");

/// <summary>
/// The table Rollups: one row a day with all its figures, so that it is replaced as a whole and a month is one range of thirty rows. It holds
/// nothing of a person and is kept for good.
/// </summary>
/// <param name="partition">What the figures are of.</param>
public abstract class DayStore(TableServiceClient tables, string partition)
{
    /// <summary>Bounds of Table storage: of a property, in bytes, and of what we put into an entity beside it.</summary>
    private const int LargestPart = 64 * 1024;
    private const int MostParts = 15;

    private readonly TableClient _table = tables.GetTableClient(Tables.Rollups);

    public async Task<RollupRow?> ReadAsync(LocalDate day, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(partition, Name(day), cancellationToken: cancellationToken);
        return row.HasValue ? Read(row.Value!) : null;
    }

    /// <summary>In which version each day of a period has figures: some bytes a day.</summary>
    public async Task<IReadOnlyDictionary<LocalDate, ETag>> ReadVersionsAsync(LocalDate from, LocalDate to, CancellationToken cancellationToken)
    {
        var versions = new Dictionary<LocalDate, ETag>();
        await foreach (var row in _table.QueryAsync<TableEntity>(Filter(from, to), select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
            versions.Add(Day(row), row.ETag);
        return versions;
    }

    /// <summary>The days of a period, both ends included, that have figures.</summary>
    public async IAsyncEnumerable<RollupRow> ReadAsync(
        LocalDate from, LocalDate to, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in _table.QueryAsync<TableEntity>(Filter(from, to), cancellationToken: cancellationToken))
            yield return Read(row);
    }

    /// <summary>Writes a day, if its row is still as it was read. False: somebody else wrote it meanwhile.</summary>
    /// <param name="count">How many are counted in it, for whoever looks into the table.</param>
    /// <param name="before">What was read before the day was counted; null when there was no row.</param>
    public async Task<bool> WriteAsync(
        LocalDate day, byte[] figures, long count, bool isFrozen, DateTimeOffset countedAt, RollupRow? before, CancellationToken cancellationToken)
    {
        var parts = figures.Chunk(LargestPart).ToList();
        if (parts.Count > MostParts)
            throw new InvalidOperationException($"The figures of {Name(day)} are {figures.Length} bytes, more than a row holds.");
        var row = new TableEntity(partition, Name(day))
        {
            ["Deliveries"] = count,
            ["CountedAt"] = countedAt,
            ["Frozen"] = isFrozen ? true : null,
        };
        for (var i = 0; i < parts.Count; i++)
            row[$"Figures{i}"] = parts[i];
        try
        {
            if (before is null)
                await _table.AddEntityAsync(row, cancellationToken);
            else
                await _table.UpdateEntityAsync(row, before.ETag, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    private static RollupRow Read(TableEntity row)
    {
        using var figures = new MemoryStream();
        for (var i = 0; row.GetBinary($"Figures{i}") is { } part; i++)
            figures.Write(part);
        return new(Day(row), row.GetBoolean("Frozen") ?? false, figures.ToArray(), row.ETag);
    }

    private static LocalDate Day(TableEntity row) => LocalDatePattern.Iso.Parse(row.RowKey).Value;

    private string Filter(LocalDate from, LocalDate to) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {Name(from)} and RowKey le {Name(to)}");

    private static string Name(LocalDate day) => LocalDatePattern.Iso.Format(day);
}
