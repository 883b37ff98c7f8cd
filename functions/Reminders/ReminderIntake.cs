using Peyk.Core.Cases;
using Peyk.Functions.Clients;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Intake;

namespace Peyk.Functions.Reminders;

/// <summary>What came of a posted or changed reminder.</summary>
public abstract record ReminderOutcome
{
    private ReminderOutcome()
    {
    }

    public sealed record Accepted(ReminderAccepted Answer, bool Replayed) : ReminderOutcome;

    public sealed record Previewed(ReminderPreview Preview) : ReminderOutcome;

    public sealed record Refused(Problem Problem) : ReminderOutcome;
}

/// <summary>Takes reminders in, from HTTP, from the queue and from batches alike.</summary>
public sealed class ReminderIntake(
    ReminderDrafts drafts, ReminderStore reminders, ReminderSchedule schedule, ReminderFiring firing, MessageComposer composer,
    Idempotency idempotency, WorkingWeek week, TimeProvider time) : INotificationKind
{
    public const string Kind = "reminders";

    public string Name => Kind;

    public string Scope => Scopes.Reminders;

    public async Task<TakenIn> TakeInAsync(Intake intake, CancellationToken cancellationToken) =>
        await AcceptAsync(intake with { DryRun = false }, cancellationToken) switch
        {
            ReminderOutcome.Accepted accepted => new(accepted.Answer.Id),
            ReminderOutcome.Refused refused => new(Guid.Empty, Refusal: refused.Problem),
            _ => throw new InvalidOperationException("What is no dry run was previewed."),
        };

    public async Task<Problem?> CheckAsync(Intake intake, CancellationToken cancellationToken) =>
        (await AcceptAsync(intake with { DryRun = true }, cancellationToken) as ReminderOutcome.Refused)?.Problem;

    public async Task<ReminderOutcome> AcceptAsync(Intake intake, CancellationToken cancellationToken)
    {
        var id = intake.Id ?? Guid.CreateVersion7(time.GetUtcNow());
        var errors = new List<FieldError>();
        var isRepeat = false;
        var draft = await drafts.DraftAsync(intake, id, NotificationKeys.TimeOf(id), errors, cancellationToken);
        if (draft is null)
        {
            // A repeat may come when its times are over: it is judged as of the first request.
            if (await idempotency.FindAsync(intake, cancellationToken) is not IdempotencyClaim.Granted earlier
                || await drafts.DraftAsync(intake, earlier.Id, NotificationKeys.TimeOf(earlier.Id), [], cancellationToken) is not { } same)
                return new ReminderOutcome.Refused(Problem.Validation(errors));
            (id, draft, isRepeat) = (earlier.Id, same, true);
        }

        if (drafts.Refusal(intake, draft) is { } refusal)
            return new ReminderOutcome.Refused(refusal);
        if (intake.DryRun)
        {
            var preview = composer.Preview(draft.First);
            return new ReminderOutcome.Previewed(new(preview.Status, drafts.Occurrences(draft), preview.Sms, preview.Email));
        }

        if (await idempotency.ClaimAsync(intake, id, cancellationToken) is not IdempotencyClaim.Granted granted)
        {
            return new ReminderOutcome.Refused(new(
                422, "idempotency_key_reused", "The idempotency key was used for another request.", "Send a new key with a new request."));
        }

        if (granted.Id != id)
        {
            draft = await drafts.DraftAsync(intake, granted.Id, NotificationKeys.TimeOf(granted.Id), [], cancellationToken)
                ?? throw new InvalidOperationException("A request was judged differently when it was repeated.");
        }

        isRepeat |= granted.Replayed;
        // Only what may be there already is looked for: its schedule must not be written again when it was fired long ago.
        if (!(isRepeat || intake.Id is not null) || await reminders.ReadAsync(intake.Client.Id, granted.Id, cancellationToken) is null)
            await KeepAsync(draft.Reminder, cancellationToken);
        return new ReminderOutcome.Accepted(drafts.Answer(draft), isRepeat);
    }

    /// <summary>Index and schedule first, then the reminder, which makes them count: a crash in between leaves rows that nobody heeds.</summary>
    private async Task KeepAsync(StoredReminder reminder, CancellationToken cancellationToken)
    {
        var scheduled = ScheduledOccurrence.Of(reminder, reminder.Plan.From(reminder.Next!.Value, week).First(), time.GetUtcNow());
        await reminders.IndexAsync(reminder, cancellationToken);
        await schedule.AddAsync(scheduled, cancellationToken);
        await reminders.TryAddAsync(reminder, cancellationToken);
        await firing.FireIfSoonAsync(scheduled, cancellationToken);
    }
}
