using Peyk.Functions.Feed;

namespace Peyk.Functions.Callbacks;

/// <summary>
/// Takes the news of the clients' feeds in as callbacks and hints at what is due. It decides nothing else, so that a run that breaks
/// off anywhere is made good by the next: callbacks and cursor are one transaction, and a hint follows from the table.
/// </summary>
public sealed partial class CallbackCollector(
    CallbackEndpoints endpoints, CallbackStore store, CallbackEvents events, CallbackHints hints, FeedReader feed, TimeProvider time, ILogger<CallbackCollector> logger)
{
    private const int AtOnce = 8;

    /// <summary>Pages of a client's feed that one run takes in, so that no client's thousands keep others waiting.</summary>
    private const int MostPages = 20;

    /// <summary>No page is begun later in a run; well below the function's deadline of 60 s.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(25);

    /// <exception cref="AggregateException">Some clients failed; the others were served.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var faults = new List<Exception>();
        var all = (await endpoints.ListAsync(cancellationToken)).ToArray();
        // In another order each time: should a run not reach all, it does not miss the same ones always.
        Random.Shared.Shuffle(all);
        await Parallel.ForEachAsync(
            all,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (endpoint, token) =>
            {
                try
                {
                    await RunAsync(endpoint, () => time.GetElapsedTime(started) < Longest, token);
                }
                catch (Exception e) when (!token.IsCancellationRequested)
                {
                    Log.Failed(logger, endpoint.Client);
                    lock (faults)
                        faults.Add(e);
                }
            });
        if (faults.Count > 0)
            throw new AggregateException("The callbacks of some clients could not be collected.", faults);
    }

    private async Task RunAsync(CallbackEndpoint endpoint, Func<bool> mayGoOn, CancellationToken cancellationToken)
    {
        if (endpoint.State == CallbackEndpointState.Enabled)
            await CollectAsync(endpoint.Client, mayGoOn, cancellationToken);
        if ((await store.FindDueAsync(endpoint.Client, time.GetUtcNow(), 1, cancellationToken)).Count > 0)
            await hints.PutAsync(endpoint.Client, cancellationToken);
        if (endpoint.State != CallbackEndpointState.Removed)
            await endpoints.RewrapAsync(endpoint, cancellationToken);
    }

    private async Task CollectAsync(string client, Func<bool> mayGoOn, CancellationToken cancellationToken)
    {
        for (var page = 0; page < MostPages && mayGoOn(); page++)
        {
            if (await store.ReadCursorAsync(client, cancellationToken) is not { } cursor)
                return;
            var news = await feed.ReadAsync(client, cursor.Position, CallbackStore.MostAtOnce, cancellationToken);
            if (news.Next is null || FeedRows.RowOf(news.Next) is not { } position || position == cursor.Position)
                return;
            var now = time.GetUtcNow();
            var added = news.Items.Select(events.Of).DistinctBy(e => e.Id).Select(e => Callback.Of(client, e, now));
            if (!await store.AppendAsync(client, cursor, position, [.. added], cancellationToken))
                return; // Another instance collects for this client.
            if (!news.More)
                return;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The callbacks of client {Client} could not be collected; the next run tries again")]
        public static partial void Failed(ILogger logger, string client);
    }
}
