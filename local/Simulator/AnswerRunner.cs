using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Peyk.Local.Simulator.Scenarios;

namespace Peyk.Local.Simulator;

/// <summary>Counts the requests of recipients that misbehave a few times, and ends requests that get no answer.</summary>
internal sealed class AnswerRunner(ProviderSimulatorOptions options)
{
    private readonly ConcurrentDictionary<string, int> _requests = new();
    private int _hanging;

    /// <summary>Requests that are kept without an answer at the moment.</summary>
    public int Hanging => Volatile.Read(ref _hanging);

    /// <summary>The answer of this request: a scenario that misbehaves <c>Times</c> times accepts the next one and starts over.</summary>
    public Answer Next(Answer answer, string recipient)
    {
        if (answer.Times == 0)
            return answer;
        var count = _requests.AddOrUpdate(recipient, 1, (_, before) => before + 1);
        return count % (answer.Times + 1) == 0 ? Answer.Accept : answer;
    }

    public void Clear() => _requests.Clear();

    /// <summary>Waits until the client gives up.</summary>
    public async Task HangAsync(HttpContext context)
    {
        Interlocked.Increment(ref _hanging);
        try
        {
            await Task.Delay(options.Hang, options.TimeProvider, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The client gave up, which is what was to happen.
        }
        finally
        {
            Interlocked.Decrement(ref _hanging);
        }
        context.Abort();
    }

    /// <summary>Ends the connection with a reset instead of an orderly close.</summary>
    public static void Reset(HttpContext context)
    {
        if (context.Features.Get<IConnectionSocketFeature>() is { } feature)
            feature.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        context.Abort();
    }
}
