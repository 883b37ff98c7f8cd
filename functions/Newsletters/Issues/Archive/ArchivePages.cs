using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Core.Calendars;
using Peyk.Core.Contacts;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Shared.Pages;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Newsletters.Issues.Archive;

/// <summary>Writes the pages of newsletters' archives. They are the same for everybody.</summary>
public sealed class ArchivePages(PageLayout layout, IssueComposer composer, NewsletterLinks links, IOptions<PeykOptions> options)
{
    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[options.Value.TimeZone];

    public static string PathOf(string topic) => $"/n/{topic}";

    /// <param name="issues">Newest first.</param>
    /// <param name="next">The issue after which the next page begins; null on the last one.</param>
    /// <param name="isFirst">Whether the newest are shown.</param>
    public Document List(Topic topic, IReadOnlyList<Issue> issues, Guid? next, bool isFirst, Language language)
    {
        var items = issues.Count == 0
            ? Html.Of($"<p>{language["archive.empty"]}</p>")
            : Html.Of($"""<ul class="issues" role="list">{issues.Select(issue => Item(issue, language))}</ul>""");
        var description = topic.Description(language.Tag) is { } text ? Html.Of($"""<p class="hint">{text}</p>""") : Html.Empty;
        var newest = isFirst ? Html.Empty : Html.Of($"""<a href="{Query(topic.Key, language)}">{language["archive.newest"]}</a> """);
        var older = next is { } after
            ? Html.Of($"""<a rel="next" href="{Query(topic.Key, language)}&after={after.ToString("D")}">{language["archive.older"]}</a>""")
            : Html.Empty;
        return layout.Render(new(language, language.Say("archive.title", ("topic", topic.Name(language.Tag))), PathOf(topic.Key), Html.Of($"""
            <p class="eyebrow">{language["archive.newsletter"]}</p>
            <h1>{topic.Name(language.Tag)}</h1>
            {description}
            <p class="subscribe"><a class="button" href="{links.Subscribe(topic.Key)}?lang={language.Tag.Value}">{language["archive.subscribe"]}</a></p>
            {items}
            <p class="pages">{newest}{older}</p>
            """)));
    }

    /// <param name="language">The page's own; the text is in the language of the issue that comes next to it.</param>
    public Document Issue(Topic topic, Issue issue, IssueContent content, Language language)
    {
        var tag = composer.LanguageFor(issue, language.Tag);
        var page = composer.Page(issue, content, tag);
        var own = composer.LanguageOf(tag);
        return layout.Render(new(language, page.Subject, $"{PathOf(topic.Key)}/{issue.Id:D}", Html.Of($"""
            <p class="eyebrow">{topic.Name(language.Tag)} · {Day(issue, language)}</p>
            <article lang="{tag.Value}" dir="{own.Direction}">
            <h1>{page.Subject}</h1>
            {Html.OfRendered(page.Body)}
            </article>
            <p class="pages"><a href="{Query(topic.Key, language)}">{language["archive.all"]}</a> <a href="{links.Subscribe(topic.Key)}?lang={language.Tag.Value}">{language["archive.subscribe"]}</a></p>
            """)));
    }

    public Document NoIssue(Topic topic, Language language) => layout.Render(new(
        language,
        language["archive.notFound"],
        PathOf(topic.Key),
        Html.Of($"""
            <h1>{language["archive.notFound"]}</h1><p class="hint">{language["archive.notFoundHint"]}</p>
            <p class="pages"><a href="{Query(topic.Key, language)}">{language["archive.all"]}</a></p>
            """)));

    public Document NoTopic(Language language, string asked) => layout.Render(new(
        language,
        language["archive.noTopic"],
        PathOf(Uri.EscapeDataString(asked)),
        Html.Of($"""<h1>{language["archive.noTopic"]}</h1><p class="hint">{language["archive.noTopicHint"]}</p>""")));

    private Html Item(Issue issue, Language language)
    {
        var tag = composer.LanguageFor(issue, language.Tag);
        return Html.Of($"""
            <li><a href="{PathOf(issue.Topic)}/{issue.Id.ToString("D")}?lang={language.Tag.Value}" lang="{tag.Value}" dir="{composer.LanguageOf(tag).Direction}">{composer.SubjectOf(issue, tag)}</a>
            <p class="hint">{Day(issue, language)}</p></li>

            """);
    }

    private Html Day(Issue issue, Language language)
    {
        var date = Instant.FromDateTimeOffset(issue.StartedAt!.Value).InZone(_zone).Date;
        return Html.Of($"""<time datetime="{date.ToString("uuuu-MM-dd", null)}">{language.Format(date)}</time>""");
    }

    private static string Query(string topic, Language language) => $"{PathOf(topic)}?lang={language.Tag.Value}";
}
