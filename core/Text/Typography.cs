using System.Buffers;
using System.Text;

namespace Peyk.Core.Text;

/// <summary>Characters that editors put into text and that can force an SMS out of the 7-bit alphabet.</summary>
internal static class Typography
{
    private static readonly SearchValues<char> Folded = SearchValues.Create(
        "\u00AD\u200B\uFEFF\u2060\u2018\u2019\u201A\u201B\u2032\u02BC`\u00B4\u201C\u201D\u201E\u201F\u2033\u00AB\u00BB"
        + "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2022\u00B7\u2026\u00A0\u202F"
        + "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A");

    /// <summary>Drops what cannot be seen and joins or parts no letters: soft hyphen, zero-width space, byte order mark, word joiner.</summary>
    public static string RemoveInvisible(string text) =>
        text.Any(IsInvisible) ? string.Concat(text.Where(character => !IsInvisible(character))) : text;

    /// <summary>Also replaces quotes, dashes, the ellipsis, bullets and special spaces by their plain forms.</summary>
    public static string Fold(string text)
    {
        if (text.AsSpan().IndexOfAny(Folded) < 0)
            return text;

        var result = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (IsInvisible(character))
                continue;
            result.Append(character switch
            {
                '\u2018' or '\u2019' or '\u201A' or '\u201B' or '\u2032' or '\u02BC' or '`' or '\u00B4' => "'",
                '\u201C' or '\u201D' or '\u201E' or '\u201F' or '\u2033' or '\u00AB' or '\u00BB' => "\"",
                '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2015' or '\u2212' => "-",
                '\u2022' or '\u00B7' => "-",
                '\u2026' => "...",
                '\u00A0' or '\u202F' or (>= '\u2000' and <= '\u200A') => " ",
                _ => character.ToString(),
            });
        }

        return result.ToString();
    }

    private static bool IsInvisible(char character) => character is '\u00AD' or '\u200B' or '\uFEFF' or '\u2060';
}
