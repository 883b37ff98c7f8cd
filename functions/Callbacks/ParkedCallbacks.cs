namespace Peyk.Functions.Callbacks;

/// <summary>Callbacks of a client that were given up for one reason.</summary>
/// <param name="HttpStatus">The status, when that was the reason.</param>
/// <param name="LastAt">The last attempt of any of them, or when it was given up without one.</param>
public sealed record ParkedGroup(CallbackFailure? Failure, int? HttpStatus, int Count, DateTimeOffset LastAt);

/// <summary>A client's callbacks that were given up.</summary>
/// <param name="Groups">Those with the latest failure first.</param>
/// <param name="IsWhole">False when there are more than were counted.</param>
public sealed record ParkedOfClient(string Client, CallbackEndpointState State, int Count, bool IsWhole, IReadOnlyList<ParkedGroup> Groups);

/// <summary>What is parked, over all clients: a bounded read of each client's parked rows.</summary>
public sealed class ParkedCallbacks(CallbackEndpoints endpoints, CallbackStore store)
{
    /// <summary>Most callbacks of a client that are counted.</summary>
    public const int MostCounted = 500;

    /// <summary>Most clients that are looked at.</summary>
    public const int MostClients = 200;

    private const int AtOnce = 8;

    /// <summary>Every client that has or had an endpoint: those with parked callbacks first, the most first.</summary>
    public async Task<IReadOnlyList<ParkedOfClient>> ReadAsync(CancellationToken cancellationToken)
    {
        var all = (await endpoints.ListAsync(cancellationToken)).Take(MostClients).ToList();
        var found = new ParkedOfClient[all.Count];
        await Parallel.ForAsync(
            0, all.Count,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (i, token) => found[i] = await ReadAsync(all[i], token));
        return [.. found.OrderByDescending(c => c.Count).ThenBy(c => c.Client, StringComparer.Ordinal)];
    }

    private async Task<ParkedOfClient> ReadAsync(CallbackEndpoint endpoint, CancellationToken cancellationToken)
    {
        var (parked, _, more) = await store.ListAsync(endpoint.Client, CallbackStatus.Parked, after: null, MostCounted, cancellationToken);
        var groups = parked.GroupBy(c => (c.LastFailure, c.LastHttpStatus))
            .Select(g => new ParkedGroup(g.Key.LastFailure, g.Key.LastHttpStatus, g.Count(), g.Max(c => c.LastAt ?? c.DoneAt ?? c.Event.At)))
            .OrderByDescending(g => g.LastAt);
        return new(endpoint.Client, endpoint.State, parked.Count, !more, [.. groups]);
    }
}
