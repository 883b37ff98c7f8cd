using Azure.Data.Tables;
using NodaTime;
using Peyk.Functions.Delivery;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Newsletters.Sending;
using Peyk.Functions.Shared;
using Peyk.Local.Simulator.Pages;

namespace Peyk.Local;

/// <summary>Reads how far the latest issues have come, as the API computes it.</summary>
public sealed class NewsletterProgress(TableServiceClient tables)
{
    private const int Latest = 3;

    private readonly IssueStore _issues = new(tables, TimeProvider.System);
    private readonly IssueProgressReader _progress = new(new(tables, Days(tables)), TimeProvider.System);

    /// <summary>Those that went out or are about to, newest first.</summary>
    public async Task<IReadOnlyList<IssueFigures>> ReadAsync(CancellationToken cancellationToken)
    {
        var started = await _issues.ReadBeforeAsync(TimeProvider.System.GetUtcNow().AddMinutes(1), cancellationToken)
            .Where(issue => issue.StartedAt is not null)
            .OrderByDescending(issue => issue.StartedAt)
            .Take(Latest)
            .ToListAsync(cancellationToken);
        var figures = new List<IssueFigures>();
        foreach (var issue in started)
            figures.Add(await OfAsync(issue, cancellationToken));
        return figures;
    }

    // What only reads marks no day, in whichever zone.
    private static IssueDays Days(TableServiceClient tables)
    {
        var keys = new NotificationKeys(DateTimeZone.Utc);
        return new(tables, keys, new(tables, keys, TimeProvider.System));
    }

    private async Task<IssueFigures> OfAsync(Issue issue, CancellationToken cancellationToken)
    {
        var progress = await _progress.ReadAsync(issue, cancellationToken);
        return new(
            issue.Id,
            string.Join(" · ", issue.Subjects.OrderBy(subject => subject.Key, StringComparer.Ordinal).Select(subject => subject.Value)),
            issue.State.ToWord(),
            progress.Total,
            progress.Sent + progress.Suppressed,
            progress.Sent,
            progress.Delivered,
            progress.Failed,
            progress.Suppressed,
            progress.Rate,
            progress.Eta);
    }
}
