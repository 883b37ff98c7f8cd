namespace Peyk.Core.Templates;

/// <summary>HTML that our own renderer made of Markdown: only elements that it writes are in it, and every value is escaped.</summary>
public sealed record RenderedHtml
{
    internal RenderedHtml(string value) => Value = value;

    public string Value { get; }
}
