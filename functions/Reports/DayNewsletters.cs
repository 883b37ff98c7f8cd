using NodaTime;
using Peyk.Core.Deliveries;
using Peyk.Core.Reports;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Newsletters.Sending;

namespace Peyk.Functions.Reports;

/// <summary>
/// Counts the recipients of the issues that began to go out on a day: those in calls that the provider took, and those whom it refused by
/// name. Whoever was left out before a call is nobody's delivery. An issue is read by two ranges of rows, however many it went to.
/// </summary>
public sealed class DayNewsletters(IssueDays days, IssueBatchStore batches)
{
    public async Task<DeliveryTally> CountAsync(LocalDate day, CancellationToken cancellationToken)
    {
        var tally = new DeliveryTally();
        await foreach (var issue in days.ReadAsync(day, cancellationToken))
        {
            foreach (var batch in await batches.ReadForReportAsync(issue.Id, cancellationToken))
                Count(issue, batch, tally);
        }

        return tally;
    }

    /// <summary>The newsletters among figures that were counted before, for when their own rows may be gone.</summary>
    public static DeliveryTally Keep(byte[] figures)
    {
        var tally = new DeliveryTally();
        // Test sends are notifications: they are in the log.
        foreach (var group in StoredRollup.Read(figures).Groups.Where(g => g.Kind == IssueTestSends.Kind && g.Template != IssueTestSends.Template))
            group.AddTo(tally[group.Key]);
        return tally;
    }

    private static void Count(ListedIssue issue, CountedBatch batch, DeliveryTally tally)
    {
        foreach (var group in batch.Heard)
        {
            // Null: refused by name, or heard of after the call was given up.
            var call = batch.Calls.FirstOrDefault(c => c.Number == group.Call);
            var figures = Add(group.Count, group.Status, group.Reason, call);
            DayJson.Fill(figures.ToDelivered, group.ToDelivered);
            if (group.Call > 0)
                figures.AddTaken(call?.Each, group.Count);
        }

        foreach (var call in batch.Calls.Where(c => c.Outcome == CallOutcome.Taken))
        {
            var rest = call.Count - batch.Heard.Where(g => g.Call == call.Number).Sum(g => g.Count);
            if (rest > 0)
                Add(rest, DeliveryStatus.Sent, null, call).AddTaken(call.Each, rest);
        }

        DeliveryFigures Add(long count, DeliveryStatus status, Reason? reason, IssueCall? call)
        {
            var figures = tally[new(IssueTestSends.Kind, null, Channel.Email, issue.Topic, call?.Language ?? "", status, reason, issue.IsTest)];
            figures.Deliveries += count;
            figures.Notifications += count;
            return figures;
        }
    }
}
