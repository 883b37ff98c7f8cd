using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Peyk.Core.Templates;

/// <summary>
/// Markdown as HTML of a page: classes in place of the styles of e-mails, which a page's security policy would not let pass. A heading is
/// one level lower, since the page's own title is the first.
/// </summary>
internal static class PageMarkdown
{
    private const int LowestLevel = 6;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().Build();

    /// <param name="document">Parsed by <see cref="EmailMarkdown.Parse"/>, not rendered yet.</param>
    public static string ToHtml(MarkdownDocument document)
    {
        foreach (var item in document.Descendants())
        {
            switch (item)
            {
                case HeadingBlock heading:
                    heading.Level = Math.Min(heading.Level + 1, LowestLevel);
                    break;
                case QuoteBlock quote:
                    quote.GetAttributes().AddClass("card");
                    break;
                case LinkInline { Parent.ParentBlock: ParagraphBlock paragraph } link when EmailMarkdown.IsButton(paragraph):
                    link.GetAttributes().AddClass("button");
                    break;
            }
        }

        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.Render(document);
        writer.Flush();
        return writer.ToString().Trim();
    }
}
