using Peyk.Core.Cases;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Reminders;

/// <summary>What came of the wish to take a reminder back.</summary>
public abstract record ReminderCancelOutcome
{
    private ReminderCancelOutcome()
    {
    }

    /// <summary>Nothing more of it goes. So says a second call too.</summary>
    public sealed record Cancelled(ReminderView Reminder) : ReminderCancelOutcome;

    public sealed record Refused(Problem Problem) : ReminderCancelOutcome;
}

/// <summary>Changes reminders and takes them back. The row's ETag decides between them and the firing.</summary>
public sealed class ReminderChanges(
    ReminderDrafts drafts, ReminderStore reminders, ReminderSchedule schedule, ReminderFiring firing, ReminderRetention retention, ReminderViews views,
    WorkingWeek week, TimeProvider time)
{
    private const int MostConflicts = 8;

    private static readonly Problem TooLate = new(409, "already_final", "It is too late.", "The reminder has reached its end.");

    /// <summary>Puts another request in the reminder's place. What was not sent of the former is taken back.</summary>
    /// <param name="expected">The version that the client knows; null for any.</param>
    public async Task<ReminderOutcome> ReplaceAsync(Guid id, Intake intake, int? expected, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (await reminders.ReadAsync(intake.Client.Id, id, cancellationToken) is not { } before)
                return new ReminderOutcome.Refused(Problem.NotFound);
            if (expected is { } version && version != before.Version)
            {
                return new ReminderOutcome.Refused(new(
                    412, "precondition_failed", "The reminder is not as the request expects it.", "Read it again and decide anew."));
            }

            if (before.State is ReminderState.Stopped or ReminderState.Cancelled)
                return new ReminderOutcome.Refused(TooLate);
            var errors = new List<FieldError>();
            if (await drafts.DraftAsync(intake, id, time.GetUtcNow(), errors, cancellationToken) is not { } draft)
                return new ReminderOutcome.Refused(Problem.Validation(errors));
            if (drafts.Refusal(intake, draft) is { } refusal)
                return new ReminderOutcome.Refused(refusal);
            // All of it has been handed over, perhaps for a moment that is still ahead: what can be taken back can be changed.
            if (before.State == ReminderState.Done && await RefusalAsync(before, cancellationToken) is { } over)
                return new ReminderOutcome.Refused(over);
            var asked = AsVersion(before.Version + 1, draft.Reminder);
            if (await TrySaveAsync(before, Merge(before, asked), cancellationToken))
                return new ReminderOutcome.Accepted(drafts.Answer(draft with { Reminder = asked }), Replayed: false);
        }

        throw new InvalidOperationException($"Reminder {id} changed {MostConflicts} times while it was changed.");
    }

    public async Task<ReminderCancelOutcome> CancelAsync(Guid id, string clientId, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (await reminders.ReadAsync(clientId, id, cancellationToken) is not { } before)
                return new ReminderCancelOutcome.Refused(Problem.NotFound);
            var cancelled = before;
            if (before.State == ReminderState.Active)
            {
                cancelled = before with { State = ReminderState.Cancelled, EndedAt = time.GetUtcNow() };
                await retention.ScheduleAsync(cancelled, cancellationToken);
                if (!await reminders.TrySaveAsync(cancelled, cancellationToken))
                    continue;
            }

            var outcomes = await firing.WithdrawAsync(cancelled, cancellationToken);
            await MarkAsync(cancelled, outcomes, cancellationToken);
            return await ResultAsync(cancelled, outcomes, cancellationToken);
        }

        throw new InvalidOperationException($"Reminder {id} changed {MostConflicts} times while it was cancelled.");
    }

    /// <summary>
    /// What was to come is taken back in any case. Of a reminder that has nothing to come, the answer is what became of its last message.
    /// </summary>
    private async Task<ReminderCancelOutcome> ResultAsync(
        StoredReminder reminder, IReadOnlyDictionary<Guid, CancelOutcome> outcomes, CancellationToken cancellationToken)
    {
        var isTakenBack = reminder.State == ReminderState.Cancelled || outcomes.Values.Contains(CancelOutcome.Cancelled);
        if (isTakenBack && await reminders.ReadAsync(reminder.ClientId, reminder.Id, cancellationToken) is { } now)
            return new ReminderCancelOutcome.Cancelled(views.Of(now));
        return new ReminderCancelOutcome.Refused(Refusal(outcomes));
    }

    private async Task<Problem?> RefusalAsync(StoredReminder done, CancellationToken cancellationToken)
    {
        var outcomes = await firing.WithdrawAsync(done, cancellationToken);
        return outcomes.Values.Contains(CancelOutcome.Cancelled) ? null : Refusal(outcomes);
    }

    private static Problem Refusal(IReadOnlyDictionary<Guid, CancelOutcome> outcomes) => outcomes.Values.Contains(CancelOutcome.AlreadySending)
        ? new(409, "already_sending", "It is too late.", "A provider may have the message already.")
        : TooLate;

    /// <summary>Notes in the row which messages were taken back; when others change it meanwhile, they themselves tell as much.</summary>
    private async Task MarkAsync(StoredReminder reminder, IReadOnlyDictionary<Guid, CancelOutcome> outcomes, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (await reminders.ReadAsync(reminder.ClientId, reminder.Id, cancellationToken) is not { } now)
                return;
            var isTakenBack = now.State == ReminderState.Done && outcomes.Values.Contains(CancelOutcome.Cancelled);
            var marked = now with
            {
                State = isTakenBack ? ReminderState.Cancelled : now.State,
                Settled =
                [
                    .. now.Settled.Select(e => e.Notification is { } id && outcomes.GetValueOrDefault(id, CancelOutcome.NotFound) == CancelOutcome.Cancelled
                        ? e with { Skipped = SkipReason.Cancelled }
                        : e),
                ],
            };
            if (marked.Settled.SequenceEqual(now.Settled) || await reminders.TrySaveAsync(marked, cancellationToken))
                return;
        }
    }

    private static StoredReminder AsVersion(int version, StoredReminder asked) =>
        asked with { Version = version, Settled = [.. asked.Settled.Select(e => e with { Version = version })] };

    private static StoredReminder Merge(StoredReminder before, StoredReminder asked) => (before with
    {
        State = ReminderState.Active,
        EndedAt = null,
        Template = asked.Template,
        Version = asked.Version,
        Plan = asked.Plan,
        Next = asked.Next,
        ChangedAt = asked.ChangedAt,
        Content = asked.Content,
        Hashes = asked.Hashes,
    }).With(asked.Settled);

    private async Task<bool> TrySaveAsync(StoredReminder before, StoredReminder after, CancellationToken cancellationToken)
    {
        var scheduled = ScheduledOccurrence.Of(after, after.Plan.From(after.Next!.Value, week).First(), time.GetUtcNow());
        // What is claimed must be minted as long as its content is there; then only can it be taken back.
        await firing.MintAsync(before, cancellationToken);
        await reminders.IndexAsync(after, cancellationToken);
        await schedule.AddAsync(scheduled, cancellationToken);
        if (!await reminders.TrySaveAsync(after, cancellationToken))
            return false;
        await reminders.UnindexAsync(after, ReminderRows.Keys(before.Hashes).Except(ReminderRows.Keys(after.Hashes)), cancellationToken);
        await MarkAsync(after, await firing.WithdrawAsync(after, cancellationToken), cancellationToken);
        await firing.FireIfSoonAsync(scheduled, cancellationToken);
        return true;
    }
}
