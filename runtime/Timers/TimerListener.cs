using Azure;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Peyk.Runtime.Hosting;
using Peyk.Runtime.Invocation;

namespace Peyk.Runtime.Timers;

/// <summary>
/// Runs one timer function at its ticks. Every instance waits for the stored next tick; the one that gets the lease runs it and moves
/// the record on, so that each tick runs once. A tick whose runner died is taken over when its lease has ended.
/// </summary>
internal sealed partial class TimerListener(FunctionPipeline pipeline, TimerTriggerAttribute trigger, TimerSchedule schedule, TimerBlob blob, TimerServices services)
{
    /// <summary>Later than this a tick counts as past due.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private readonly Drain drain = services.Drain;
    private readonly TimeProvider time = services.Time;
    private readonly ILogger logger = services.Logger;
    private readonly string function = pipeline.Function.Name;
    private readonly RandomizedBackoff faults = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    private readonly bool isMonitored = trigger.UseMonitor && !schedule.IsFrequent(services.Time.GetUtcNow());
    private bool isStarting = true;
    private bool mustRunOnStartup = trigger.RunOnStartup;
    private DateTimeOffset? ranUnrecorded;

    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Until the host stops; ends when a run under way has ended.</summary>
    public async Task ListenAsync()
    {
        while (!drain.Stopping.IsCancellationRequested)
        {
            try
            {
                await StepAsync();
                faults.Reset();
            }
            catch (OperationCanceledException) when (drain.Stopping.IsCancellationRequested)
            {
                // The loop ends.
            }
            catch (Exception e)
            {
                // The boundary of this timer: whatever it is, the others and the next step go on.
                Log.Faulted(logger, e, function);
                await WaitAsync(faults.Next());
            }
        }
    }

    private async Task StepAsync()
    {
        var record = await blob.ReadAsync(drain.Stopping);
        if (record is null)
        {
            await blob.CreateAsync(From(last: null, Now), drain.Stopping);
            return;
        }

        if (record.Schedule != schedule.Text || IsSkippedAtStart(record))
        {
            if (!await blob.TryReplaceAsync(record, From(record.Last, Now), drain.Stopping))
                await WaitForOtherAsync();
            return;
        }

        isStarting = false;
        if (!mustRunOnStartup && await WaitForAsync(record.Next))
            return;
        await RunOrWaitAsync(record);
    }

    /// <summary>
    /// A tick missed while no instance was there runs late only when the schedule is monitored. So young a tick may be another
    /// instance's, which is about to run it.
    /// </summary>
    private bool IsSkippedAtStart(TimerRecord record) =>
        isStarting && !isMonitored && !record.IsLocked && Now - record.Next > services.Lease * 2;

    /// <returns>Whether it had to wait, so that the record may have changed.</returns>
    private async Task<bool> WaitForAsync(DateTimeOffset due)
    {
        var waited = false;
        while (due - Now is { Ticks: > 0 } left && !drain.Stopping.IsCancellationRequested)
        {
            // In pieces, so that a corrected clock is noticed.
            await WaitAsync(left < LongestWait ? left : LongestWait);
            waited = true;
        }

        return waited;
    }

    private async Task RunOrWaitAsync(TimerRecord record)
    {
        var lease = record.IsLocked ? null : await blob.TryLockAsync(record, services.Lease, drain.Stopping);
        if (lease is null)
            await WaitForOtherAsync();
        else
            await RunAsync(record, lease);
    }

    private async Task RunAsync(TimerRecord record, BlobLeaseClient lease)
    {
        var tick = record.Next <= Now ? record.Next : Now;
        await using var held = new TimerLock(lease, function, services.Lease, time, logger);

        // The tick may have run and only the writing failed.
        if (ranUnrecorded != tick && !await TryRunAsync(record))
            return;
        ranUnrecorded = tick;
        mustRunOnStartup = false;
        await WriteAsync(tick, held);
    }

    /// <returns>Whether the tick is done with. When the stop cut it short it stays due, for another instance or the next start.</returns>
    private async Task<bool> TryRunAsync(TimerRecord record)
    {
        try
        {
            await services.Runner.RunAsync(pipeline, TimerTriggerBinding.Trigger(Describe(record)));
            return true;
        }
        catch (OperationCanceledException) when (drain.Abort.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception)
        {
            // The runner has logged it; a failed tick is not run again.
            return true;
        }
    }

    private async Task WriteAsync(DateTimeOffset tick, TimerLock held)
    {
        // Should the clock have been set back meanwhile, the tick that ran must not come again.
        var next = From(tick, after: tick > Now ? tick : Now);
        try
        {
            await blob.WriteAsync(next, held.Lease);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            Log.LockLost(logger, function);
        }
    }

    private TimerRecord From(DateTimeOffset? last, DateTimeOffset after) => new(last, schedule.After(after), Now, schedule.Text);

    private TimerInfo Describe(TimerRecord record) => new()
    {
        IsPastDue = isMonitored && Now - record.Next > Late,
        ScheduleStatus = !isMonitored
            ? null
            : new ScheduleStatus
            {
                Last = record.Last?.UtcDateTime ?? default,
                Next = record.Next.UtcDateTime,
                LastUpdated = record.Last is null ? default : record.Updated.UtcDateTime,
            },
    };

    private Task WaitForOtherAsync() => WaitAsync(services.Lease / 6);

    private async Task WaitAsync(TimeSpan pause) =>
        await Task.Delay(pause, time, drain.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Timer {Function} cannot reach its record; trying again")]
        public static partial void Faulted(ILogger logger, Exception exception, string function);

        [LoggerMessage(2, LogLevel.Warning, "Timer {Function} lost its lock while it ran; its record was not written")]
        public static partial void LockLost(ILogger logger, string function);
    }
}
