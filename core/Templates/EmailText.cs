using System.Globalization;
using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Peyk.Core.Calendars;

namespace Peyk.Core.Templates;

/// <summary>Markdown as text to be read: no signs of Markdown, links written out, lists with bullets or numbers.</summary>
internal sealed class EmailText
{
    private readonly StringBuilder _output = new();
    private readonly Language _language;

    private EmailText(Language language) => _language = language;

    public static string Write(MarkdownDocument document, Language language)
    {
        var text = new EmailText(language);
        text.WriteBlocks(document, indent: "", end: "\n\n");
        return text._output.ToString().Trim('\n');
    }

    private void WriteBlocks(ContainerBlock blocks, string indent, string end)
    {
        foreach (var block in blocks)
        {
            switch (block)
            {
                case ListBlock list:
                    WriteList(list, indent);
                    break;
                case ContainerBlock container:
                    WriteBlocks(container, indent, end);
                    break;
                case ThematicBreakBlock:
                    _output.Append("———\n\n");
                    break;
                case ParagraphBlock paragraph when EmailMarkdown.IsButton(paragraph):
                    var link = (LinkInline)paragraph.Inline!.FirstChild!;
                    WriteInlines(link, indent);
                    _output.Append(":\n");
                    WriteUrl(link.Url);
                    _output.Append("\n\n");
                    break;
                case LeafBlock { Inline: { } inlines }:
                    _output.Append(indent);
                    WriteInlines(inlines, indent);
                    _output.Append(end);
                    break;
                case LeafBlock leaf:
                    _output.Append(leaf.Lines).Append("\n\n");
                    break;
            }
        }
    }

    private void WriteList(ListBlock list, string indent)
    {
        var number = int.TryParse(list.OrderedStart, NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : 1;
        foreach (var item in list.OfType<ListItemBlock>())
        {
            var sign = list.IsOrdered
                ? _language.LocaliseDigits(number++.ToString(CultureInfo.InvariantCulture)) + ". "
                : "• ";
            _output.Append(indent).Append(sign);
            var from = _output.Length;
            WriteBlocks(item, indent + "  ", end: "\n");

            // The first line of an item follows its sign.
            var lead = indent.Length + 2;
            if (_output.Length >= from + lead && string.IsNullOrWhiteSpace(_output.ToString(from, lead)))
                _output.Remove(from, lead);
            TrimLines();
        }

        _output.Append('\n');
    }

    private void TrimLines()
    {
        while (_output.Length > 1 && _output[^1] == '\n' && _output[^2] == '\n')
            _output.Length--;
    }

    private void WriteInlines(ContainerInline inlines, string indent)
    {
        foreach (var inline in inlines)
        {
            switch (inline)
            {
                case LinkInline link:
                    WriteLink(link, indent);
                    break;
                case AutolinkInline link:
                    WriteUrl(link.Url);
                    break;
                case LineBreakInline lineBreak:
                    _output.Append(lineBreak.IsHard ? "\n" + indent : " ");
                    break;
                case CodeInline code:
                    _output.Append(code.Content);
                    break;
                case HtmlEntityInline entity:
                    _output.Append(entity.Transcoded);
                    break;
                case ContainerInline container:
                    WriteInlines(container, indent);
                    break;
                case LiteralInline literal:
                    _output.Append(literal.Content);
                    break;
            }
        }
    }

    private void WriteLink(LinkInline link, string indent)
    {
        var from = _output.Length;
        WriteInlines(link, indent);
        var label = _output.ToString(from, _output.Length - from);
        var url = link.Url ?? "";
        var shown = url.StartsWith("tel:", StringComparison.Ordinal) || url.StartsWith("mailto:", StringComparison.Ordinal)
            ? url[(url.IndexOf(':', StringComparison.Ordinal) + 1)..]
            : url;
        if (label == shown)
            return;

        _output.Append(" (");
        WriteUrl(shown);
        _output.Append(')');
    }

    private void WriteUrl(string? url) => _output.Append(Skeleton.UrlStart).Append(url).Append(Skeleton.UrlEnd);
}
