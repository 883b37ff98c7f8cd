using Microsoft.Extensions.Options;
using Peyk.Core.Addresses;
using Peyk.Core.Calendars;
using Peyk.Core.Contacts;
using Peyk.Core.Newsletters;
using Peyk.Core.Templates;
using Peyk.Core.Text;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>Turns an issue into the mail of all its readers of one language. A pure function of the issue and the definitions.</summary>
public sealed class IssueComposer(TopicCatalog topics, LanguageCatalog languages, Links links, IOptions<PeykOptions> options)
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
    public IssueMail Compose(Issue issue, IssueContent content, LanguageTag language)
    {
        var topic = topics.Find(issue.Topic)?.Name(language) ?? issue.Topic;
        var archive = new Uri(links.Page($"n/{issue.Topic}/{issue.Id:D}?lang={language.Value}"));
        return IssueTemplate.Of(content.Texts[language.Value])
            .Compose(new(languages.FindOrDefault(language), _organisation, topic, archive));
    }
}
