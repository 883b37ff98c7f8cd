using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Peyk.Runtime.Hosting;

namespace Peyk.Runtime.Invocation;

/// <summary>Runs a function once: deadline, activity, log scope, middleware, and the record of how it went.</summary>
internal sealed partial class FunctionRunner(
    IServiceScopeFactory scopes, IOptions<RuntimeOptions> options, HostJson host, Drain drain, TimeProvider time, ILogger<FunctionRunner> logger)
{
    private readonly TimeSpan deadline =
        host.FunctionTimeout is { } timeout && timeout < options.Value.FunctionDeadline ? timeout : options.Value.FunctionDeadline;

    /// <summary>In a dependency scope of its own.</summary>
    /// <exception cref="Exception">Whatever the function threw.</exception>
    /// <exception cref="TimeoutException">It gave up because its deadline had passed.</exception>
    public async Task RunAsync(FunctionPipeline pipeline, Trigger trigger)
    {
        await using var scope = scopes.CreateAsyncScope();
        await RunAsync(pipeline, trigger, scope.ServiceProvider, complete: null, CancellationToken.None);
    }

    /// <param name="pipeline">The function.</param>
    /// <param name="trigger">What triggers it.</param>
    /// <param name="services">The scope of this run.</param>
    /// <param name="complete">What is left to do with the result, still under the deadline.</param>
    /// <param name="cancellationToken">Fires when nobody waits for the run any longer.</param>
    public async Task RunAsync(
        FunctionPipeline pipeline, Trigger trigger, IServiceProvider services, Func<InvocationContext, Task>? complete, CancellationToken cancellationToken)
    {
        var function = pipeline.Function.Name;
        using var activity = InvocationActivity.Start(function, trigger.Kind, trigger.TraceParent);
        using var timeout = new CancellationTokenSource(deadline, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, drain.Abort, cancellationToken);
        var invocationId = trigger.InvocationId ?? Guid.CreateVersion7(time.GetUtcNow()).ToString();
        var invocation = new InvocationContext(pipeline.Function, trigger, invocationId, services, activity, linked.Token);
        using var logScope = logger.BeginScope(new InvocationScope(function, invocationId, activity.Id ?? ""));
        var started = time.GetTimestamp();
        try
        {
            await pipeline.RunAsync(invocation);
            if (complete is not null)
                await complete(invocation);
            Log.Succeeded(logger, function, time.GetElapsedTime(started).TotalMilliseconds);
            Record(function, "ok", started);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested)
        {
            Log.TimedOut(logger, function, deadline);
            Fail(activity, function, "deadline", started);
            throw new TimeoutException($"Function {function} was cancelled at its deadline.", e);
        }
        catch (OperationCanceledException) when (linked.IsCancellationRequested)
        {
            Log.Cancelled(logger, function, time.GetElapsedTime(started).TotalMilliseconds);
            Fail(activity, function, "cancelled", started);
            throw;
        }
        catch (BadHttpRequestException e)
        {
            Log.BadRequest(logger, function, e.StatusCode);
            Fail(activity, function, "bad_request", started);
            throw;
        }
        catch (Exception e)
        {
            Log.Failed(logger, e, function, time.GetElapsedTime(started).TotalMilliseconds);
            Fail(activity, function, "error", started);
            throw;
        }
    }

    private void Fail(Activity activity, string function, string outcome, long started)
    {
        activity.SetStatus(ActivityStatusCode.Error, outcome);
        Record(function, outcome, started);
    }

    private void Record(string function, string outcome, long started) =>
        RuntimeTelemetry.InvocationDuration.Record(
            time.GetElapsedTime(started).TotalSeconds, new("function", function), new KeyValuePair<string, object?>("outcome", outcome));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "{Function} succeeded in {Milliseconds} ms")]
        public static partial void Succeeded(ILogger logger, string function, double milliseconds);

        [LoggerMessage(2, LogLevel.Error, "{Function} failed after {Milliseconds} ms")]
        public static partial void Failed(ILogger logger, Exception exception, string function, double milliseconds);

        [LoggerMessage(3, LogLevel.Error, "{Function} was cancelled at its deadline of {Deadline}")]
        public static partial void TimedOut(ILogger logger, string function, TimeSpan deadline);

        [LoggerMessage(4, LogLevel.Warning, "{Function} was cancelled after {Milliseconds} ms: the caller went away, or the host stops")]
        public static partial void Cancelled(ILogger logger, string function, double milliseconds);

        [LoggerMessage(5, LogLevel.Information, "{Function} got a request that cannot be read: {Status}")]
        public static partial void BadRequest(ILogger logger, string function, int status);
    }
}
