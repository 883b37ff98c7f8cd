using Microsoft.Extensions.Options;
using Peyk.Core.Addresses;
using Peyk.Core.Calendars;
using Peyk.Core.Contacts;
using Peyk.Core.Newsletters;
using Peyk.Core.Templates;
using Peyk.Core.Text;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>Turns an issue into the mail of all its readers of one language. A pure function of the issue and the definitions.</summary>
public sealed class IssueComposer(TopicCatalog topics, LanguageCatalog languages, NewsletterLinks links, IOptions<PeykOptions> options)
{
    private readonly Organisation _organisation = new(
        new LocalisedText(options.Value.Organisation, languages.Default.Tag), new LocalisedText(options.Value.HelpContact, languages.Default.Tag));

    /// <summary>
    /// The language in which a reader gets an issue: the wished one, else its primary language, else the default, else the first that
    /// the issue has.
    /// </summary>
    public LanguageTag LanguageFor(Issue issue, LanguageTag? wished)
    {
        var has = issue.Subjects.Keys;
        var language = new[] { wished?.Value, wished?.Primary, languages.Default.Tag.Value }.FirstOrDefault(tag => tag is not null && has.Contains(tag));
        return LanguageTag.Parse(language ?? has.Order(StringComparer.Ordinal).First());
    }

    /// <param name="language">One of the issue's own.</param>
    public IssueMail Compose(Issue issue, IssueContent content, LanguageTag language) =>
        IssueTemplate.Of(content.Texts[language.Value]).Compose(Frame(issue, language));

    /// <summary>The issue as the archive shows it.</summary>
    /// <inheritdoc cref="Compose"/>
    public IssuePage Page(Issue issue, IssueContent content, LanguageTag language) =>
        IssueTemplate.Of(content.Texts[language.Value]).Page(Frame(issue, language));

    /// <summary>The subject as the archive shows it.</summary>
    /// <inheritdoc cref="Compose"/>
    public string SubjectOf(Issue issue, LanguageTag language) => IssueTemplate.SubjectOf(issue.Subjects[language.Value], Frame(issue, language));

    /// <summary>The words around a text in a language.</summary>
    public Language LanguageOf(LanguageTag language) => languages.FindOrDefault(language);

    private IssueFrame Frame(Issue issue, LanguageTag language) => new(
        LanguageOf(language),
        _organisation,
        topics.Find(issue.Topic)?.Name(language) ?? issue.Topic,
        new Uri($"{links.Archive(issue.Topic, issue.Id)}?lang={language.Value}"));
}
