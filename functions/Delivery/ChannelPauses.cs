using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <param name="Since">When it was paused.</param>
public sealed record ChannelPause(Channel Channel, DateTimeOffset Since);

/// <summary>
/// Channels that an operator has paused: nothing is sent on them, everything else goes on, and what waits expires at its time. The row is
/// durable and holds for every instance; each reads it at most every five seconds.
/// </summary>
public sealed class ChannelPauses(TableServiceClient tables, TimeProvider time)
{
    private const string Partition = "pause";

    /// <summary>How long an answer of the storage is believed.</summary>
    public static readonly TimeSpan Believed = TimeSpan.FromSeconds(5);

    private readonly TableClient _table = tables.GetTableClient(Tables.Controls);
    private readonly ConcurrentDictionary<Channel, (bool IsPaused, DateTimeOffset Until)> _known = new();

    /// <summary>
    /// Whether the channel is paused. A message that is left alone then is hinted at again by the sweep, every few minutes until it may be
    /// sent or is over.
    /// </summary>
    public async ValueTask<bool> IsPausedAsync(Channel channel, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(channel, out var known) && time.GetUtcNow() < known.Until)
            return known.IsPaused;
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, channel.ToWord(), cancellationToken: cancellationToken);
        _known[channel] = (row.HasValue, time.GetUtcNow() + Believed);
        return row.HasValue;
    }

    /// <summary>Those that are paused now.</summary>
    public async Task<IReadOnlyList<ChannelPause>> ListAsync(CancellationToken cancellationToken)
    {
        var pauses = new List<ChannelPause>();
        await foreach (var row in _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: cancellationToken))
            pauses.Add(new(SnakeCase.FromWord<Channel>(row.RowKey), row.GetDateTimeOffset("Since")!.Value));
        return pauses;
    }

    /// <summary>Pauses. A second time changes nothing, not even since when.</summary>
    public async Task PauseAsync(Channel channel, CancellationToken cancellationToken)
    {
        try
        {
            await _table.AddEntityAsync(new TableEntity(Partition, channel.ToWord()) { ["Since"] = time.GetUtcNow() }, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // It was paused before.
        }

        _known.TryRemove(channel, out _);
    }

    /// <summary>Ends a pause, if there is one.</summary>
    public async Task ResumeAsync(Channel channel, CancellationToken cancellationToken)
    {
        await _table.DeleteEntityAsync(Partition, channel.ToWord(), ETag.All, cancellationToken);
        _known.TryRemove(channel, out _);
    }
}
