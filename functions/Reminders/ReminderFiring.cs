using Microsoft.Extensions.Options;
using Peyk.Core.Cases;
using Peyk.Core.Reminders;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Reminders;

/// <summary>
/// Fires what is due of one reminder. First the reminder's row says so, by its ETag; then the notification is minted, with an id that
/// follows from the occurrence; then the next occurrence is scheduled. Whoever finds the first done and not the others does them again.
/// </summary>
public sealed class ReminderFiring(
    ReminderStore reminders,
    ReminderSchedule schedule,
    ReminderComposer composer,
    ReminderRetention retention,
    Acceptance acceptance,
    Cancellation cancellation,
    StopConditions conditions,
    WorkingWeek week,
    IOptions<PeykOptions> options,
    TimeProvider time)
{
    /// <summary>What is due within this time is handed over, to leave at its second.</summary>
    public static readonly TimeSpan Ahead = Acceptance.Soon;

    /// <summary>A reminder is written after its row of the schedule, by a function that has a minute for it.</summary>
    private static readonly TimeSpan Writing = TimeSpan.FromMinutes(2);

    private const int MostConflicts = 8;

    /// <param name="sendAt">Asked for each message that is made: not before this; null for the occurrence's own time.</param>
    /// <returns>Whether the row is done with and can be deleted.</returns>
    public async Task<bool> FireAsync(ScheduledOccurrence due, Func<DateTimeOffset?>? sendAt, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            var reminder = await reminders.ReadAsync(due.ClientId, due.Reminder, cancellationToken);
            if (reminder is null || due.Version > reminder.Version)
                return time.GetUtcNow() - due.WrittenAt > Writing; // Its writing may be under way; if it broke off, nothing was promised.
            if (due.Version < reminder.Version)
                return true;
            Prepared? prepared = null;
            if (reminder.State == ReminderState.Active && reminder.Next == due.Number)
            {
                (var fired, prepared) = await SettleAsync(reminder, cancellationToken);
                if (!await reminders.TrySaveAsync(fired, cancellationToken))
                    continue;
                reminder = fired;
            }

            await CompleteAsync(reminder, due.Number, prepared, sendAt, cancellationToken);
            return true;
        }

        throw new InvalidOperationException($"Reminder {due.Reminder} changed {MostConflicts} times while it was fired.");
    }

    /// <summary>Fires at once what is due so soon that the timer might come too late for it. It stays in the schedule until it is fired.</summary>
    public async Task FireIfSoonAsync(ScheduledOccurrence scheduled, CancellationToken cancellationToken)
    {
        if (scheduled.At <= time.GetUtcNow() + Ahead && await FireAsync(scheduled, sendAt: null, cancellationToken))
            await schedule.DeleteAsync([scheduled], cancellationToken);
    }

    /// <summary>
    /// Makes the notifications that the row claims, where they are not made yet: a crash may have come between, or another instance may be
    /// about to. Making one again changes nothing.
    /// </summary>
    public Task MintAsync(StoredReminder reminder, CancellationToken cancellationToken) =>
        MintAsync(reminder, Live(reminder), prepared: null, sendAt: null, cancellationToken);

    /// <summary>
    /// Takes back what was minted and has not been sent. What is claimed and not minted yet is minted for it, so that nobody can mint it
    /// later.
    /// </summary>
    /// <returns>What came of it for each notification that could still have been sent.</returns>
    public async Task<IReadOnlyDictionary<Guid, CancelOutcome>> WithdrawAsync(StoredReminder reminder, CancellationToken cancellationToken)
    {
        var outcomes = new Dictionary<Guid, CancelOutcome>();
        foreach (var entry in Live(reminder))
        {
            var id = entry.Notification!.Value;
            var outcome = await cancellation.CancelAsync(id, reminder.ClientId, cancellationToken);
            if (outcome == CancelOutcome.NotFound && entry.Version == reminder.Version)
            {
                await MintAsync(reminder, [entry], prepared: null, sendAt: null, cancellationToken);
                outcome = await cancellation.CancelAsync(id, reminder.ClientId, cancellationToken);
            }

            outcomes[id] = outcome;
        }

        return outcomes;
    }

    /// <summary>Does what follows from what the row says; doing it again changes nothing.</summary>
    /// <param name="from">The first occurrence for which it may not have been done.</param>
    private async Task CompleteAsync(StoredReminder reminder, int from, Prepared? prepared, Func<DateTimeOffset?>? sendAt, CancellationToken cancellationToken)
    {
        var claimed = Live(reminder).Where(e => e.Version == reminder.Version && e.Number >= from);
        await MintAsync(reminder, claimed, prepared, sendAt, cancellationToken);
        if (reminder.State == ReminderState.Active)
        {
            var next = ScheduledOccurrence.Of(reminder, reminder.Plan.From(reminder.Next!.Value, week).First(), time.GetUtcNow());
            await schedule.AddAsync(next, cancellationToken);
            // Only when this is made up for long after: its minute may not be read again.
            await FireIfSoonAsync(next, cancellationToken);
            return;
        }

        if (reminder.State == ReminderState.Cancelled)
            await WithdrawAsync(reminder, cancellationToken);
        await retention.ScheduleAsync(reminder, cancellationToken);
    }

    /// <summary>Decides what becomes of everything that is due by now.</summary>
    private async Task<(StoredReminder Settled, Prepared? Prepared)> SettleAsync(StoredReminder reminder, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (due, next) = Due(reminder, now + Ahead);
        var inTime = due.Where(occurrence => occurrence.ExpiresAt.ToDateTimeOffset() > now).ToHashSet();
        var state = next is null ? ReminderState.Done : ReminderState.Active;
        Prepared? prepared = null;
        SkipReason? skip = null;
        // What is too late anyway is settled without a look at content and case.
        if (inTime.Count > 0)
        {
            var content = Content(reminder);
            prepared = await PrepareAsync(reminder, content, cancellationToken);
            if (await conditions.AnyMetAsync(content.StopWhen, reminder.ClientId, cancellationToken))
                (skip, state) = (SkipReason.Stopped, ReminderState.Stopped);
            else if (prepared is null)
                skip = SkipReason.NoAddress;
        }

        var settled = reminder with { Next = next?.Number, State = state, EndedAt = state == ReminderState.Active ? null : now };
        return (settled.With(due.Select(occurrence => inTime.Contains(occurrence)
            ? Entry(reminder, occurrence, skip is null ? composer.IdOf(reminder, occurrence) : null, skip)
            : Entry(reminder, occurrence, null, SkipReason.TooLate))), prepared);
    }

    private (List<Occurrence> Due, Occurrence? Next) Due(StoredReminder reminder, DateTimeOffset horizon)
    {
        var due = new List<Occurrence>();
        foreach (var occurrence in reminder.Plan.From(reminder.Next!.Value, week))
        {
            if (occurrence.At.ToDateTimeOffset() > horizon)
                return (due, occurrence);
            due.Add(occurrence);
        }

        return (due, null);
    }

    private async Task MintAsync(
        StoredReminder reminder, IEnumerable<SettledOccurrence> entries, Prepared? prepared, Func<DateTimeOffset?>? sendAt, CancellationToken cancellationToken)
    {
        foreach (var entry in entries.ToList())
        {
            prepared ??= await PrepareAsync(reminder, Content(reminder), cancellationToken);
            if (prepared is null)
                return;
            var now = time.GetUtcNow();
            var start = sendAt?.Invoke() is { } later && later > entry.At ? later : entry.At;
            var latest = now + options.Value.LongestLifetime;
            var times = new SendingTimes(start > now ? start : null, entry.ExpiresAt < latest ? entry.ExpiresAt : latest);
            var occurrence = reminder.Plan.From(entry.Number, week).First();
            await acceptance.AcceptAsync(composer.Draft(reminder, prepared.Content, prepared.To, occurrence, times, now), cancellationToken);
        }
    }

    /// <summary>Null when nobody can be reached.</summary>
    private async Task<Prepared?> PrepareAsync(StoredReminder reminder, ReminderContent content, CancellationToken cancellationToken) =>
        await composer.RecipientAsync(content, reminder.IsTest, cancellationToken) is { } to && ReminderComposer.ChannelsOf(content).For(to).Count > 0
            ? new(content, to)
            : null;

    /// <summary>What was claimed and can still be sent.</summary>
    private IEnumerable<SettledOccurrence> Live(StoredReminder reminder)
    {
        var now = time.GetUtcNow();
        return reminder.Settled.Where(e => e is { Notification: not null, Skipped: null } && e.ExpiresAt > now);
    }

    private ReminderContent Content(StoredReminder reminder) =>
        reminders.Open(reminder) ?? throw new InvalidOperationException($"Reminder {reminder.Id} is active and has no content.");

    private static SettledOccurrence Entry(StoredReminder reminder, Occurrence occurrence, Guid? notification, SkipReason? skip) =>
        new(reminder.Version, occurrence.Number, occurrence.At.ToDateTimeOffset(), occurrence.ExpiresAt.ToDateTimeOffset(), notification, skip);

    private sealed record Prepared(ReminderContent Content, Recipient To);
}
