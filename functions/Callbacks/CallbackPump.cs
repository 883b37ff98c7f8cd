using Microsoft.Extensions.Options;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Callbacks;

/// <summary>
/// Sends what is due for a client. In one process there is one run for a client at a time, a few attempts wide, so that a slow endpoint
/// holds up neither more than one function nor another client.
/// </summary>
public sealed partial class CallbackPump(
    CallbackStore store,
    CallbackEndpoints endpoints,
    CallbackSender sender,
    EndpointPace pace,
    CallbackHints hints,
    IOptions<CallbackOptions> options,
    TimeProvider time,
    ILogger<CallbackPump> logger)
{
    /// <summary>No attempt begins later in a run; with the longest time-out it is below the function's deadline of 60 s.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(25);

    /// <summary>Beyond the time-out, for the writing of an outcome. An attempt that has not ended by then counts as lost.</summary>
    private static readonly TimeSpan WritingTime = TimeSpan.FromSeconds(20);

    private const int AtATime = 32;

    private readonly ClientTurns _turns = new();

    /// <summary>Returns at once when a run for the client is under way: that one looks once more before it ends.</summary>
    public async Task RunAsync(string client, CancellationToken cancellationToken)
    {
        if (!_turns.TryBegin(client))
            return;
        var started = time.GetTimestamp();
        bool MayGoOn() => time.GetElapsedTime(started) < Longest;
        var (isEmpty, hasEnded) = (false, false);
        try
        {
            do
            {
                isEmpty = await SendDueAsync(client, MayGoOn, cancellationToken);
                hasEnded = _turns.TryEnd(client);
            }
            while (!hasEnded && MayGoOn());
        }
        finally
        {
            if (!hasEnded)
                _turns.End(client);
        }

        if ((!isEmpty || !hasEnded) && !pace.IsResting(client))
            await hints.PutAsync(client, cancellationToken);
    }

    /// <returns>Whether nothing is left that is due.</returns>
    private async Task<bool> SendDueAsync(string client, Func<bool> mayGoOn, CancellationToken cancellationToken)
    {
        var endpoint = await endpoints.FindAsync(client, cancellationToken);
        var configuration = endpoint is { State: CallbackEndpointState.Enabled } ? endpoints.Open(endpoint) : null;
        while (mayGoOn() && !pace.IsResting(client))
        {
            var due = await store.FindDueAsync(client, time.GetUtcNow(), AtATime, cancellationToken);
            if (due.Count == 0)
                return true;
            var faults = new List<Exception>();
            await Parallel.ForEachAsync(
                due,
                new ParallelOptions { MaxDegreeOfParallelism = options.Value.AtOnce, CancellationToken = cancellationToken },
                async (one, token) =>
                {
                    try
                    {
                        if (configuration is null)
                            await ParkAsync(one, endpoint?.State, token);
                        else if (mayGoOn() && !pace.IsResting(client))
                            await AttemptAsync(one, endpoint!, configuration, token);
                    }
                    catch (Exception e) when (!token.IsCancellationRequested)
                    {
                        // One that cannot be written must not hold up the others.
                        lock (faults)
                            faults.Add(e);
                    }
                });
            if (faults.Count > 0)
                throw new AggregateException($"{faults.Count} of {due.Count} callbacks could not be handled.", faults);
            if (configuration is not null && (await endpoints.FindAsync(client, cancellationToken))?.ETag != endpoint!.ETag)
                return false; // Changed, or disabled by an answer of just now: the next run, which is hinted at, reads it anew.
        }

        return false;
    }

    private async Task AttemptAsync(DueCallback due, CallbackEndpoint endpoint, CallbackConfiguration configuration, CancellationToken cancellationToken)
    {
        if (await store.TakeAsync(due, cancellationToken) is not { } waiting)
            return;
        var claimed = await store.SaveAsync(waiting, waiting.Claim(time.GetUtcNow(), options.Value.Timeout + WritingTime), cancellationToken);
        if (claimed is null)
            return; // Another instance has it.
        var started = time.GetTimestamp();
        var answer = await sender.SendAsync(configuration, claimed.Event, cancellationToken);
        pace.Heard(due.Client, answer);
        var after = claimed.After(answer, time.GetUtcNow(), options.Value.RetryFor, Random.Shared.NextDouble());
        Telemetry.CalledBack(after.Status, time.GetElapsedTime(started));
        if (answer.IsGone)
            await endpoints.DisableAsync(endpoint, cancellationToken);
        // Not taken: the attempt was so slow that it counted as lost, and somebody else goes on with it.
        if (await store.SaveAsync(claimed, after, cancellationToken) is not null && after.Status != CallbackStatus.Delivered)
            Tell(after, answer);
    }

    private async Task ParkAsync(DueCallback due, CallbackEndpointState? state, CancellationToken cancellationToken)
    {
        var why = state is CallbackEndpointState.Disabled ? CallbackFailure.EndpointDisabled : CallbackFailure.NoEndpoint;
        if (await store.TakeAsync(due, cancellationToken) is { } waiting)
            await store.SaveAsync(waiting, waiting.Park(why, time.GetUtcNow()), cancellationToken);
    }

    private void Tell(Callback callback, CallbackAnswer answer)
    {
        if (answer.IsGone)
            Log.Gone(logger, callback.Client);
        if (callback.Status == CallbackStatus.Parked)
            Log.Parked(logger, callback.Event.Id, callback.Client, callback.Attempts);
        else
            Log.Failed(logger, callback.Event.Id, callback.Client, callback.Attempts, answer.Failure!.Value, answer.HttpStatus);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Callback {Id} of client {Client} failed, attempt {Attempts}: {Failure} {HttpStatus}")]
        public static partial void Failed(ILogger logger, string id, string client, int attempts, CallbackFailure failure, int? httpStatus);

        [LoggerMessage(LogLevel.Warning, "Callback {Id} of client {Client} is parked after attempt {Attempts}")]
        public static partial void Parked(ILogger logger, string id, string client, int attempts);

        [LoggerMessage(LogLevel.Warning, "The endpoint of client {Client} wants no more callbacks (410) and is disabled")]
        public static partial void Gone(ILogger logger, string client);
    }
}

/// <summary>Whose turn it is. Who comes while a turn is taken is not forgotten: the turn does not end before one more look.</summary>
internal sealed class ClientTurns
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, bool> _askedAgain = [];

    public bool TryBegin(string client)
    {
        lock (_lock)
        {
            if (_askedAgain.TryAdd(client, false))
                return true;
            _askedAgain[client] = true;
            return false;
        }
    }

    /// <returns>False when somebody came meanwhile: look once more.</returns>
    public bool TryEnd(string client)
    {
        lock (_lock)
        {
            if (!_askedAgain[client])
                return _askedAgain.Remove(client);
            _askedAgain[client] = false;
            return false;
        }
    }

    public void End(string client)
    {
        lock (_lock)
            _askedAgain.Remove(client);
    }
}
