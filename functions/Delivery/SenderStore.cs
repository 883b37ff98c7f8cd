using Azure;
using Azure.Data.Tables;
using NodaTime.Text;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>A sender's state with the version that a change of it must name.</summary>
public sealed record StoredSender(SenderState State, ETag? Version)
{
    public static StoredSender New { get; } = new(SenderState.New, null);
}

/// <summary>What all instances know of one sender.</summary>
public interface ISenderStore
{
    Task<StoredSender> ReadAsync(CancellationToken cancellationToken);

    /// <summary>The state as it then stands; null when another instance changed it since <paramref name="before"/> was read.</summary>
    Task<StoredSender?> TryWriteAsync(StoredSender before, SenderState state, CancellationToken cancellationToken);
}

/// <summary>The row of one sender in the table Senders.</summary>
public sealed class SenderStore(TableServiceClient tables, Channel channel) : ISenderStore
{
    private const string Partition = "sender";

    private readonly TableClient _table = tables.GetTableClient(Tables.Senders);

    public async Task<StoredSender> ReadAsync(CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, channel.ToWord(), cancellationToken: cancellationToken);
        return row.HasValue ? new(Read(row.Value!), row.Value!.ETag) : StoredSender.New;
    }

    public async Task<StoredSender?> TryWriteAsync(StoredSender before, SenderState state, CancellationToken cancellationToken)
    {
        var row = Row(state);
        try
        {
            var answer = before.Version is { } version
                ? await _table.UpdateEntityAsync(row, version, TableUpdateMode.Replace, cancellationToken)
                : await _table.AddEntityAsync(row, cancellationToken);
            return new(state, answer.Headers.ETag);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return null;
        }
    }

    private TableEntity Row(SenderState state) => new(Partition, channel.ToWord())
    {
        ["Next"] = state.Next,
        ["Day"] = LocalDatePattern.Iso.Format(state.Day),
        ["Reserved"] = state.Reserved,
        ["LineEnd"] = state.Line.End,
        ["InLine"] = state.Line.Given,
        ["BulkLineEnd"] = state.BulkLine.End,
        ["InBulkLine"] = state.BulkLine.Given,
        ["PausedUntil"] = state.PausedUntil,
    };

    private static SenderState Read(TableEntity row) => new(
        row.GetDateTimeOffset("Next")!.Value,
        LocalDatePattern.Iso.Parse(row.GetString("Day")!).Value,
        row.GetInt32("Reserved")!.Value,
        new(row.GetDateTimeOffset("LineEnd")!.Value, row.GetInt32("InLine")!.Value),
        new(row.GetDateTimeOffset("BulkLineEnd")!.Value, row.GetInt32("InBulkLine")!.Value),
        row.GetDateTimeOffset("PausedUntil")!.Value);
}
