using System.Text;
using NodaTime;
using Peyk.Core.Cases;
using Peyk.Core.Templates;
using Peyk.Core.Text;

namespace Peyk.Core.Newsletters;

/// <summary>An issue in one language, checked and ready to be composed. Immutable.</summary>
public sealed class IssueTemplate
{
    /// <summary>Longest subject, in UTF-16 units; inboxes show far less.</summary>
    public const int LongestSubject = 200;

    /// <summary>Largest HTML part, in bytes of UTF-8: Gmail cuts what is longer than 102 KB, and the foot with it.</summary>
    public const int LargestHtml = 102 * 1000;

    private readonly IssueText _text;

    private IssueTemplate(IssueText text) => _text = text;

    /// <summary>Names that may stand between <c>{{</c> and <c>}}</c>.</summary>
    public static IReadOnlyList<string> Placeholders => IssuePlaceholders.Names;

    /// <summary>Everything that is wrong with a text; empty when it can be composed.</summary>
    public static IReadOnlyList<IssueTextProblem> Check(IssueText text) =>
    [
        .. IssuePlaceholders.Check("subject", text.Subject),
        .. IssuePlaceholders.Check("preheader", text.Preheader ?? ""),
        .. IssuePlaceholders.Check("body", text.Body),
        .. IssueMarkdown.Check(text.Body),
    ];

    /// <exception cref="ArgumentException"><see cref="Check"/> finds fault with the text.</exception>
    public static IssueTemplate Of(IssueText text) =>
        Check(text) is [var first, ..] ? throw new ArgumentException($"The {first.Member} is not valid: {first.Code}.", nameof(text)) : new(text);

    /// <summary>The mail of all recipients in this language.</summary>
    public IssueMail Compose(IssueFrame frame)
    {
        var language = frame.Language;
        var values = Values(frame);
        var document = EmailMarkdown.Parse(IssuePlaceholders.Tokens(_text.Body));

        // The text first: writing HTML hangs styles into the document.
        var text = Skeleton.OfText(EmailText.Write(document, language));
        var html = Skeleton.OfHtml(EmailMarkdown.ToHtml(document, language));
        var subject = Line(_text.Subject, values, IssueTags.NameLine);
        var preheader = Line(_text.Preheader ?? "", values, IssueTags.NameText);
        return new(
            language,
            subject,
            preheader,
            EmailLayout.Html(
                Around(frame, IssueTags.GreetingHtml, IssueTags.UnsubscribeHtml, IssueTags.SettingsHtml),
                subject,
                Line(_text.Preheader ?? "", values, IssueTags.NameHtml),
                output => html.Fill(output, (token, place) => IsName(token) ? NameAt(place) : values.Html(token, place))),
            EmailLayout.Text(
                Around(frame, IssueTags.GreetingText, IssueTags.UnsubscribeText, IssueTags.SettingsText),
                output => text.Fill(output, (token, place) => IsName(token) ? IssueTags.NameText : values.Text(token, place))));
    }

    // Markdown has places that become attributes, where the tag's value must not be: it may have elements.
    private static string NameAt(Place place) => place == Place.Content ? IssueTags.NameHtml : "";

    /// <summary>A subject as it is shown to nobody in particular.</summary>
    public static string SubjectOf(string subject, IssueFrame frame) => Line(subject, Values(frame), frame.Language["issue.reader"]);

    /// <summary>The issue as its page in the archive shows it, to nobody in particular.</summary>
    public IssuePage Page(IssueFrame frame)
    {
        var values = Values(frame);
        var reader = frame.Language["issue.reader"];
        var html = Skeleton.OfHtml(PageMarkdown.ToHtml(EmailMarkdown.Parse(IssuePlaceholders.Tokens(BodyBelowSubject()))));
        var body = new StringBuilder(4096);
        html.Fill(body, (token, place) => IsName(token) ? HtmlText.Encode(reader) : values.Html(token, place));
        return new(SubjectOf(_text.Subject, frame), new RenderedHtml(body.ToString()));
    }

    /// <summary>The page has the subject as its title: a text that begins with the same one does not say it again.</summary>
    private string BodyBelowSubject()
    {
        var (first, rest) = _text.Body.TrimStart('\n').Split('\n', 2) is [var line, var more] ? (line, more) : (_text.Body, "");
        return first.StartsWith("# ", StringComparison.Ordinal) && first[2..].Trim() == _text.Subject.Trim() ? rest : _text.Body;
    }

    private static bool IsName(Token token) => token.Field == IssuePlaceholders.RecipientName;

    private static string Line(string text, ValueWriter values, string name)
    {
        var output = new StringBuilder(128);
        Skeleton.OfText(IssuePlaceholders.Tokens(text)).Fill(output, (token, place) => IsName(token) ? name : values.Line(token, place));
        return UnicodeText.SingleLine(output.ToString());
    }

    private static ValueWriter Values(IssueFrame frame)
    {
        var language = frame.Language;
        var help = frame.Organisation.HelpContact(language.Tag);
        return new(
            [
                null,
                new TemplateValue.Text(frame.Organisation.Name(language.Tag)),
                help is null ? null : new TemplateValue.Text(help),
                new TemplateValue.Text(frame.Topic),
                new TemplateValue.Url(frame.Archive.AbsoluteUri),
            ],
            language,
            DateTimeZone.Utc);
    }

    private static EmailFrame Around(IssueFrame frame, string greeting, string unsubscribe, string settings)
    {
        var language = frame.Language;
        var organisation = frame.Organisation.Name(language.Tag);
        return new(
            language,
            CaseTone.Neutral,
            $"{organisation} · {frame.Topic}",
            greeting,
            Opening: null,
            frame.Organisation.HelpContact(language.Tag),
            language.Say("issue.why", ("organisation", organisation), ("topic", frame.Topic)),
            [(language["issue.online"], frame.Archive.AbsoluteUri), (language["email.unsubscribe"], unsubscribe)])
        {
            Tail = settings,
        };
    }
}
