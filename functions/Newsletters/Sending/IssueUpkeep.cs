using Peyk.Core.Newsletters;
using Peyk.Functions.Newsletters.Issues;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>Looks after open issues: begins those whose time has come, puts lost hints again, watches outcomes, and clears away what is over its time.</summary>
public sealed partial class IssueUpkeep(
    IssueStore issues, IssueSending sending, IssueGuard guard, IssueRetention retention, TimeProvider time, ILogger<IssueUpkeep> logger)
{
    private static readonly TimeSpan BetweenPurges = TimeSpan.FromHours(1);

    private DateTimeOffset _purged = DateTimeOffset.MinValue;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var issue in issues.ReadOpenAsync(cancellationToken))
            await LookAtAsync(issue, cancellationToken);
        if (time.GetUtcNow() - _purged < BetweenPurges)
            return;
        await retention.RunAsync(cancellationToken);
        _purged = time.GetUtcNow();
    }

    private async Task LookAtAsync(Issue issue, CancellationToken cancellationToken)
    {
        try
        {
            if (issue.State == IssueState.Sending)
                await guard.LookAsync(issue.Id, cancellationToken);
            await sending.LookAtAsync(issue.Id, isAsked: false, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // One that cannot be looked after must not keep the others from it.
            Log.Failed(logger, e, issue.Id);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Issue {Id} could not be looked after")]
        public static partial void Failed(ILogger logger, Exception exception, Guid id);
    }
}
