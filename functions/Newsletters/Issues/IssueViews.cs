using Peyk.Core.Newsletters;
using Peyk.Functions.Newsletters.Sending;
using Peyk.Functions.Newsletters.Subscriptions;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>The answer to a posted or changed issue: a pure function of its id and the request, so that a repeat gets the same.</summary>
/// <param name="Status"><c>draft</c>, or <c>scheduled</c> when it has a time.</param>
public sealed record IssueAccepted(Guid Id, string Topic, IssueState Status, IReadOnlyList<string> Languages, DateTimeOffset? SendAt, string? Reference)
{
    public static IssueAccepted Of(Issue issue) => new(
        issue.Id, issue.Topic, issue.State, [.. issue.Subjects.Keys.Order(StringComparer.Ordinal)], issue.SendAt, issue.Reference);
}

/// <summary>An issue in a list.</summary>
/// <param name="Subjects">By language.</param>
public sealed record IssueSummary(
    Guid Id,
    string Topic,
    IssueState Status,
    IReadOnlyDictionary<string, string> Subjects,
    DateTimeOffset? SendAt,
    string? Reference,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    bool Test);

/// <param name="Next">For <c>after</c> in the request for the next page; null on the last one.</param>
public sealed record IssueList(IReadOnlyList<IssueSummary> Items, string? Next);

/// <summary>An issue as the API shows it to the client that posted it.</summary>
/// <param name="ArchiveUrl">Its page in the archive, once it is there.</param>
/// <param name="Progress">Null before it goes out.</param>
public sealed record IssueView(
    Guid Id,
    string Topic,
    IssueState Status,
    int Revision,
    IReadOnlyDictionary<string, IssueText> Content,
    Segment Segment,
    DateTimeOffset? SendAt,
    string? Window,
    DateTimeOffset? ExpiresAt,
    string? Reference,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    PauseCause? PausedBy,
    string? ArchiveUrl,
    IssueProgress? Progress,
    bool Test);

/// <summary>Shows issues.</summary>
public sealed class IssueViews(IssueStore store, IssueProgressReader progress, NewsletterLinks links)
{
    public static IssueSummary Summary(Issue issue) => new(
        issue.Id, issue.Topic, issue.State, issue.Subjects, issue.SendAt, issue.Reference, issue.CreatedAt, issue.StartedAt, issue.EndedAt, issue.Client.IsTest);

    public async Task<IssueView> OfAsync(Issue issue, CancellationToken cancellationToken)
    {
        var content = await store.ReadContentAsync(issue.Id, cancellationToken);
        return new(
            issue.Id,
            issue.Topic,
            issue.State,
            issue.Revision,
            content?.Texts ?? new Dictionary<string, IssueText>(),
            issue.Segment,
            issue.SendAt,
            issue.Window?.Text,
            issue.ExpiresAt,
            issue.Reference,
            issue.CreatedAt,
            issue.ChangedAt,
            issue.StartedAt,
            issue.EndedAt,
            issue.PausedBy,
            issue.IsPublished ? links.Archive(issue.Topic, issue.Id) : null,
            issue.StartedAt is null ? null : await progress.ReadAsync(issue, cancellationToken),
            issue.Client.IsTest);
    }
}
