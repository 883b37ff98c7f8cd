using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Peyk.Core.Newsletters;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>Watches the outcomes of issues and stops one that does harm: <see cref="IssueGuards"/> judges.</summary>
public sealed class IssueGuard(IssueBatchStore batches, IssuePauses pauses, IOptions<NewsletterSendingOptions> options, TimeProvider time)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);
    private const int MostRemembered = 1000;
    private const int MostConflicts = 8;

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _looked = new();

    /// <summary>Looks, unless this process has just done so: a look reads the counts of all batches.</summary>
    public async Task WatchAsync(Guid issue, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_looked.TryGetValue(issue, out var at) && now - at < BetweenLooks)
            return;
        if (_looked.Count >= MostRemembered)
            _looked.Clear();
        _looked[issue] = now;
        await LookAsync(issue, cancellationToken);
    }

    /// <summary>Looks now. A second time changes nothing.</summary>
    public async Task LookAsync(Guid issue, CancellationToken cancellationToken)
    {
        if (await batches.FindPlanAsync(issue, cancellationToken) is not { } plan)
            return;
        var outcomes = (await batches.ReadOutcomesAsync(issue, cancellationToken)).Values.Aggregate(IssueOutcomes.None, (sum, next) => sum + next);
        if (options.Value.ToGuards().Judge(outcomes, plan.Forgiven) is { } cause && await pauses.PauseAsync(issue, cause, cancellationToken))
            await ForgiveAsync(issue, outcomes, cancellationToken);
    }

    /// <summary>Who has it go on knows of these: only what is heard after them counts from now on.</summary>
    private async Task ForgiveAsync(Guid issue, IssueOutcomes known, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (await batches.FindPlanAsync(issue, cancellationToken) is not { } plan
                || await batches.TrySaveAsync(plan with { Forgiven = known }, [], cancellationToken) is not null)
                return;
        }
    }
}
