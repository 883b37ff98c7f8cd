using Peyk.Functions.Delivery;
using Peyk.Functions.Newsletters.Sending;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Intake;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>What came of a posted or changed issue.</summary>
public abstract record IssueOutcome
{
    private IssueOutcome()
    {
    }

    public sealed record Accepted(IssueAccepted Answer, int Revision, bool Replayed) : IssueOutcome;

    public sealed record Previewed(IssuePreview Preview) : IssueOutcome;

    public sealed record Refused(Problem Problem) : IssueOutcome;
}

/// <summary>Takes issues in. One transaction keeps head and texts; the rows that list them come first. The timer of issues finds what a lost hint does not.</summary>
public sealed class IssueIntake(IssueDrafts drafts, IssueStore store, IssuePreviews previews, IssueBatchHints hints, Idempotency idempotency, TimeProvider time)
{
    public async Task<IssueOutcome> AcceptAsync(Intake intake, string topic, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        var (errors, isRepeat) = (new List<FieldError>(), false);
        var draft = drafts.Draft(intake, topic, id, NotificationKeys.TimeOf(id), errors);
        if (intake.DryRun)
            return draft is null ? Refused(errors) : new IssueOutcome.Previewed(previews.Of(draft.Issue, draft.Content));
        // A repeat may come when its times are over: it is judged as of the first request.
        if (await idempotency.FindAsync(intake, cancellationToken) is IdempotencyClaim.Granted earlier)
        {
            (id, isRepeat) = (earlier.Id, true);
            draft = drafts.Draft(intake, topic, id, NotificationKeys.TimeOf(id), []);
        }

        if (draft is null)
            return Refused(errors);
        if (await idempotency.ClaimAsync(intake, id, cancellationToken) is not IdempotencyClaim.Granted granted)
        {
            return new IssueOutcome.Refused(new(
                422, "idempotency_key_reused", "The idempotency key was used for another request.", "Send a new key with a new request."));
        }

        if (granted.Id != id)
        {
            draft = drafts.Draft(intake, topic, granted.Id, NotificationKeys.TimeOf(granted.Id), [])
                ?? throw new InvalidOperationException("A request was judged differently when it was repeated.");
        }

        isRepeat |= granted.Replayed;
        if (!isRepeat || await store.FindAsync(granted.Id, cancellationToken) is null)
        {
            await store.AddAsync(draft.Issue, draft.Content, cancellationToken);
            if (draft.Issue.SendAt <= time.GetUtcNow())
                await hints.WakeAsync(granted.Id, cancellationToken);
        }

        return new IssueOutcome.Accepted(IssueAccepted.Of(draft.Issue), draft.Issue.Revision, isRepeat);
    }

    private static IssueOutcome.Refused Refused(List<FieldError> errors) => new(Problem.Validation(errors));
}
