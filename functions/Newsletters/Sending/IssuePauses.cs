using Peyk.Core.Newsletters;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>Stops an issue that does harm, and says so: in the log as an error, in the metrics, in the audit.</summary>
public sealed partial class IssuePauses(IssueStore issues, AuditLog audit, TimeProvider time, ILogger<IssuePauses> logger)
{
    private const int MostConflicts = 8;

    /// <summary>Stops it, if it is sending. A second time changes nothing.</summary>
    /// <returns>Whether this call stopped it.</returns>
    public async Task<bool> PauseAsync(Guid id, PauseCause cause, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (await issues.FindAsync(id, cancellationToken) is not { State: IssueState.Sending } issue)
                return false;
            if (await issues.TryUpdateAsync(issue with { State = IssueState.Paused, PausedBy = cause }, cancellationToken) is null)
                continue;
            Log.Paused(logger, id, cause);
            Telemetry.IssuePaused(cause);
            await audit.WriteAsync(
                Guid.CreateVersion7(time.GetUtcNow()), new($"issue_paused_{cause.ToWord()}", id.ToString("D"), issue.Client.Id, "guard"), cancellationToken);
            return true;
        }

        throw new InvalidOperationException($"Issue {id} changed {MostConflicts} times while it was stopped.");
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Issue {Id} was stopped by itself: {Cause}. It goes on when somebody resumes it")]
        public static partial void Paused(ILogger logger, Guid id, PauseCause cause);
    }
}
