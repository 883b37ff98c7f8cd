using Peyk.Core.Newsletters;
using Peyk.Functions.Delivery;
using Peyk.Functions.Newsletters.Sending;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>Changes issues and turns them from one state to another. The head's ETag decides between it and the sending.</summary>
public sealed class IssueControl(IssueStore store, IssueDrafts drafts, IssuePreviews previews, IssueBatchHints hints, TimeProvider time)
{
    private const int MostConflicts = 8;

    private static readonly Problem AlreadyFinal = new(409, "already_final", "It is too late for that.", "The issue was sent or cancelled.");
    private static readonly Problem AlreadySending = new(409, "already_sending", "It is too late for that.", "The issue is going out: pause or cancel it.");
    private static readonly Problem NotSending = new(409, "not_sending", "There is nothing to pause or resume.", "The issue does not go out yet.");

    /// <summary>An issue of a client in a topic; null when there is none of that id.</summary>
    public async Task<Issue?> FindAsync(string topic, string id, string clientId, CancellationToken cancellationToken) =>
        NotificationKeys.TryParse(id, out var issue) && await store.FindAsync(issue, cancellationToken) is { } found
            && found.Topic == topic && found.Client.Id == clientId
            ? found
            : null;

    /// <summary>Puts another request in the issue's place, as long as it does not go out.</summary>
    /// <param name="expected">The revision that the client knows; null for any.</param>
    public async Task<IssueOutcome> ReplaceAsync(string topic, string id, Intake intake, int? expected, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (await FindAsync(topic, id, intake.Client.Id, cancellationToken) is not { } before)
                return new IssueOutcome.Refused(Problem.NotFound);
            if (expected is { } revision && revision != before.Revision)
            {
                return new IssueOutcome.Refused(new(
                    412, "precondition_failed", "The issue is not as the request expects it.", "Read it again and decide anew."));
            }

            var errors = new List<FieldError>();
            if (drafts.Draft(intake, topic, before.Id, time.GetUtcNow(), errors) is not { } draft)
                return new IssueOutcome.Refused(Problem.Validation(errors));
            if (!before.State.MayChange())
                return new IssueOutcome.Refused(before.State.IsFinal() ? AlreadyFinal : AlreadySending);
            var after = draft.Issue with
            {
                Client = before.Client,
                Revision = before.Revision + 1,
                CreatedAt = before.CreatedAt,
                IdempotencyRow = before.IdempotencyRow,
                Version = before.Version,
            };
            if (intake.DryRun)
                return new IssueOutcome.Previewed(previews.Of(after, draft.Content));
            if (await store.TryUpdateAsync(after, cancellationToken, draft.Content) is null)
                continue;
            await WakeAsync(after, cancellationToken);
            return new IssueOutcome.Accepted(IssueAccepted.Of(after), after.Revision, Replayed: false);
        }

