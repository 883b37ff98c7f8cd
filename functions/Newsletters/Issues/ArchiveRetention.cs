using Azure;
using Microsoft.Extensions.Options;
using Peyk.Core.Newsletters;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>Deletes issues that ended, or were left as drafts, longer ago than they are kept; with them goes their page in the archive.</summary>
public sealed partial class ArchiveRetention(
    IssueStore store, Idempotency idempotency, IOptions<RetentionOptions> options, TimeProvider time, ILogger<ArchiveRetention> logger)
{
    /// <summary>Below the function's deadline of 60 s.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var limit = time.GetUtcNow() - options.Value.Issues;
        await foreach (var issue in store.ReadBeforeAsync(limit, cancellationToken))
        {
            if (time.GetElapsedTime(started) > Longest)
                return;
            if (!issue.State.IsOpen() && (issue.EndedAt ?? issue.ChangedAt) < limit)
                await DeleteAsync(issue, cancellationToken);
        }
    }

    private async Task DeleteAsync(Issue issue, CancellationToken cancellationToken)
    {
        if (issue.IdempotencyRow is { } row)
            await idempotency.ForgetAsync(row, issue.Id, cancellationToken);
        try
        {
            await store.DeleteAsync(issue, cancellationToken);
            Log.Deleted(logger, issue.Id);
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            // Somebody works on it again: the next run looks at it anew.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Issue {Id} is over its time and was deleted")]
        public static partial void Deleted(ILogger logger, Guid id);
    }
}
