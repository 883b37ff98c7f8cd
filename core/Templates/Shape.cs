using Markdig.Syntax;
using Peyk.Core.Calendars;

namespace Peyk.Core.Templates;

/// <summary>
/// A template after Handlebars and Markdown for one set of present values: only the values themselves are missing.
/// </summary>
internal sealed record Shape(Skeleton Subject, Skeleton Preheader, Skeleton Sms, Skeleton Html, Skeleton Text)
{
    /// <summary>Parts the four texts of a template, so that one compiled Handlebars template gives them all.</summary>
    public const char Separator = '\u001E';

    public static Shape Compile(string filled, Language language)
    {
        var parts = filled.Split(Separator);
        var document = EmailMarkdown.Parse(parts[3]);

        // The text first: writing HTML hangs styles into the document.
        var text = EmailText.Write(document, language);
        return new Shape(
            Skeleton.OfText(parts[0]),
            Skeleton.OfText(parts[1]),
            Skeleton.OfText(parts[2]),
            Skeleton.OfHtml(EmailMarkdown.ToHtml(document, language)),
            Skeleton.OfText(text));
    }

    public static MarkdownDocument Body(string filled) => EmailMarkdown.Parse(filled.Split(Separator)[3]);
}
