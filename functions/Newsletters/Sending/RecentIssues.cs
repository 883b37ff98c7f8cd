using Peyk.Core.Contacts;
using Peyk.Core.Newsletters;
using Peyk.Functions.Newsletters.Issues;

namespace Peyk.Functions.Newsletters.Sending;

/// <param name="Progress">How far it has come.</param>
public sealed record IssueStanding(Issue Issue, IssueProgress Progress);

/// <summary>The issues that operators look at: those that are open, and those that ended last.</summary>
public sealed class RecentIssues(IssueStore issues, IssueProgressReader progress, TopicCatalog topics)
{
    /// <summary>Most open issues that are listed.</summary>
    public const int MostOpen = 20;

    /// <summary>Most ended ones.</summary>
    public const int MostEnded = 10;

    /// <summary>Issues of one topic that are looked through for those that ended.</summary>
    private const int MostOfTopic = 15;

    /// <summary>Open ones first, then those that ended; each newest first.</summary>
    public async Task<IReadOnlyList<IssueStanding>> ReadAsync(CancellationToken cancellationToken)
    {
        var open = await issues.ReadOpenAsync(cancellationToken).Take(MostOpen).ToListAsync(cancellationToken);
        var perTopic = await Task.WhenAll(topics.Newsletters.Select(
            async topic => await issues.ReadTopicAsync(topic.Key, after: null, cancellationToken).Take(MostOfTopic).ToListAsync(cancellationToken)));
        var ended = perTopic.SelectMany(some => some).Where(issue => issue.State.IsFinal()).OrderByDescending(issue => issue.CreatedAt);
        return await Task.WhenAll(
            open.OrderByDescending(issue => issue.CreatedAt).Concat(ended.Take(MostEnded))
                .Select(async issue => new IssueStanding(issue, await progress.ReadAsync(issue, cancellationToken))));
    }
}
