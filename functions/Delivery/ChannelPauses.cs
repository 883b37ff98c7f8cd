using Azure;
using Azure.Data.Tables;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <param name="Since">When it was paused.</param>
/// <param name="Kind">The one kind of message that is paused on the channel; null when all are.</param>
public sealed record ChannelPause(Channel Channel, DateTimeOffset Since, string? Kind = null);

/// <summary>
/// What operators have paused: a channel, or one kind of message on it. Nothing of it is sent, everything else goes on, and what waits expires
/// at its time. The rows are durable and hold for every instance; each reads them at most every five seconds. A channel's pause and those
/// of kinds on it stand side by side: ending one leaves the others.
/// </summary>
public sealed class ChannelPauses(TableServiceClient tables, TimeProvider time)
{
    private const string Partition = "pause";
    private const char KindMark = '|';

    /// <summary>How long an answer of the storage is believed.</summary>
    public static readonly TimeSpan Believed = TimeSpan.FromSeconds(5);

    private readonly TableClient _table = tables.GetTableClient(Tables.Controls);
    private volatile Known? _known;

    /// <summary>
    /// Whether messages of a kind may not go out on a channel now. One that is left alone then is hinted at again by the sweep, every few
    /// minutes until it may be sent or is over.
    /// </summary>
    /// <param name="kind">As <see cref="MessageKinds"/> names it.</param>
    public async ValueTask<bool> IsPausedAsync(Channel channel, string kind, CancellationToken cancellationToken)
    {
        var known = _known;
        if (known is null || time.GetUtcNow() >= known.Until)
        {
            var rows = await ListAsync(cancellationToken);
            _known = known = new([.. rows.Select(p => RowKey(p.Channel, p.Kind))], time.GetUtcNow() + Believed);
        }

        return known.Rows.Count > 0 && (known.Rows.Contains(RowKey(channel, null)) || known.Rows.Contains(RowKey(channel, kind)));
    }

    /// <summary>Those that are paused now: a few rows of one partition.</summary>
    public async Task<IReadOnlyList<ChannelPause>> ListAsync(CancellationToken cancellationToken)
    {
        var pauses = new List<ChannelPause>();
        await foreach (var row in _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: cancellationToken))
        {
            var parts = row.RowKey.Split(KindMark, 2);
            pauses.Add(new(SnakeCase.FromWord<Channel>(parts[0]), row.GetDateTimeOffset("Since")!.Value, parts.Length > 1 ? parts[1] : null));
        }

        return pauses;
    }

    /// <summary>Pauses. A second time changes nothing, not even since when.</summary>
    /// <param name="kind">Null for every kind.</param>
    /// <exception cref="ArgumentException">There is no such kind, or it never goes on that channel.</exception>
    public async Task PauseAsync(Channel channel, string? kind, CancellationToken cancellationToken)
    {
        if (kind is not null && MessageKinds.Find(kind)?.Channels.Contains(channel) != true)
            throw new ArgumentException("No such kind goes on that channel.", nameof(kind));
        try
        {
            await _table.AddEntityAsync(new TableEntity(Partition, RowKey(channel, kind)) { ["Since"] = time.GetUtcNow() }, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // It was paused before.
        }

        _known = null;
    }

    /// <summary>Ends a pause, if there is one.</summary>
    /// <inheritdoc cref="PauseAsync"/>
    public async Task ResumeAsync(Channel channel, string? kind, CancellationToken cancellationToken)
    {
        await _table.DeleteEntityAsync(Partition, RowKey(channel, kind), ETag.All, cancellationToken);
        _known = null;
    }

    // A channel's own row is named by the channel alone.
    private static string RowKey(Channel channel, string? kind) => kind is null ? channel.ToWord() : $"{channel.ToWord()}{KindMark}{kind}";

    private sealed record Known(HashSet<string> Rows, DateTimeOffset Until);
}
