using Microsoft.Extensions.Options;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Delivery;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>
/// Cuts an issue's recipients into batches, puts hints for the first of them, and ends the issue when none is open. Batches and the cursor
/// move in one transaction, so that a crash cuts nobody out and nobody twice.
/// </summary>
public sealed partial class IssuePlanner(
    IssueStore issues,
    IssueBatchStore batches,
    IssueDays days,
    SubscriptionStore subscriptions,
    IssueBatchHints hints,
    SenderRates rates,
    IOptions<NewsletterSendingOptions> options,
    IOptions<DeliveryOptions> delivery,
    TimeProvider time,
    ILogger<IssuePlanner> logger)
{
    /// <summary>A run ends after this and a hint has the next one go on: well below the function's deadline.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Batches of one transaction.</summary>
    private const int MostCut = 20;

    private const int PageSize = 1000;

    /// <summary>Rows looked through for one batch at most, where the segment is narrow: reading them must not take the batch's lease.</summary>
    private const int MostRows = 10_000;

    /// <summary>Recipients of a batch: no more than the rate lets out within some seconds, or a lease would not do.</summary>
    public int BatchSize => rates.MostAtOnce(Channel.Email, Lane.Bulk) is var block && block < options.Value.BatchSize / 40
        ? Math.Max(1, block * 40)
        : options.Value.BatchSize;

    /// <summary>Batches with a hint in the queue: no more than the rate lets out in a minute or so.</summary>
    public int MostOutstanding => rates.MostAtOnce(Channel.Email, Lane.Bulk) is var block && block < BatchSize
        ? Math.Clamp((int)(block * 4 * Minute.TotalSeconds / BatchSize), 1, options.Value.MostOutstanding)
        : options.Value.MostOutstanding;

    /// <param name="issue">Whose time has come, and which is not paused.</param>
    /// <param name="isAsked">Hints of waiting batches are put again, late or not.</param>
    public async Task RunAsync(Issue issue, bool isAsked, CancellationToken cancellationToken)
    {
        if (await BeginAsync(issue, cancellationToken) is not { } started)
            return;
        if (issue.ExpiresAt <= time.GetUtcNow())
        {
            await EndAsync(started, null, cancellationToken);
            return;
        }

        var plan = await batches.FindPlanAsync(issue.Id, cancellationToken) ?? await AddAsync(issue, cancellationToken);
        if (plan is { IsWhole: false })
            plan = await CutAsync(issue, plan, cancellationToken);
        if (plan is { IsWhole: true, EndedAt: null })
            await LookAfterAsync(started, plan, isAsked, cancellationToken);
    }

    /// <summary>An issue whose time has come is sending. Null: somebody changed it meanwhile.</summary>
    private async Task<Issue?> BeginAsync(Issue issue, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return issue.State == IssueState.Sending
            ? issue
            : await issues.TryUpdateAsync(issue with { State = IssueState.Sending, StartedAt = issue.StartedAt ?? now }, cancellationToken);
    }

    private async Task<IssuePlan?> AddAsync(Issue issue, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await days.ListAsync(issue, now, cancellationToken);
        return await batches.TryAddAsync(new(issue.Id, "", 0, 0, IsWhole: false) { StartedAt = now }, cancellationToken);
    }

    /// <summary>Cuts on from where the plan stands. Null when somebody else does.</summary>
    private async Task<IssuePlan?> CutAsync(Issue issue, IssuePlan plan, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        if (plan.LeaseUntil > time.GetUtcNow()
            || await batches.TrySaveAsync(Leased(plan), [], cancellationToken) is not { } mine)
            return null;
        while (!mine.IsWhole)
        {
            var (cut, cursor, isWhole) = await CutSomeAsync(issue, mine, cancellationToken);
            var next = mine with
            {
                Cut = cursor,
                Batches = mine.Batches + cut.Count,
                Recipients = mine.Recipients + cut.Sum(b => b.Planned),
                IsWhole = isWhole,
            };
            var goesOn = !isWhole && time.GetElapsedTime(started) < LongestRun;
            if (await batches.TrySaveAsync(goesOn ? Leased(next) : next with { LeaseUntil = time.GetUtcNow() }, cut, cancellationToken) is not { } saved)
                return null;
            await PutFirstAsync(saved, cut, cancellationToken);
            mine = saved;
            if (!goesOn && !isWhole)
            {
                await hints.WakeAsync(issue.Id, cancellationToken);
                return null;
            }
        }

        Log.Cut(logger, issue.Id, mine.Batches, mine.Recipients);
        return mine;
    }

    /// <returns>The batches, how far the hashes were looked at, and whether that is all.</returns>
    private async Task<(IReadOnlyList<IssueBatch> Cut, string Cursor, bool IsWhole)> CutSomeAsync(
        Issue issue, IssuePlan plan, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var size = BatchSize;
        var cut = new List<IssueBatch>();
        var (after, last, planned, rows, all) = (plan.Cut, plan.Cut, 0, 0, 0);
        await foreach (var outline in ReadAsync(issue, plan.Cut, cancellationToken))
        {
            if ((planned >= size || rows >= MostRows) && string.CompareOrdinal(outline.Hash, last) > 0)
            {
                Cut();
                if (cut.Count == MostCut || all >= MostRows * MostCut)
                    return (cut, last, false);
            }

            (last, rows, all) = (IssueBatch.BoundaryAt(outline.Hash), rows + 1, all + 1);
            if (outline.MaySend(now) && issue.Segment.Matches(outline.Facts))
                planned++;
        }

        Cut();
        return (cut, last, true);

        // Of rows among which is nobody to send to, nothing is to be kept.
        void Cut()
        {
            if (planned > 0)
                cut.Add(new(issue.Id, plan.Batches + cut.Count + 1, after, last, planned) { DueAt = now });
            (after, planned, rows) = (last, 0, 0);
        }
    }

    /// <summary>All subscriptions of a topic in the order of their hashes: a shard has those that begin with its digit.</summary>
    private async IAsyncEnumerable<SubscriptionOutline> ReadAsync(
        Issue issue, string after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var shard = after.Length == 0 ? 0 : Convert.ToInt32(after[..1], 16); shard < SubscriptionRows.Shards; shard++)
        {
            IReadOnlyList<SubscriptionOutline> page;
            do
            {
                page = await subscriptions.ReadOutlinesAsync(issue.Topic, issue.Client.IsTest, shard, after, PageSize, cancellationToken);
                foreach (var outline in page)
                    yield return outline;
                after = page.Count > 0 ? page[^1].Hash : after;
            }
            while (page.Count == PageSize);
        }
    }

    /// <summary>
    /// Puts hints for those of the new batches that stand among the first open ones. A batch behind them gets its hint from the one that is
    /// done so many before it.
    /// </summary>
    private async Task PutFirstAsync(IssuePlan plan, IReadOnlyList<IssueBatch> cut, CancellationToken cancellationToken)
    {
        if (cut.Count == 0)
            return;
        var open = await batches.ReadOpenAsync(plan.Issue, plan.FirstOpen, cancellationToken).Take(MostOutstanding).ToListAsync(cancellationToken);
        foreach (var batch in open.Where(b => b.Number >= cut[0].Number))
            await hints.PutAsync(IssueBatchHint.Of(batch), TimeSpan.Zero, cancellationToken);
    }

    private async Task LookAfterAsync(Issue issue, IssuePlan plan, bool isAsked, CancellationToken cancellationToken)
    {
        var open = await batches.ReadOpenAsync(plan.Issue, plan.FirstOpen, cancellationToken).Take(MostOutstanding).ToListAsync(cancellationToken);
        if (open.Count == 0)
        {
            await EndAsync(issue, plan, cancellationToken);
            return;
        }

        if (open[0].Number > plan.FirstOpen)
            await batches.TrySaveAsync(plan with { FirstOpen = open[0].Number }, [], cancellationToken);
        var late = time.GetUtcNow() - delivery.Value.HintGrace;
        foreach (var batch in open.Where(b => b.DueAt < late || (isAsked && b.Status == IssueBatchStatus.Waiting)))
        {
            // Null: somebody took it just now.
            if (await batches.TrySaveAsync(batch with { Turn = batch.Turn + 1, DueAt = time.GetUtcNow() }, cancellationToken) is { } again)
                await hints.PutAsync(IssueBatchHint.Of(again), TimeSpan.Zero, cancellationToken);
        }
    }

    private async Task EndAsync(Issue issue, IssuePlan? plan, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await issues.TryUpdateAsync(issue with { State = IssueState.Sent, EndedAt = now }, cancellationToken) is null)
            return; // Paused or cancelled just now; or ended by another instance.
        if (plan is not null)
            await batches.TrySaveAsync(plan with { EndedAt = now }, [], cancellationToken);
        Log.Ended(logger, issue.Id);
    }

    private IssuePlan Leased(IssuePlan plan) => plan with { LeaseUntil = time.GetUtcNow() + delivery.Value.Lease };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Issue {Id} is cut into {Batches} batches of {Recipients} recipients")]
        public static partial void Cut(ILogger logger, Guid id, int batches, int recipients);

        [LoggerMessage(LogLevel.Information, "Issue {Id} is sent")]
        public static partial void Ended(ILogger logger, Guid id);
    }
}
