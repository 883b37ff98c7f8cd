using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Core.Reports;
using Peyk.Functions.Complaints;
using Peyk.Functions.Contacts;
using Peyk.Functions.Delivery;
using Peyk.Functions.Feedback;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Reports;

/// <summary>
/// Counts what is known of a day beside its deliveries, by the same rules as <see cref="DeliveryRollups"/>: always from the rows and never by
/// adding to what was counted before. Opt-outs are rows of the day; requests for feedback lie in a range of the day; of complaints those are
/// read that were open on the day, since that is what a backlog is of.
/// </summary>
public sealed class DayFactRollups(
    DayFactStore store, ComplaintStore complaints, FeedbackStore feedback, OptOutLog optOuts, DayLog log, NotificationKeys keys, Cursors cursors,
    IOptions<RetentionOptions> retention, TimeProvider time)
{
    private const string Work = "day-facts";
    private const string FrozenWork = "day-facts-frozen";
    private const string OptOutsWork = "day-facts-opt-outs";
    private const int MostFreezes = 8;

    /// <summary>Counts today and the days since the last run. What there is no time for is left to the next.</summary>
    /// <returns>How many days have other facts now.</returns>
    public async Task<int> RunAsync(Func<bool> mayGoOn, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var today = keys.Day(now);
        var changed = await CountAsync(today, cancellationToken) == DayCount.Changed ? 1 : 0;
        // A change that began just before midnight marks nothing, so that a day is done some minutes after its end.
        var end = keys.Day(now - RecountMarks.Settling);
        var begin = await cursors.ReadAsync(Work, cancellationToken);
        var next = begin ?? await log.FirstDayAsync(new(2000, 1, 1), cancellationToken) ?? today;
        for (; next < today && mayGoOn(); next = next.PlusDays(1))
        {
            var outcome = await CountAsync(next, cancellationToken);
            if (outcome == DayCount.Lost)
                break;
            changed += outcome == DayCount.Changed ? 1 : 0;
        }

        next = next < end ? next : end;
        if (begin is null || next > begin)
            await cursors.WriteAsync(Work, next, cancellationToken);
        await ForgetOptOutsAsync(next, now, mayGoOn, cancellationToken);
        return changed;
    }

    /// <summary>Counts one day anew.</summary>
    public Task<DayCount> CountAsync(LocalDate day, CancellationToken cancellationToken) => CountAsync(day, freeze: false, cancellationToken);

    /// <summary>Counts days for the last time, before the first row of what is counted in them goes.</summary>
    /// <param name="last">The last one whose rows may go; every day before it is frozen with it.</param>
    public async Task FreezeAsync(LocalDate last, CancellationToken cancellationToken)
    {
        var begin = await cursors.ReadAsync(FrozenWork, cancellationToken) ?? new LocalDate(2000, 1, 1);
        if (begin > last)
            return;
        await foreach (var row in store.ReadAsync(begin, last, cancellationToken))
            await FreezeDayAsync(row.Day, cancellationToken);
        await cursors.WriteAsync(FrozenWork, last.PlusDays(1), cancellationToken);
    }

    private async Task FreezeDayAsync(LocalDate day, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MostFreezes; i++)
        {
            if (await CountAsync(day, freeze: true, cancellationToken) != DayCount.Lost)
                return;
        }

        throw new InvalidOperationException($"The facts of {day:uuuu-MM-dd} changed {MostFreezes} times while they were to be frozen.");
    }

    private async Task<DayCount> CountAsync(LocalDate day, bool freeze, CancellationToken cancellationToken)
    {
        // Read before counting: whoever writes between the two has counted at least as late as we begin.
        var before = await store.ReadAsync(day, cancellationToken);
        if (before is { IsFrozen: true })
            return DayCount.Frozen;
        var countedAt = time.GetUtcNow();
        var (start, end) = (keys.StartOf(day), keys.StartOf(day.PlusDays(1)));
        var facts = new DayFacts();
        foreach (var complaint in await complaints.ReadForReportAsync(start, end, cancellationToken))
            complaint.AddTo(facts, start, end);
        await feedback.CountAsync(start, end, facts, cancellationToken);
        await CountOptOutsAsync(day, before, facts, cancellationToken);
        if (before is null && facts.IsEmpty)
            return DayCount.Same;
        var figures = StoredFacts.Write(facts);
        var isSame = before is not null && before.Figures.AsSpan().SequenceEqual(figures);
        if (isSame && !freeze)
            return DayCount.Same;
        var count = facts.OptOuts.Sum(o => o.Value) + facts.Complaints.Sum(c => c.Value.Opened) + facts.Feedback.Sum(f => f.Value.Asked);
        if (!await store.WriteAsync(day, figures, count, freeze, countedAt, before, cancellationToken))
            return DayCount.Lost;
        return isSame ? DayCount.Same : DayCount.Changed;
    }

    private async Task CountOptOutsAsync(LocalDate day, RollupRow? before, DayFacts facts, CancellationToken cancellationToken)
    {
        var counted = new DayFacts();
        await optOuts.CountAsync(day, counted, cancellationToken);
        // Asked after they were read, and written before the first one goes: what was read is either all of them or not used.
        var areGone = await cursors.ReadAsync(OptOutsWork, cancellationToken) is { } kept && day < kept;
        var found = areGone
            ? (before is null ? [] : StoredFacts.Read(before.Figures).OptOuts ?? []).Select(o => KeyValuePair.Create(o.Key, o.Count))
            : counted.OptOuts;
        foreach (var (key, count) in found)
            facts.AddOptOuts(key, count);
    }

    /// <summary>The rows of opt-outs go as contents do; their counts stay.</summary>
    /// <param name="done">Every day before it is counted for good.</param>
    private async Task ForgetOptOutsAsync(LocalDate done, DateTimeOffset now, Func<bool> mayGoOn, CancellationToken cancellationToken)
    {
        var last = keys.Day(now - retention.Value.Content);
        var until = last < done ? last : done;
        var begin = await cursors.ReadAsync(OptOutsWork, cancellationToken) ?? until.PlusDays(-1);
        for (var day = begin.PlusDays(-1); day < until && mayGoOn(); day = day.PlusDays(1))
        {
            // The day before the first is gone over once more: its deletion may have broken off.
            if (day >= begin)
                await cursors.WriteAsync(OptOutsWork, day.PlusDays(1), cancellationToken);
            await optOuts.DeleteAsync(day, cancellationToken);
        }
    }
}
