using Azure;
using Azure.Data.Tables;
using NodaTime;
using NodaTime.Text;
using Peyk.Core.Reports.Outlook;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Reports;

/// <summary>
/// What was told of indicators, once an indicator and day, in the table Rollups. Who is about to tell claims it; a claim that was not kept,
/// because its owner is gone, is another's after a while.
/// </summary>
public sealed class AlertStore(TableServiceClient tables, TimeProvider time)
{
    private const string Partition = "alerts";

    /// <summary>Longer than telling takes.</summary>
    private static readonly TimeSpan ClaimStands = TimeSpan.FromMinutes(5);

    private readonly TableClient _table = tables.GetTableClient(Tables.Rollups);

    /// <summary>False when it was told, or somebody else is about to tell it.</summary>
    public async Task<bool> TryClaimAsync(Indicator indicator, LocalDate day, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, Key(indicator, day), cancellationToken: cancellationToken);
        if (found.HasValue && (found.Value!.GetBoolean("Told") == true || found.Value!.GetDateTimeOffset("At") > now - ClaimStands))
            return false;
        var claim = new TableEntity(Partition, Key(indicator, day)) { ["At"] = now };
        try
        {
            if (found.HasValue)
                await _table.UpdateEntityAsync(claim, found.Value!.ETag, TableUpdateMode.Replace, cancellationToken);
            else
                await _table.AddEntityAsync(claim, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    /// <summary>Notes that it was told.</summary>
    public async Task ToldAsync(Indicator indicator, LocalDate day, CancellationToken cancellationToken) => await _table.UpsertEntityAsync(
        new TableEntity(Partition, Key(indicator, day)) { ["At"] = time.GetUtcNow(), ["Told"] = true }, TableUpdateMode.Replace, cancellationToken);

    private static string Key(Indicator indicator, LocalDate day) => $"{LocalDatePattern.Iso.Format(day)}|{indicator.ToWord()}";
}
