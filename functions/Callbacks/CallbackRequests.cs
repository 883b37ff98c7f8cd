using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Callbacks;

/// <summary>What clients ask for themselves: a callback again, all parked ones again, a test.</summary>
public sealed class CallbackRequests(
    CallbackStore store, CallbackEndpoints endpoints, CallbackEvents events, CallbackHints hints, TimeProvider time)
{
    /// <summary>Most callbacks that one request sends again.</summary>
    public const int Most = 500;

    private const int AtOnce = 8;
    private const int MostTries = 5;

    private static readonly Problem NoEndpoint = new(
        409, "no_callback_endpoint", "This client has no callback address.", "An operator sets one: callbacks set.");

    private static readonly Problem Disabled = new(
        409, "callback_endpoint_disabled", "The callback endpoint is disabled.", "It answered 410. An operator enables it again: callbacks enable.");

    /// <summary>Sends a callback again, under its id, whatever became of it before.</summary>
    public async Task<(CallbackRequested? Accepted, Problem? Problem)> RedeliverAsync(string client, string id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(client, id, cancellationToken) is not { } callback)
            return (null, Problem.NotFound);
        if (await ProblemAsync(client, cancellationToken) is { } problem)
            return (null, problem);
        await AgainAsync(callback, cancellationToken);
        await hints.PutAsync(client, cancellationToken);
        return (new(id, CallbackStatus.Pending), null);
    }

    /// <summary>Sends what is parked again, the notification made first first.</summary>
    public async Task<(CallbacksRequested? Accepted, Problem? Problem)> RedeliverParkedAsync(string client, CancellationToken cancellationToken)
    {
        if (await ProblemAsync(client, cancellationToken) is { } problem)
            return (null, problem);
        var (parked, _, more) = await store.ListAsync(client, CallbackStatus.Parked, null, Most, cancellationToken);
        await Parallel.ForEachAsync(
            parked,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (listed, token) =>
            {
                if (await store.FindAsync(client, listed.Event.Id, token) is { Status: CallbackStatus.Parked } callback)
                    await AgainAsync(callback, token);
            });
        if (parked.Count > 0)
            await hints.PutAsync(client, cancellationToken);
        return (new(parked.Count, more), null);
    }

    public async Task<(CallbackRequested? Accepted, Problem? Problem)> TestAsync(string client, CancellationToken cancellationToken)
    {
        if (await ProblemAsync(client, cancellationToken) is { } problem)
            return (null, problem);
        var callback = Callback.Of(client, events.Test(client), time.GetUtcNow());
        await store.AddAsync(callback, cancellationToken);
        await hints.PutAsync(client, cancellationToken);
        return (new(callback.Event.Id, callback.Status), null);
    }

    private async Task<Problem?> ProblemAsync(string client, CancellationToken cancellationToken) =>
        (await endpoints.FindAsync(client, cancellationToken))?.State switch
        {
            CallbackEndpointState.Enabled => null,
            CallbackEndpointState.Disabled => Disabled,
            CallbackEndpointState.Removed or null => NoEndpoint,
        };

    // Somebody else's change in between is an attempt that begins or ends, or the same request.
    private async Task AgainAsync(Callback callback, CancellationToken cancellationToken)
    {
        var current = callback;
        for (var tries = 0; tries < MostTries && current is not null; tries++)
        {
            if (await store.SaveAsync(current, current.Again(time.GetUtcNow()), cancellationToken) is not null)
                return;
            current = await store.FindAsync(callback.Client, callback.Event.Id, cancellationToken);
        }

        if (current is not null)
            throw new InvalidOperationException($"Callback {callback.Event.Id} changed {MostTries} times while it was to be sent again.");
    }
}
