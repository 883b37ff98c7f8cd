using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Feed;

namespace Peyk.Functions.Callbacks;

/// <summary>Deletes, every night, the callbacks that were delivered or parked as long ago as the feed is kept: 30 days.</summary>
public sealed class PurgeCallbacksTimer(CallbackStore store, ApiKeys keys, TimeProvider time)
{
    [Function(nameof(PurgeCallbacksTimer))]
    public async Task Run([TimerTrigger("0 40 1 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var clients = (await keys.ListAsync(cancellationToken)).Select(k => k.Client.Id).Distinct();
        foreach (var client in clients)
            await store.PurgeAsync(client, time.GetUtcNow() - FeedReader.Kept, cancellationToken);
    }
}
