using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Peyk.Core.Calendars;

namespace Peyk.Core.Templates;

/// <summary>
/// Markdown as e-mail HTML with inline styles. Two habits of ours: a paragraph that is one link becomes a button, and a quotation
/// becomes a card of facts whose lines stay lines.
/// </summary>
internal static class EmailMarkdown
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().Build();

    public static MarkdownDocument Parse(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var quote in document.Descendants<QuoteBlock>())
        {
            foreach (var lineBreak in quote.Descendants<LineBreakInline>())
                lineBreak.IsHard = true;
        }

        return document;
    }

    /// <summary>What may not be in a message: pictures, and links that lead nowhere or to a scheme that is not allowed.</summary>
    public static IEnumerable<string> Check(MarkdownDocument document)
    {
        foreach (var link in document.Descendants<LinkInline>())
        {
            if (link.IsImage)
                yield return "has a picture; messages have none";
            else if (string.IsNullOrEmpty(link.Url))
                yield return "has a link without a URL when optional values are absent; put it into {{#if}}";
            else if (!link.Url.StartsWith(Token.Prefix, StringComparison.Ordinal) && !SafeUrl.HasAllowedScheme(link.Url))
                yield return "has a link that is not https, http, mailto or tel";
        }

        foreach (var link in document.Descendants<AutolinkInline>())
        {
            if (!link.IsEmail && !SafeUrl.HasAllowedScheme(link.Url))
                yield return "has a link that is not https, http, mailto or tel";
        }
    }

    public static bool IsButton(ParagraphBlock paragraph) =>
        paragraph.Parent is MarkdownDocument
        && paragraph.Inline is { FirstChild: LinkInline { IsImage: false } } inline
        && inline.FirstChild == inline.LastChild;

    public static string ToHtml(MarkdownDocument document, Language language)
    {
        foreach (var item in document.Descendants())
        {
            var (name, style) = Style(item, language);
            if (name is not null)
                item.GetAttributes().AddClass(name);
            if (style is not null)
                item.GetAttributes().AddProperty("style", style);
        }

        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<ParagraphRenderer>(new ButtonRenderer());
        renderer.Render(document);
        writer.Flush();
        return writer.ToString().Trim();
    }

    private static (string? Class, string? Style) Style(MarkdownObject item, Language language)
    {
        var inCard = item is Inline inline ? IsInCard(inline) : item is Block { Parent: QuoteBlock };
        return item switch
        {
            HeadingBlock { Level: 1 } => ("ink", EmailStyles.Heading(22)),
            HeadingBlock => ("ink", EmailStyles.Heading(18)),
            ParagraphBlock when inCard => (null, "margin:0"),
            ParagraphBlock => (null, EmailStyles.Paragraph),
            QuoteBlock => ("card", EmailStyles.Card),
            ListBlock list => (null, EmailStyles.List(list.IsOrdered, language)),
            ListItemBlock => (null, "margin:0 0 6px"),
            ThematicBreakBlock => ("line", EmailStyles.Line),
            LinkInline link when IsButtonLink(link) => ("btn", EmailStyles.ButtonLink),
            LinkInline or AutolinkInline => ("link", EmailStyles.Link),
            EmphasisInline { DelimiterCount: 2 } when inCard => ("muted", EmailStyles.Label),
            CodeInline => ("code", EmailStyles.Code),
            _ => (null, null),
        };
    }

    private static bool IsInCard(Inline inline)
    {
        Block? block = null;
        for (var parent = inline.Parent; parent is not null; parent = parent.Parent)
            block = parent.ParentBlock ?? block;
        return block?.Parent is QuoteBlock;
    }

    private static bool IsButtonLink(LinkInline link) => link.Parent?.ParentBlock is ParagraphBlock paragraph && IsButton(paragraph);

    private sealed class ButtonRenderer : HtmlObjectRenderer<ParagraphBlock>
    {
        private readonly ParagraphRenderer _paragraphs = new();

        protected override void Write(HtmlRenderer renderer, ParagraphBlock paragraph)
        {
            if (!IsButton(paragraph))
            {
                _paragraphs.Write(renderer, paragraph);
                return;
            }

            // Outlook on Windows draws the colour of a cell, and ignores the padding of a link.
            renderer.Write(EmailStyles.ButtonStart);
            renderer.WriteLeafInline(paragraph);
            renderer.WriteLine(EmailStyles.ButtonEnd);
        }
    }
}
