using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Peyk.Core.Templates;

namespace Peyk.Functions.Shared.Pages;

/// <summary>
/// Markup. It is only ever made of what a programmer wrote: <c>Html.Of($"&lt;p&gt;{text}&lt;/p&gt;")</c> encodes every string in its
/// holes, for content and for attributes in double quotes alike; other markup goes in as it is.
/// </summary>
public readonly struct Html
{
    private readonly string? markup;

    private Html(string markup) => this.markup = markup;

    public static Html Empty => default;

    public static Html Of(HtmlWriter markup) => new(markup.ToString());

    /// <summary>What an editor wrote, rendered by rules under which no markup of theirs survives.</summary>
    public static Html OfRendered(RenderedHtml rendered) => new(rendered.Value);

    /// <summary>A style element, whose text HTML does not decode.</summary>
    /// <exception cref="ArgumentException">The text could end the element.</exception>
    public static Html OfStyles(string css) => css.Contains('<', StringComparison.Ordinal)
        ? throw new ArgumentException("A style sheet cannot have the sign <.", nameof(css))
        : new($"<style>{css}</style>");

    public override string ToString() => markup ?? "";
}

/// <summary>What the compiler turns the holes of <see cref="Html.Of"/> into.</summary>
[InterpolatedStringHandler]
public readonly struct HtmlWriter(int literalLength, int formattedCount)
{
    // Persian stays readable; what HTML must not see bare is encoded.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder output = new(literalLength + (32 * formattedCount));

    public void AppendLiteral(string markup) => output.Append(markup);

    public void AppendFormatted(string? text) => output.Append(text is null ? "" : Encoder.Encode(text));

    public void AppendFormatted(int number) => output.Append(number);

    public void AppendFormatted(Html markup) => output.Append(markup.ToString());

    public void AppendFormatted(IEnumerable<Html> parts)
    {
        foreach (var part in parts)
            AppendFormatted(part);
    }

    public override string ToString() => output.ToString();
}
