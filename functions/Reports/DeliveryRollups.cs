using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Functions.Delivery;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Reports;

/// <summary>What became of a day that was to be counted.</summary>
public enum DayCount
{
    /// <summary>Its figures were other than before, and are written.</summary>
    Changed,

    /// <summary>Its figures are what they were.</summary>
    Same,

    /// <summary>Another instance wrote it while it was counted: it must be counted again.</summary>
    Lost,

    /// <summary>Its log goes, or is gone: it is not counted any more.</summary>
    Frozen,
}

/// <summary>
/// Counts days anew, always from their logs and never by adding to what was counted before, so that a repeat changes nothing: today, the
/// days since the last run, and those that a late receipt or a correction marked. A row is written only if it is still as it was when
/// counting began; of two instances the later writer gives way, and the day is counted again.
/// </summary>
public sealed partial class DeliveryRollups(
    DayLog log, DayNewsletters newsletters, RollupStore store, DayFactRollups facts, RecountMarks marks, NotificationKeys keys, Cursors cursors,
    IOptions<RetentionOptions> retention, TimeProvider time, ILogger<DeliveryRollups> logger)
{
    private const string Work = "delivery-rollups";
    private const string CountedWork = "delivery-rollups-counted";
    private const int MostFreezes = 8;

    /// <summary>Below the function's deadline of 60 s.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);

    /// <summary>When today was counted last; null when it never was.</summary>
    public Task<DateTimeOffset?> CountedAtAsync(CancellationToken cancellationToken) => cursors.ReadMomentAsync(CountedWork, cancellationToken);

    /// <summary>One run of the timer. What it has no time for is left to the next.</summary>
    /// <returns>How many days have other figures now.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var (now, started) = (time.GetUtcNow(), time.GetTimestamp());
        bool MayGoOn() => time.GetElapsedTime(started) < Longest;
        var today = keys.Day(now);
        var changed = 0;
        if (await CountAsync(today, freeze: false, cancellationToken) is var outcome and not DayCount.Lost)
        {
            changed += outcome == DayCount.Changed ? 1 : 0;
            await cursors.WriteMomentAsync(CountedWork, now, cancellationToken);
        }

        changed += await CountMarkedAsync(MayGoOn, cancellationToken);
        changed += await CountSinceAsync(today, now, MayGoOn, cancellationToken);
        changed += await facts.RunAsync(MayGoOn, cancellationToken);
        if (changed > 0)
            Log.Counted(logger, changed, time.GetElapsedTime(started));
        return changed;
    }

    /// <summary>Counts one day anew: its deliveries, and what else is known of it.</summary>
    public async Task<DayCount> CountAsync(LocalDate day, CancellationToken cancellationToken)
    {
        var (deliveries, others) = (await CountAsync(day, freeze: false, cancellationToken), await facts.CountAsync(day, cancellationToken));
        foreach (var outcome in (DayCount[])[DayCount.Lost, DayCount.Changed])
        {
            if (deliveries == outcome || others == outcome)
                return outcome;
        }

        return deliveries;
    }

    /// <summary>
    /// Counts a day for the last time, before its log goes. Afterwards nothing changes its figures, however often it is called and however much of
    /// the log is left.
    /// </summary>
    public async Task FreezeAsync(LocalDate day, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MostFreezes; i++)
        {
            if (await log.FirstDayAsync(day, cancellationToken) != day || await CountAsync(day, freeze: true, cancellationToken) != DayCount.Lost)
                return;
        }

        throw new InvalidOperationException($"The figures of {day:uuuu-MM-dd} changed {MostFreezes} times while they were to be frozen.");
    }

    private async Task<int> CountMarkedAsync(Func<bool> mayGoOn, CancellationToken cancellationToken)
    {
        var changed = 0;
        foreach (var mark in await marks.ReadAsync(cancellationToken))
        {
            if (!mayGoOn())
                break;
            var begun = time.GetUtcNow();
            var outcome = await CountAsync(mark.Day, cancellationToken);
            changed += outcome == DayCount.Changed ? 1 : 0;
            // A younger mark may announce a change that this count came too early for.
            if (outcome != DayCount.Lost && begun >= mark.At + RecountMarks.Settling)
                await marks.RemoveAsync(mark, cancellationToken);
        }

        return changed;
    }

    /// <summary>The days since the last run that are over by now: after midnight yesterday, after an outage more, at first every day there is.</summary>
    private async Task<int> CountSinceAsync(LocalDate today, DateTimeOffset now, Func<bool> mayGoOn, CancellationToken cancellationToken)
    {
        // A change that began just before midnight marks nothing, so that a day is done some minutes after its end.
        var end = keys.Day(now - RecountMarks.Settling);
        var begin = await cursors.ReadAsync(Work, cancellationToken);
        var next = begin ?? new LocalDate(2000, 1, 1);
        var changed = 0;
        while (next < today && mayGoOn())
        {
            if (await log.FirstDayAsync(next, cancellationToken) is not { } day || day >= today)
            {
                next = today;
                break;
            }

            var outcome = await CountAsync(day, freeze: false, cancellationToken);
            if (outcome == DayCount.Lost)
                break;
            changed += outcome == DayCount.Changed ? 1 : 0;
            next = day.PlusDays(1);
        }

        next = next < end ? next : end;
        if (next != begin && !(next < begin))
            await cursors.WriteAsync(Work, next, cancellationToken);
        return changed;
    }

    private async Task<DayCount> CountAsync(LocalDate day, bool freeze, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        // Read before counting: whoever writes between the two has counted at least as late as we begin.
        var before = await store.ReadAsync(day, cancellationToken);
        if (before is { IsFrozen: true })
            return DayCount.Frozen;
        var countedAt = time.GetUtcNow();
        var tally = await log.CountAsync(day, cancellationToken);
        tally.Add(
            before is not null && MayNewslettersGo(day, countedAt)
                ? DayNewsletters.Keep(before.Figures)
                : await newsletters.CountAsync(day, cancellationToken));
        var outcome = DayCount.Same;
        if (before is not null || !tally.IsEmpty)
        {
            var figures = StoredRollup.Write(tally);
            var isSame = before is not null && before.Figures.AsSpan().SequenceEqual(figures);
            if (!isSame || freeze)
            {
                var deliveries = tally.Groups.Sum(g => g.Value.Deliveries);
                var isWritten = await store.WriteAsync(day, figures, deliveries, freeze, countedAt, before, cancellationToken);
                outcome = !isWritten ? DayCount.Lost : isSame ? DayCount.Same : DayCount.Changed;
            }
        }

        Telemetry.DayCounted(outcome, time.GetElapsedTime(started));
        return outcome;
    }

    /// <summary>
    /// Whether rows of the day's issues may go by now, which are kept from an issue's end and not from its day's: then what was counted of
    /// them stays. A day more, for what clocks differ by and for a midnight while it is counted.
    /// </summary>
    private bool MayNewslettersGo(LocalDate day, DateTimeOffset now) => day <= keys.Day(now - retention.Value.Log).PlusDays(1);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "The reports have new figures of {Days} days ({Time})")]
        public static partial void Counted(ILogger logger, int days, TimeSpan time);
    }
}
