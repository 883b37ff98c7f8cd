using Azure.Data.Tables;
using NodaTime;
using NodaTime.Text;

namespace Peyk.Functions.Shared.Storage;

/// <summary>How far work that goes through the days has come, so that it goes on there after a stop.</summary>
public sealed class Cursors(TableServiceClient tables)
{
    private const string Partition = "cursor";

    private readonly TableClient _table = tables.GetTableClient(Tables.Cursors);

    /// <summary>The first day that is not done; null when the work never began.</summary>
    public async Task<LocalDate?> ReadAsync(string work, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, work, cancellationToken: cancellationToken);
        return row.HasValue ? LocalDatePattern.Iso.Parse(row.Value!.GetString("Day")!).Value : null;
    }

    public async Task WriteAsync(string work, LocalDate day, CancellationToken cancellationToken) =>
        await _table.UpsertEntityAsync(
            new TableEntity(Partition, work) { ["Day"] = LocalDatePattern.Iso.Format(day) }, TableUpdateMode.Replace, cancellationToken);

    /// <summary>The moment up to which all is done; null when the work never began.</summary>
    public async Task<DateTimeOffset?> ReadMomentAsync(string work, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, work, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value!.GetDateTimeOffset("At") : null;
    }

    public async Task WriteMomentAsync(string work, DateTimeOffset at, CancellationToken cancellationToken) =>
        await _table.UpsertEntityAsync(new TableEntity(Partition, work) { ["At"] = at }, TableUpdateMode.Replace, cancellationToken);
}
