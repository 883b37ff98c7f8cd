using System.Text;

namespace Peyk.Core.Templates;

/// <summary>Where a value stands; it decides how it is escaped.</summary>
internal enum Place
{
    /// <summary>Between tags, or anywhere in plain text.</summary>
    Content,

    /// <summary>A whole URL of a link.</summary>
    WholeUrl,

    /// <summary>A piece of a link's URL.</summary>
    UrlPiece,

    /// <summary>Another attribute.</summary>
    Attribute,
}

/// <summary>A piece of output with the places for values found; filling it is a matter of appending.</summary>
internal sealed class Skeleton
{
    public const char UrlStart = '\uE000';
    public const char UrlEnd = '\uE001';
    private readonly List<(string Before, Token? Token, Place Place)> _pieces = [];

    private Skeleton()
    {
    }

    public IEnumerable<(Token Token, Place Place)> Tokens =>
        _pieces.Where(piece => piece.Token.HasValue).Select(piece => (piece.Token.GetValueOrDefault(), piece.Place));

    /// <summary>Plain text in which URLs stand between <see cref="UrlStart"/> and <see cref="UrlEnd"/>.</summary>
    public static Skeleton OfText(string text)
    {
        var skeleton = new Skeleton();
        foreach (var (before, end, token) in Token.Split(text))
        {
            var start = text.AsSpan(0, end).LastIndexOf(UrlStart);
            var inUrl = start > text.AsSpan(0, end).LastIndexOf(UrlEnd);
            var place = !inUrl ? Place.Content : start == end - 1 ? Place.WholeUrl : Place.UrlPiece;
            skeleton._pieces.Add((string.Concat(before.Where(character => character is not (UrlStart or UrlEnd))), token, place));
        }

        return skeleton;
    }

    public static Skeleton OfHtml(string html)
    {
        var skeleton = new Skeleton();
        foreach (var (before, end, token) in Token.Split(html))
            skeleton._pieces.Add((before, token, PlaceAt(html, end)));
        return skeleton;
    }

    public void Fill(StringBuilder output, Func<Token, Place, string> write)
    {
        foreach (var (before, token, place) in _pieces)
        {
            output.Append(before);
            if (token is { } value)
                output.Append(write(value, place));
        }
    }

    // The HTML is our own renderer's: < and > stand for tags only, attribute values are in double quotes.
    private static Place PlaceAt(string html, int position)
    {
        var before = html.AsSpan(0, position);
        if (before.LastIndexOf('<') <= before.LastIndexOf('>'))
            return Place.Content;
        var quote = before.LastIndexOf('"');
        if (!before[..quote].EndsWith("href="))
            return Place.Attribute;
        return quote == position - 1 ? Place.WholeUrl : Place.UrlPiece;
    }
}
