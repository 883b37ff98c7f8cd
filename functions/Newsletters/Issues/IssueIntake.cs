using Peyk.Core.Newsletters;
using Peyk.Functions.Delivery;
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

/// <summary>Takes issues in. One transaction keeps head and texts; the rows that list them come first.</summary>
public sealed class IssueIntake(IssueDrafts drafts, IssueStore store, IssuePreviews previews, Idempotency idempotency, TimeProvider time)
{
    public async Task<IssueOutcome> AcceptAsync(Intake intake, string topic, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        var errors = new List<FieldError>();
        var draft = drafts.Draft(intake, topic, id, NotificationKeys.TimeOf(id), errors);
        if (intake.DryRun)
            return draft is null ? Refused(errors) : new IssueOutcome.Previewed(previews.Of(draft.Issue, draft.Content, IssuePreviews.Example));
        // A repeat may come when its times are over: it is judged as of the first request.
        if (await idempotency.FindAsync(intake, cancellationToken) is IdempotencyClaim.Granted earlier)
        {
            id = earlier.Id;
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

        if (!granted.Replayed || await store.FindAsync(granted.Id, cancellationToken) is null)
            await store.AddAsync(draft.Issue, draft.Content, cancellationToken);
        return new IssueOutcome.Accepted(IssueAccepted.Of(draft.Issue), draft.Issue.Revision, granted.Replayed);
    }

    private static IssueOutcome.Refused Refused(List<FieldError> errors) => new(Problem.Validation(errors));
}
