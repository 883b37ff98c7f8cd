using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Options;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Delivery;

/// <summary>
/// Within an instance: bulk work is done a few at a time, and begins while no transactional message is being taken over or sent. It
/// waits for those a second at the most, so that it goes on under any load.
/// </summary>
public sealed class LanePriority(IOptions<BatchOptions> options, TimeProvider time) : IFunctionsWorkerMiddleware
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    // What waits for one provider's rate must not hold up the other's.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _queues = new();
    private int _transactional;

    /// <summary>Around every function.</summary>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (!IsTransactional(context.FunctionDefinition.Name))
        {
            await next(context);
            return;
        }

        Interlocked.Increment(ref _transactional);
        try
        {
            await next(context);
        }
        finally
        {
            Interlocked.Decrement(ref _transactional);
        }
    }

    /// <summary>Does a piece of bulk work when its turn has come.</summary>
    /// <param name="queue">Where it comes from: so many at once of each queue.</param>
    public async Task RunBulkAsync(string queue, Func<Task> work, CancellationToken cancellationToken)
    {
        var bulk = _queues.GetOrAdd(queue, _ => new(options.Value.AtOnce));
        await bulk.WaitAsync(cancellationToken);
        try
        {
            var started = time.GetTimestamp();
            while (Volatile.Read(ref _transactional) > 0 && time.GetElapsedTime(started) < Patience)
                await Task.Delay(Look, time, cancellationToken);
            await work();
        }
        finally
        {
            bulk.Release();
        }
    }

    private static bool IsTransactional(string function) =>
        function is nameof(SendSmsQueue) or nameof(SendEmailQueue) or nameof(StatusUpdates.AcceptStatusUpdateHttp);
}
