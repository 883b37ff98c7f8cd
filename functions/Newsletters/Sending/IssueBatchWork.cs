using Microsoft.Extensions.Options;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Delivery;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>
/// Sends a batch that was claimed. Who is in which call is written down before the call is made, so that after a crash the call's events
/// tell whether all of them have their mail: those whom no call may have reached get it in another one, the others never again.
/// </summary>
public sealed partial class IssueBatchWork(
    IssueBatchStore batches,
    RecipientStore recipients,
    SubscriptionStore subscriptions,
    IssueMails mails,
    IssueComposer composer,
    IssueCaller caller,
    IssuePauses pauses,
    ChannelPauses channels,
    IssueReceiptQueue receipts,
    SenderRates rates,
    Charges charges,
    IOptions<DeliveryOptions> delivery,
    IOptions<NewsletterSendingOptions> options,
    TimeProvider time,
    ILogger<IssueBatchWork> logger)
{
    /// <summary>A run ends after this, and the next one goes on: well below the function's deadline.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan SomeLooks = TimeSpan.FromSeconds(1);

    private const int PageSize = 1000;

    /// <param name="claimed">As it was written by whoever calls.</param>
    /// <returns>The batch as it was left, with a hint due if it is not done; null when somebody else has it now.</returns>
    public async Task<IssueBatch?> RunAsync(Issue issue, IssueBatch claimed, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var batch = await SettleAsync(claimed, cancellationToken);
        var calls = await PrepareAsync(issue, batch, cancellationToken);
        foreach (var call in calls)
        {
            if (time.GetElapsedTime(started) > LongestRun || await channels.IsPausedAsync(Channel.Email, IssueTestSends.Kind, cancellationToken))
                return await LeaveAsync(batch, time.GetUtcNow(), cancellationToken);
            if (await rates.AskManyAsync(Channel.Email, Lane.Bulk, call.Recipients.Count, cancellationToken) is Turn.Later later)
                return await LeaveAsync(batch, later.Until, cancellationToken);
            if (await CallAsync(issue, batch, call, cancellationToken) is not ({ } after, var pause))
                return null;
            batch = after;
            if (pause is { } until)
                return await LeaveAsync(batch, until, cancellationToken);
        }

        return await FinishAsync(batch, cancellationToken);
    }

    /// <summary>Decides what became of the calls of which nobody knows: an event says that one was taken, a long silence that it was not.</summary>
    private async Task<IssueBatch> SettleAsync(IssueBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Calls.All(c => c.Outcome == CallOutcome.Taken))
            return batch;
        var now = time.GetUtcNow();
        var taken = await batches.ReadEvidenceAsync(batch.Issue, batch.Number, cancellationToken);
        foreach (var call in batch.Calls.Where(c => c.Outcome != CallOutcome.Taken))
        {
            if (taken.Contains(call.Number))
                batch = batch.With(call with { Outcome = CallOutcome.Taken, At = now });
            else if (call.Outcome == CallOutcome.Begun)
                batch = batch.With(call with { Outcome = CallOutcome.Unknown, At = now });
            else if (now - call.At >= delivery.Value.EmailEvidence)
                batch = batch.Without(call);
        }

        return batch;
    }

    /// <summary>Who is to be sent to as things stand now, in calls of one language, each written down.</summary>
    private async Task<IReadOnlyList<PlannedCall>> PrepareAsync(Issue issue, IssueBatch batch, CancellationToken cancellationToken)
    {
        var done = await DoneAsync(batch, cancellationToken);
        var now = time.GetUtcNow();
        var wanted = new List<Subscription>();
        await foreach (var subscription in ReadAsync(issue, batch, cancellationToken))
        {
            if (subscription.MaySend(now) && issue.Segment.Matches(subscription.Facts) && !done.Contains(subscription.Hash))
                wanted.Add(subscription);
        }

        var size = Math.Min(options.Value.BatchSize, rates.MostAtOnce(Channel.Email, Lane.Bulk));
        var calls = wanted
            .GroupBy(s => composer.LanguageFor(issue, s.Language))
            .SelectMany(group => group.Chunk(size).Select(some => (Language: group.Key, Recipients: some)))
            // What is left over has its turn in the next run.
            .Take(IssueBatch.MostCalls - 1)
            .Select((c, i) => new PlannedCall(batch.FirstCall + i + 1, c.Language, c.Recipients))
            .ToList();
        await recipients.WriteAsync(
            batch.Issue, batch.Number, calls.SelectMany(c => c.Recipients.Select(r => (r.Hash, c.Number))), cancellationToken);
        return calls;
    }

    /// <summary>Those who are in a call that was, or may have been, taken, or whom the provider refused.</summary>
    private async Task<HashSet<string>> DoneAsync(IssueBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Runs == 1)
            return [];
        var calls = batch.Calls.Select(c => c.Number).ToHashSet();
        var rows = await recipients.ReadAsync(batch.Issue, batch.Number, cancellationToken);
        return [.. rows.Where(r => calls.Contains(r.Call) || r.Facts.IsHeard).Select(r => r.Hash)];
    }

    private async IAsyncEnumerable<Subscription> ReadAsync(
        Issue issue, IssueBatch batch, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (first, last) = (batch.After.Length == 0 ? 0 : Shard(batch.After), Shard(batch.Through));
        for (var shard = first; shard <= last; shard++)
        {
            var after = shard == first ? batch.After : "";
            IReadOnlyList<Subscription> page;
            do
            {
                page = await subscriptions.ReadRangeAsync(issue.Topic, issue.Client.IsTest, shard, after, batch.Through, PageSize, cancellationToken);
                foreach (var subscription in page)
                    yield return subscription;
                after = page.Count > 0 ? page[^1].Hash : after;
            }
            while (page.Count == PageSize);
        }
    }

    /// <summary>Makes one call. A null batch: somebody else has it now. A pause: nothing more should be called before it.</summary>
    private async Task<(IssueBatch? Batch, DateTimeOffset? Pause)> CallAsync(
        Issue issue, IssueBatch batch, PlannedCall planned, CancellationToken cancellationToken)
    {
        var mail = await mails.GetAsync(issue, planned.Language, cancellationToken);
        var began = time.GetUtcNow();
        var call = new IssueCall(
            planned.Number, planned.Language.Value, planned.Recipients.Count, CallOutcome.Begun, began, began, charges.OfEmail(issue.Client.IsTest));
        if (await batches.TrySaveAsync(batch.With(call) with { DueAt = began + delivery.Value.Lease }, cancellationToken) is not { } begun)
            return (null, null);
        if (time.GetUtcNow() - began > delivery.Value.CallWindow)
            return (begun.Without(call), began); // Too late to call safely within the lease.

        var addressees = planned.Recipients.Select(s => new IssueAddressee(s.Hash, s.Id, subscriptions.Open(s)!)).ToList();
        // The call is not tied to the function's own cancellation: a call that was begun is finished and recorded, also while draining.
        var answer = await caller.CallAsync(issue, mail, addressees, new(batch.Issue, batch.Number, planned.Number));
        var now = time.GetUtcNow();
        switch (answer.Result)
        {
            case SendResult.Taken:
                Telemetry.IssueSent(planned.Recipients.Count);
                return (begun.With(call with { Outcome = CallOutcome.Taken, At = now }), null);
            case SendResult.Unknown unknown:
                Log.Unknown(logger, batch.Issue, batch.Number, unknown.Code);
                return (begun.With(call with { Outcome = CallOutcome.Unknown, At = now }), null);
            case SendResult.NotTaken notTaken:
                var pause = notTaken.RetryAfter is { } wish && wish > TimeSpan.Zero ? wish : delivery.Value.FirstRetry;
                return (begun.Without(call), now + pause);
            case SendResult.Refused refused when answer.Faulty.Count > 0:
                await RefuseAsync(begun, planned, answer.Faulty, refused, cancellationToken);
                // The others in another call: of this one nobody got anything.
                return (begun.Without(call) with { Refused = begun.Refused + answer.Faulty.Count }, now);
            case SendResult.Refused refused:
                Log.Refused(logger, batch.Issue, batch.Number, refused.Code);
                await pauses.PauseAsync(issue.Id, PauseCause.Refused, cancellationToken);
                return (begun.Without(call), now);
            default:
                throw new ArgumentOutOfRangeException(nameof(batch), answer.Result.GetType().Name, "No such result.");
        }
    }

    private async Task RefuseAsync(
        IssueBatch batch, PlannedCall planned, IReadOnlySet<int> faulty, SendResult.Refused answer, CancellationToken cancellationToken)
    {
        var hashes = planned.Recipients.Where((_, index) => faulty.Contains(index)).Select(s => s.Hash);
        await recipients.RefuseAsync(batch.Issue, batch.Number, hashes, answer, time.GetUtcNow(), cancellationToken);
        await receipts.AskForCountAsync(batch.Issue, batch.Number, cancellationToken);
    }

    /// <summary>All that could be called is called: done, unless evidence is still to come.</summary>
    private Task<IssueBatch?> FinishAsync(IssueBatch batch, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var oldest = batch.Calls.Where(c => c.Outcome == CallOutcome.Unknown).Select(c => (DateTimeOffset?)c.At).Min();
        if (oldest is not { } since)
            return SaveAsync(batch with { Status = IssueBatchStatus.Done, DueAt = now, EndedAt = now }, cancellationToken);
        // Looked for at once, then ever more rarely.
        var waited = now - since;
        var pause = waited > SomeLooks ? waited : SomeLooks;
        var end = since + delivery.Value.EmailEvidence;
        return SaveAsync(
            batch with { Status = IssueBatchStatus.Seeking, DueAt = now + pause < end ? now + pause : end, Turn = batch.Turn + 1 }, cancellationToken);
    }

    private Task<IssueBatch?> LeaveAsync(IssueBatch batch, DateTimeOffset until, CancellationToken cancellationToken) =>
        SaveAsync(batch with { Status = IssueBatchStatus.Waiting, DueAt = until, Turn = batch.Turn + 1 }, cancellationToken);

    /// <summary>
    /// Writes down what became of calls. Nobody else knows it, so that a fault of the storage is waited out for as long as the claim keeps
    /// others away; after that, evidence is sought.
    /// </summary>
    private async Task<IssueBatch?> SaveAsync(IssueBatch batch, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + delivery.Value.Lease;
        while (true)
        {
            try
            {
                return await batches.TrySaveAsync(batch, CancellationToken.None);
            }
            catch (Exception e) when (Shared.Storage.StorageFaults.IsStorageFault(e) && time.GetUtcNow() < until)
            {
                Log.NotRecorded(logger, e, batch.Issue, batch.Number);
                await Task.Delay(SomeLooks, time, cancellationToken);
            }
        }
    }

    private static int Shard(string hash) => Convert.ToInt32(hash[..1], 16);

    private sealed record PlannedCall(int Number, Core.Addresses.LanguageTag Language, IReadOnlyList<Subscription> Recipients);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Whether a call of batch {Batch} of issue {Issue} was taken is not known: {Code}. Its events will tell")]
        public static partial void Unknown(ILogger logger, Guid issue, int batch, string code);

        [LoggerMessage(LogLevel.Error, "The provider refuses batch {Batch} of issue {Issue}: {Code}")]
        public static partial void Refused(ILogger logger, Guid issue, int batch, string code);

        [LoggerMessage(LogLevel.Warning, "What became of batch {Batch} of issue {Issue} could not be recorded; trying again")]
        public static partial void NotRecorded(ILogger logger, Exception exception, Guid issue, int batch);
    }
}
