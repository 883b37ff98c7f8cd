using System.Text;
using Peyk.Core.Addresses;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Shared;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>An issue as one reader of each language would get it.</summary>
public sealed record IssuePreview(string Status, IReadOnlyList<IssueMailPreview> Mails);

/// <param name="HtmlBytes">Size of the HTML part in UTF-8.</param>
public sealed record IssueMailPreview(string Language, string Subject, string Preheader, string Html, string Text, int HtmlBytes);

/// <summary>Composes issues for an exemplary reader, by the same code that composes what is sent.</summary>
public sealed class IssuePreviews(IssueComposer composer, NewsletterLinks links)
{
    /// <param name="name">The reader's; null for one of whom nothing is known.</param>
    /// <param name="language">The only language to show; null for all.</param>
    public IssuePreview Of(Issue issue, IssueContent content, PersonName? name = null, string? language = null) => new(
        issue.State.ToWord(),
        [.. content.Texts.Keys.Where(tag => language is null || tag == language).Order(StringComparer.Ordinal).Select(tag => Of(issue, content, name, LanguageTag.Parse(tag)))]);

    private IssueMailPreview Of(Issue issue, IssueContent content, PersonName? name, LanguageTag language)
    {
        // Whoever tries a link of a preview ends nobody's subscription.
        var mail = composer.Compose(issue, content, language).For(new(name, links.Subscribe(issue.Topic)));
        return new(language.Value, mail.Subject, mail.Preheader, mail.Html, mail.Text, Encoding.UTF8.GetByteCount(mail.Html));
    }
}
