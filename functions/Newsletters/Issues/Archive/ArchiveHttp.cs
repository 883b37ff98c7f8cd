using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Calendars;
using Peyk.Core.Contacts;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Newsletters.Issues.Archive;

/// <summary>The archive of a newsletter, for anybody: its issues that were sent, and each of them.</summary>
public sealed class ArchiveHttp(IssueStore store, ArchivePages pages, TopicCatalog topics, LanguageCatalog languages)
{
    private const int PageLength = 20;

    /// <summary>How long caches may keep a page: so long an issue that was taken back may still be seen.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    [Function("ArchiveListHttp")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "n/{topic}")] HttpRequest request, string topic, CancellationToken cancellationToken)
    {
        var language = PageLanguage.Preferred(request, languages);
        if (topics.FindNewsletter(topic) is not { } known)
            return NoTopic(language, topic);
        Guid? after = NotificationKeys.TryParse(request.Query["after"], out var id) ? id : null;
        var issues = await store.ReadPublishedAsync(known.Key, after, cancellationToken).Take(PageLength + 1).ToListAsync(cancellationToken);
        Guid? next = issues.Count > PageLength ? issues[PageLength - 1].Id : null;
        return new PageResult(pages.List(known, [.. issues.Take(PageLength)], next, after is null, language), publicFor: Kept);
    }

    [Function(nameof(ArchiveHttp))]
    public async Task<IResult> Issue(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "n/{topic}/{issue}")] HttpRequest request,
        string topic,
        string issue,
        CancellationToken cancellationToken)
    {
        var language = PageLanguage.Preferred(request, languages);
        if (topics.FindNewsletter(topic) is not { } known)
            return NoTopic(language, topic);
        if (NotificationKeys.TryParse(issue, out var id)
            && await store.FindAsync(id, cancellationToken) is { IsPublished: true } found && found.Topic == topic
            && await store.ReadContentAsync(id, cancellationToken) is { } content)
            return new PageResult(pages.Issue(known, found, content, language), publicFor: Kept);
        return new PageResult(pages.NoIssue(known, language), StatusCodes.Status404NotFound);
    }

    private PageResult NoTopic(Language language, string topic) => new(pages.NoTopic(language, topic), StatusCodes.Status404NotFound);
}
