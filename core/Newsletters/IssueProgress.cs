namespace Peyk.Core.Newsletters;

/// <summary>One batch as the progress sees it.</summary>
/// <param name="Sent">Recipients in calls that the provider took.</param>
public sealed record BatchProgress(
    int Planned, int Sent, int Suppressed, bool IsDone, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, IssueOutcomes Outcomes);

/// <summary>How far an issue has come.</summary>
/// <param name="Total">Recipients found so far.</param>
/// <param name="IsTotalKnown">All are found.</param>
/// <param name="Suppressed">Found, and not to be sent to any more when their turn came.</param>
/// <param name="Opened">Times; 0 unless opens are counted.</param>
/// <param name="Rate">Recipients a second over the last minutes of sending; null before the first were sent.</param>
/// <param name="Eta">When the last one will be sent at that rate; null when nothing is sent or nothing is left.</param>
public sealed record IssueProgress(
    int Total, bool IsTotalKnown, int Sent, int Delivered, int Failed, int Suppressed, int Opened, int Clicked, double? Rate, DateTimeOffset? Eta)
{
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(2);

    public int Remaining => Math.Max(0, Total - Sent - Suppressed);

    /// <param name="batches">In any order.</param>
    /// <param name="isSending">Nothing is expected of an issue that waits, is paused or over.</param>
    public static IssueProgress Of(IReadOnlyCollection<BatchProgress> batches, bool isTotalKnown, bool isSending, DateTimeOffset now)
    {
        var outcomes = batches.Aggregate(IssueOutcomes.None, (sum, batch) => sum + batch.Outcomes);
        var sent = batches.Sum(SentOf);
        // Whoever subscribed since the batch was cut counts too.
        var total = batches.Sum(b => Math.Max(b.Planned, SentOf(b) + b.Suppressed));
        var progress = new IssueProgress(
            total, isTotalKnown, sent, outcomes.Delivered, outcomes.Failed, batches.Sum(b => b.Suppressed), outcomes.Opened, outcomes.Clicked,
            RateOf(batches), Eta: null);
        return isSending && isTotalKnown && progress is { Rate: > 0, Remaining: > 0 }
            ? progress with { Eta = now + TimeSpan.FromSeconds(progress.Remaining / progress.Rate.Value) }
            : progress;
    }

    // A call of unknown outcome was taken when anything was heard of its recipients.
    private static int SentOf(BatchProgress batch) => Math.Max(batch.Sent, batch.Outcomes.Heard);

    private static double? RateOf(IReadOnlyCollection<BatchProgress> batches)
    {
        var ended = batches.Where(b => b is { EndedAt: not null, StartedAt: not null }).ToList();
        if (ended.Count == 0)
            return null;
        var last = ended.Max(b => b.EndedAt!.Value);
        var recent = ended.Where(b => b.EndedAt > last - Recent).ToList();
        var first = recent.Min(b => b.StartedAt!.Value);
        return last > first ? recent.Sum(SentOf) / (last - first).TotalSeconds : null;
    }
}
