using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Delivery;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>
/// Does what a hint asks for: has an issue cut, or sends a batch. Hints may come late, twice, to two instances, or never: the batch's row
/// decides, and whoever claims it keeps the others away for the time of a lease.
/// </summary>
public sealed class IssueSending(
    IssueStore issues,
    IssueBatchStore batches,
    IssueBatchHints issueHints,
    IssuePlanner planner,
    IssueBatchWork work,
    Hints hints,
    ChannelPauses pauses,
    SenderPace pace,
    LanePriority priority,
    IOptions<DeliveryOptions> delivery,
    IOptions<PeykOptions> peyk,
    TimeProvider time)
{
    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[peyk.Value.TimeZone];

    /// <exception cref="FormatException">The message is no hint: it fails, and in the end is kept aside.</exception>
    public async Task HandleAsync(string message, CancellationToken cancellationToken)
    {
        if (QueueMessage.IsNewer(message, IssueBatchHint.Version))
        {
            await hints.PutBackAsync(Queues.IssueBatches, message, HintReader.NewerPause, cancellationToken);
            return;
        }

        var hint = QueueMessage.Read(message, PeykJson.Default.IssueBatchHint);
        if (hint.Batch == 0)
            await LookAtAsync(hint.Issue, isAsked: true, cancellationToken);
        else
            await priority.RunBulkAsync(Queues.IssueBatches, () => SendAsync(hint, cancellationToken), cancellationToken);
    }

    /// <summary>Begins, goes on with, or ends an issue, as its time and state are.</summary>
    /// <param name="isAsked">Somebody turned it just now: hints that were dropped while it rested are put again.</param>
    public async Task LookAtAsync(Guid id, bool isAsked, CancellationToken cancellationToken)
    {
        if (await issues.FindAsync(id, cancellationToken) is { } issue && MayGoOn(issue)
            && !await pauses.IsPausedAsync(Channel.Email, IssueTestSends.Kind, cancellationToken))
            await planner.RunAsync(issue, isAsked, cancellationToken);
    }

    private async Task SendAsync(IssueBatchHint hint, CancellationToken cancellationToken)
    {
        if (await issues.FindAsync(hint.Issue, cancellationToken) is not { State: IssueState.Sending } issue || !MayGoOn(issue)
            || await pauses.IsPausedAsync(Channel.Email, IssueTestSends.Kind, cancellationToken))
            return; // Its rows wait; whoever has it go on, or the timer, puts a hint again.
        if (issue.ExpiresAt <= time.GetUtcNow() || await batches.FindBatchAsync(hint.Issue, hint.Batch, cancellationToken) is not { } batch)
        {
            // It is over; or none is cut yet; or there are no more, and perhaps that was the last.
            await planner.RunAsync(issue, isAsked: false, cancellationToken);
            return;
        }

        var now = time.GetUtcNow();
        if (batch.Status == IssueBatchStatus.Done)
            await HandOnAsync(batch, onlyIfNew: true, cancellationToken);
        else if (hint.Turn != batch.Turn)
            return;
        else if (batch.DueAt > now)
            await issueHints.PutAsync(hint, batch.DueAt - now, cancellationToken);
        else if (pace.PauseOf(Channel.Email, Random.Shared.NextDouble()) is { } pause)
            await issueHints.PutAsync(hint, pause, cancellationToken);
        else if (await ClaimAsync(batch, now, cancellationToken) is { } claimed)
            await RunAsync(issue, claimed, cancellationToken);
    }

    private Task<IssueBatch?> ClaimAsync(IssueBatch batch, DateTimeOffset now, CancellationToken cancellationToken) => batches.TrySaveAsync(
        batch with { Status = IssueBatchStatus.Sending, DueAt = now + delivery.Value.Lease, Runs = batch.Runs + 1, StartedAt = batch.StartedAt ?? now },
        cancellationToken);

    private async Task RunAsync(Issue issue, IssueBatch claimed, CancellationToken cancellationToken)
    {
        switch (await work.RunAsync(issue, claimed, cancellationToken))
        {
            case { Status: IssueBatchStatus.Done } done:
                await HandOnAsync(done, onlyIfNew: false, cancellationToken);
                break;
            case { } left:
                await issueHints.PutAsync(IssueBatchHint.Of(left), left.DueAt - time.GetUtcNow(), cancellationToken);
                break;
        }
    }

    /// <summary>A batch that is done makes room in the queue for the one so many after it.</summary>
    private async Task HandOnAsync(IssueBatch done, bool onlyIfNew, CancellationToken cancellationToken)
    {
        var next = done.Number + planner.MostOutstanding;
        // Its hint may have been lost with whoever finished the batch; if not, another one would only cost.
        if (onlyIfNew && await batches.FindBatchAsync(done.Issue, next, cancellationToken) is not { Runs: 0, Turn: 0 })
            return;
        await issueHints.PutAsync(new(IssueBatchHint.Version, done.Issue, next, 0), TimeSpan.Zero, cancellationToken);
    }

    private bool MayGoOn(Issue issue)
    {
        var now = time.GetUtcNow();
        return issue.State is IssueState.Scheduled or IssueState.Sending && !(issue.SendAt > now)
            && (issue.ExpiresAt <= now || issue.Window?.OpensAfter(Instant.FromDateTimeOffset(now), _zone) is null);
    }
}
