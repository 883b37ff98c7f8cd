using Peyk.Core.Newsletters;
using Peyk.Functions.Newsletters.Issues;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>Computes how far an issue has come, from the rows of its batches: three range reads for up to a million recipients.</summary>
public sealed class IssueProgressReader(IssueBatchStore batches, TimeProvider time)
{
    public async Task<IssueProgress> ReadAsync(Issue issue, CancellationToken cancellationToken)
    {
        var plan = await batches.FindPlanAsync(issue.Id, cancellationToken);
        return IssueProgress.Of(
            plan is null ? [] : await batches.ReadProgressAsync(issue.Id, cancellationToken), plan is { IsWhole: true },
            issue.State == IssueState.Sending, time.GetUtcNow());
    }
}