        throw TooManyConflicts(id);
    }

    /// <summary>Lets an issue go at a time; null for now. One that is going out already stays as it is.</summary>
    public Task<(Issue? Issue, Problem? Problem)> ScheduleAsync(
        string topic, string id, string clientId, DateTimeOffset? sendAt, CancellationToken cancellationToken) =>
        TurnAsync(topic, id, clientId, before => before.State switch
        {
            IssueState.Draft or IssueState.Scheduled => Scheduled(before, sendAt),
            IssueState.Sending => (before, null),
            IssueState.Paused => (null, AlreadySending),
            IssueState.Sent or IssueState.Cancelled => (null, AlreadyFinal),
        }, cancellationToken);

    public Task<(Issue? Issue, Problem? Problem)> PauseAsync(string topic, string id, string clientId, CancellationToken cancellationToken) =>
        TurnAsync(topic, id, clientId, before => Paused(before, PauseCause.Client), cancellationToken);

    /// <summary>Stops an issue of any client, for an operator.</summary>
    public Task<(Issue? Issue, Problem? Problem)> PauseAsync(Guid id, CancellationToken cancellationToken) =>
        TurnAsync(token => store.FindAsync(id, token), before => Paused(before, PauseCause.Operator), cancellationToken);

    /// <summary>Lets an issue go on, whatever had stopped it.</summary>
    public Task<(Issue? Issue, Problem? Problem)> ResumeAsync(string topic, string id, string clientId, CancellationToken cancellationToken) =>
        TurnAsync(topic, id, clientId, Resumed, cancellationToken);

    /// <summary>Lets an issue of any client go on, for an operator.</summary>
    public Task<(Issue? Issue, Problem? Problem)> ResumeAsync(Guid id, CancellationToken cancellationToken) =>
        TurnAsync(token => store.FindAsync(id, token), Resumed, cancellationToken);

    /// <summary>Ends an issue: whoever was not sent it yet does not get it. Its page leaves the archive.</summary>
    public Task<(Issue? Issue, Problem? Problem)> CancelAsync(string topic, string id, string clientId, CancellationToken cancellationToken) =>
        TurnAsync(topic, id, clientId, before => before.State switch
        {
            IssueState.Cancelled => (before, null),
            IssueState.Sent => (null, AlreadyFinal),
            IssueState.Draft or IssueState.Scheduled or IssueState.Sending or IssueState.Paused =>
                (before with { State = IssueState.Cancelled, PausedBy = null, EndedAt = time.GetUtcNow() }, null),
        }, cancellationToken);

    private static (Issue?, Problem?) Paused(Issue before, PauseCause cause) => before.State switch
    {
        IssueState.Sending => (before with { State = IssueState.Paused, PausedBy = cause }, null),
        IssueState.Paused => (before, null),
        IssueState.Draft or IssueState.Scheduled => (null, NotSending),
        IssueState.Sent or IssueState.Cancelled => (null, AlreadyFinal),
    };

    private static (Issue?, Problem?) Resumed(Issue before) => before.State switch
    {
        IssueState.Paused => (before with { State = IssueState.Sending, PausedBy = null }, null),
        IssueState.Sending => (before, null),
        IssueState.Draft or IssueState.Scheduled => (null, NotSending),
        IssueState.Sent or IssueState.Cancelled => (null, AlreadyFinal),
    };

    private (Issue?, Problem?) Scheduled(Issue before, DateTimeOffset? sendAt)
    {
        var now = time.GetUtcNow();
        if (before.ExpiresAt <= (sendAt > now ? sendAt : now))
        {
            return (null, Problem.Validation([new(
                "/sendAt", "range", "The issue expires before that; change its expiresAt first.")]));
        }

        return (before with { State = IssueState.Scheduled, SendAt = sendAt > now ? sendAt : now, Revision = before.Revision + 1 }, null);
    }

    private Task<(Issue? Issue, Problem? Problem)> TurnAsync(
        string topic, string id, string clientId, Func<Issue, (Issue? After, Problem? Problem)> turn, CancellationToken cancellationToken) =>
        TurnAsync(token => FindAsync(topic, id, clientId, token), turn, cancellationToken);

    private async Task<(Issue? Issue, Problem? Problem)> TurnAsync(
        Func<CancellationToken, Task<Issue?>> find, Func<Issue, (Issue? After, Problem? Problem)> turn, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            if (await find(cancellationToken) is not { } before)
                return (null, Problem.NotFound);
            if (conflicts == MostConflicts)
                throw TooManyConflicts(before.Id.ToString("D"));
            var (after, problem) = turn(before);
            if (after is null || after == before)
                return (after, problem);
            if (await store.TryUpdateAsync(after with { ChangedAt = time.GetUtcNow() }, cancellationToken) is not { } saved)
                continue;
            await WakeAsync(saved, cancellationToken);
            return (saved, null);
        }
    }

    /// <summary>Has the sending look at an issue whose time has come; should the hint be lost, the timer does.</summary>
    private Task WakeAsync(Issue issue, CancellationToken cancellationToken) =>
        issue.State is IssueState.Scheduled or IssueState.Sending && issue.SendAt <= time.GetUtcNow()
            ? hints.WakeAsync(issue.Id, cancellationToken)
            : Task.CompletedTask;

    private static InvalidOperationException TooManyConflicts(string id) =>
        new($"Issue {id} changed {MostConflicts} times while it was to be changed.");
}
