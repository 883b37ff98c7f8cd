using Azure;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Logging;
using Peyk.Runtime.Hosting;

namespace Peyk.Runtime.Timers;

/// <summary>Holds the lease of a timer while it runs.</summary>
internal sealed partial class TimerLock : IAsyncDisposable
{
    private readonly BlobLeaseClient lease;
    private readonly string function;
    private readonly TimeSpan duration;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CancellationTokenSource ended = new();
    private readonly Task renewing;

    public TimerLock(BlobLeaseClient lease, string function, TimeSpan duration, TimeProvider time, ILogger logger)
    {
        this.lease = lease;
        this.function = function;
        this.duration = duration;
        this.time = time;
        this.logger = logger;
        renewing = RenewAsync();
    }

    public BlobLeaseClient Lease => lease;

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await renewing;
        ended.Dispose();
        try
        {
            await lease.ReleaseAsync();
        }
        catch (Exception e) when (e.IsStorageFault())
        {
            Log.NotReleased(logger, e, function);
        }
    }

    private async Task RenewAsync()
    {
        while (true)
        {
            await Task.Delay(duration / 3, time, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ended.IsCancellationRequested)
                return;
            try
            {
                await lease.RenewAsync();
            }
            catch (Exception e) when (e.IsStorageFault())
            {
                Log.NotRenewed(logger, e, function);
                if (e is RequestFailedException { Status: 409 or 412 })
                    return;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The lock of timer {Function} could not be renewed while it runs; another instance may run it too")]
        public static partial void NotRenewed(ILogger logger, Exception exception, string function);

        [LoggerMessage(2, LogLevel.Warning, "The lock of timer {Function} could not be given up and ends by itself")]
        public static partial void NotReleased(ILogger logger, Exception exception, string function);
    }
}
