using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Peyk.Core.Calendars;

namespace Peyk.Core.Templates;

/// <summary>
/// Markdown as e-mail HTML with inline styles. Two habits of ours: a paragraph that is one link becomes a button, and a quotation
/// becomes a card whose lines stay lines; if each begins with bold words, they become the labels of a table of facts.
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
        renderer.ObjectRenderers.Replace<ParagraphRenderer>(new EmailParagraphRenderer(language));
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

    /// <summary>The lines of a card when each begins with a label; empty otherwise.</summary>
    private static List<List<Inline>> Facts(ParagraphBlock paragraph)
    {
        var lines = new List<List<Inline>> { new() };
        foreach (var inline in paragraph.Inline ?? [])
        {
            if (inline is LineBreakInline)
                lines.Add([]);
            else
                lines[^1].Add(inline);
        }

        return lines.TrueForAll(line => line is [EmphasisInline { DelimiterCount: 2 }, _, ..]) ? lines : [];
    }

    private sealed class EmailParagraphRenderer(Language language) : HtmlObjectRenderer<ParagraphBlock>
    {
        private readonly ParagraphRenderer _paragraphs = new();

        protected override void Write(HtmlRenderer renderer, ParagraphBlock paragraph)
        {
            if (IsButton(paragraph))
                WriteButton(renderer, paragraph);
            else if (paragraph.Parent is QuoteBlock && Facts(paragraph) is { Count: > 0 } facts)
                WriteFacts(renderer, facts);
            else
                _paragraphs.Write(renderer, paragraph);
        }

        // Outlook on Windows draws the colour of a cell, and ignores the padding of a link.
        private static void WriteButton(HtmlRenderer renderer, ParagraphBlock paragraph)
        {
            renderer.Write(EmailStyles.ButtonStart);
            renderer.WriteLeafInline(paragraph);
            renderer.WriteLine(EmailStyles.ButtonEnd);
        }

        private void WriteFacts(HtmlRenderer renderer, List<List<Inline>> facts)
        {
            renderer.WriteLine("""<table role="presentation" border="0" cellpadding="0" cellspacing="0" width="100%">""");
            foreach (var line in facts)
            {
                renderer.Write($"""<tr><td class="muted" width="1%" valign="top" style="{EmailStyles.Label(language)}">""");
                renderer.WriteChildren((EmphasisInline)line[0]);
                renderer.Write($"""</td><td class="ink" valign="top" style="{EmailStyles.Fact(language)}">""");
                foreach (var inline in line.Skip(1))
                    renderer.Write(inline);
                renderer.WriteLine("</td></tr>");
            }

            renderer.WriteLine("</table>");
        }
    }
}
