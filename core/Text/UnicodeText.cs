using System.Globalization;
using System.Text;

namespace Peyk.Core.Text;

/// <summary>Small rules on UTF-16 text, in no particular language.</summary>
public static class UnicodeText
{
    /// <summary>True when every surrogate has its partner.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }

        return true;
    }

    /// <summary>Replaces lone surrogates by U+FFFD.</summary>
    public static string WellFormed(string text)
    {
        if (IsWellFormed(text))
            return text;

        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            result.Append(rune);
        return result.ToString();
    }

    /// <summary>
    /// One line: line breaks, tabs and runs of spaces become one space, other control characters go. What this returns cannot
    /// start a second header.
    /// </summary>
    public static string SingleLine(string text)
    {
        var result = new StringBuilder(text.Length);
        var space = false;
        foreach (var character in text)
        {
            if (character is ' ' or '\r' or '\n' or '\t' or '\v' or '\f' or '\u0085' or '\u2028' or '\u2029')
            {
                space = result.Length > 0;
            }
            else if (!char.IsControl(character))
            {
                if (space)
                    result.Append(' ');
                space = false;
                result.Append(character);
            }
        }

        return result.ToString();
    }

    /// <summary>At most <paramref name="length"/> UTF-16 units, cut between what a reader sees as characters and closed with an ellipsis.</summary>
    public static string Shorten(string text, int length)
    {
        if (text.Length <= length)
            return text;

        var end = 0;
        while (end < text.Length)
        {
            var next = end + StringInfo.GetNextTextElementLength(text, end);
            if (next > length - 1)
                break;
            end = next;
        }

        return string.Concat(text.AsSpan(0, end).TrimEnd(), "…");
    }
}
