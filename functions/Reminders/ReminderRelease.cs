using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Reminders;

/// <summary>
/// Fires what is due, each minute: one query over the due minutes, from five minutes before the cursor up to two minutes ahead. After a
/// stop, what is due now goes first; what is late follows in its order, so much a minute and spread over it, because providers and
/// people would feel a flood; what is of no use any more does not go at all.
/// </summary>
public sealed partial class ReminderRelease(
    ReminderSchedule schedule, ReminderFiring firing, Cursors cursors, IOptions<ReminderOptions> options, TimeProvider time, ILogger<ReminderRelease> logger)
{
    private const string Work = "reminders";

    /// <summary>Read again each time: rows may be written late, by an instance whose clock is behind or whose write took its time.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(5);

    /// <summary>Below the function's deadline of 60 s.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);

    /// <returns>How many rows of the schedule were done with.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var started = time.GetTimestamp();
        var run = new Run(now);
        var cursor = await cursors.ReadMomentAsync(Work, cancellationToken) ?? DateTimeOffset.UnixEpoch;
        var late = now - Again;
        if (cursor >= late)
        {
            await FireAsync(run, cursor - Again, now + ReminderFiring.Ahead, new Pace(now, int.MaxValue), started, cancellationToken);
        }
        else
        {
            await FireAsync(run, late, now + ReminderFiring.Ahead, new Pace(now, int.MaxValue), started, cancellationToken);
            // What is due within their common minute may be found by both: the second finds it done.
            await FireAsync(run, cursor - Again, late, new Pace(now, options.Value.CatchUpPerMinute), started, cancellationToken);
        }

        // Everything before it is done with. What failed, or found no time, is read again.
        await cursors.WriteMomentAsync(Work, run.Undone < now ? run.Undone : now, cancellationToken);
        if (run.Done > 0)
            Log.Released(logger, run.Done, run.Failed);
        return run.Done;
    }

    private async Task FireAsync(Run run, DateTimeOffset from, DateTimeOffset to, Pace pace, long started, CancellationToken cancellationToken)
    {
        await foreach (var page in schedule.FindDueAsync(from, to, cancellationToken))
        {
            var done = new ConcurrentBag<ScheduledOccurrence>();
            // Places are taken one after the other, as the rows are drawn from here.
            var inTurn = page.OrderBy(row => row.At).Select(row => (Row: row, Place: time.GetElapsedTime(started) < Longest ? pace.Take() : null));
            await Parallel.ForEachAsync(
                inTurn,
                new ParallelOptions { MaxDegreeOfParallelism = options.Value.AtOnce, CancellationToken = cancellationToken },
                async (next, token) =>
                {
                    if (next.Place is not { } place)
                        run.Leave(next.Row.At);
                    else if (await TryFireAsync(run, next.Row, place, token))
                        done.Add(next.Row);
                });
            await schedule.DeleteAsync(done, cancellationToken);
            run.Count(done.Count);
            if (pace.IsUsedUp || time.GetElapsedTime(started) > Longest)
            {
                // Pages come minute by minute: what the others hold is not before the last one's minute.
                run.Leave(page[^1].At.AddMinutes(-1));
                return;
            }
        }
    }

    private async Task<bool> TryFireAsync(Run run, ScheduledOccurrence row, Place place, CancellationToken cancellationToken)
    {
        try
        {
            return await firing.FireAsync(row, place.Use, cancellationToken);
        }
        // One reminder that cannot be fired must not keep the others from it; it stays in the schedule.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            run.Fail(row.At);
            Log.Failed(logger, e, row.Reminder);
            return false;
        }
        finally
        {
            place.GiveBackUnlessUsed();
        }
    }

    /// <summary>Spreads so many messages over a minute, in the order in which they take their places; without a bound they go at their own times.</summary>
    private sealed class Pace(DateTimeOffset start, int most)
    {
        private readonly Lock _lock = new();
        private int _taken;

        public bool IsUsedUp { get; private set; }

        /// <summary>Null when all are taken; then nobody comes before those who had to stay.</summary>
        public Place? Take()
        {
            lock (_lock)
            {
                IsUsedUp |= _taken == most;
                return IsUsedUp ? null : new(this, most == int.MaxValue ? null : start + (TimeSpan.FromMinutes(1) * ((double)_taken++ / most)));
            }
        }

        public void GiveBack()
        {
            lock (_lock)
                _taken = Math.Max(0, _taken - 1);
        }
    }

    private sealed class Place(Pace pace, DateTimeOffset? sendAt)
    {
        private bool _isUsed;

        public DateTimeOffset? Use()
        {
            _isUsed = true;
            return sendAt;
        }

        public void GiveBackUnlessUsed()
        {
            if (!_isUsed && sendAt is not null)
                pace.GiveBack();
        }
    }

    private sealed class Run(DateTimeOffset now)
    {
        private readonly Lock _lock = new();

        public DateTimeOffset Undone { get; private set; } = now;

        public int Done { get; private set; }

        public int Failed { get; private set; }

        public void Count(int done) => Done += done;

        public void Leave(DateTimeOffset at)
        {
            lock (_lock)
                Undone = at < Undone ? at : Undone;
        }

        public void Fail(DateTimeOffset at)
        {
            Leave(at);
            lock (_lock)
                Failed++;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Count} occurrences of reminders were released; {Failed} failed and are tried again")]
        public static partial void Released(ILogger logger, int count, int failed);

        [LoggerMessage(LogLevel.Error, "Reminder {Id} could not be fired and is tried again")]
        public static partial void Failed(ILogger logger, Exception exception, Guid id);
    }
}
