using System.Text;

namespace Peyk.Core.Text;

/// <summary>How the text of an SMS travels (3GPP TS 23.038).</summary>
public enum SmsEncoding
{
    /// <summary>The 7-bit default alphabet: 160 units alone, 153 per segment of a longer text.</summary>
    Gsm7,

    /// <summary>UTF-16 units: 70 alone, 67 per segment of a longer text.</summary>
    Ucs2,
}

/// <summary>The text of an SMS as it will be sent, with the segments it will be charged for.</summary>
public sealed record SmsText
{
    /// <summary>Longest text that Twilio takes, in UTF-16 units.</summary>
    public const int Longest = 1600;

    private SmsText(string text, SmsEncoding encoding)
    {
        Text = text;
        Encoding = encoding;
        Units = Gsm7Alphabet.Units(text, encoding);
        Parts = Split(text, encoding, Units);
    }

    public string Text { get; }

    public SmsEncoding Encoding { get; }

    /// <summary>True when it is longer than <see cref="Longest"/> and no provider would take it.</summary>
    public bool IsTooLong => Text.Length > Longest;

    /// <summary>Septets (extension characters count two) or UTF-16 units.</summary>
    public int Units { get; }

    /// <summary>How many segments are sent and charged; 0 for an empty text.</summary>
    public int Segments => Parts.Count;

    /// <summary>The text of each segment; joined they are <see cref="Text"/>. No character is divided between two.</summary>
    public IReadOnlyList<string> Parts { get; }

    /// <summary>
    /// Cleans the text (line breaks to LF, control characters out, lone surrogates to U+FFFD), folds Arabic yeh and kaf to
    /// Persian, and replaces typographic characters where, and only where, that saves a segment. U+200C is kept.
    /// </summary>
    /// <param name="text">What to send.</param>
    /// <param name="foldArabicLetters">False for languages whose own letters ي and ك are.</param>
    public static SmsText Prepare(string text, bool foldArabicLetters = true)
    {
        var clean = Clean(text);
        if (foldArabicLetters)
            clean = PersianText.FoldArabicLetters(clean);

        // From the truest to the cheapest; only a saved segment wins over what was written.
        var best = Of(clean);
        foreach (var candidate in (ReadOnlySpan<string>)[Typography.RemoveInvisible(clean), Typography.Fold(clean)])
        {
            if (candidate != clean)
            {
                var other = Of(candidate);
                best = other.Segments < best.Segments ? other : best;
            }
        }

        return best;
    }

    private static SmsText Of(string text) => new(text, Gsm7Alphabet.Covers(text) ? SmsEncoding.Gsm7 : SmsEncoding.Ucs2);

    private static List<string> Split(string text, SmsEncoding encoding, int units)
    {
        var (alone, each) = encoding == SmsEncoding.Gsm7 ? (160, 153) : (70, 67);
        if (text.Length == 0)
            return [];
        if (units <= alone)
            return [text];

        var parts = new List<string>();
        var start = 0;
        var used = 0;
        for (var i = 0; i < text.Length;)
        {
            var width = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
            var cost = width == 2 ? 2 : Gsm7Alphabet.Units(text[i], encoding);
            if (used + cost > each)
            {
                parts.Add(text[start..i]);
                start = i;
                used = 0;
            }

            used += cost;
            i += width;
        }

        parts.Add(text[start..]);
        return parts;
    }

    private static string Clean(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var character in UnicodeText.WellFormed(text).Replace("\r\n", "\n", StringComparison.Ordinal))
        {
            if (character is '\r' or '\f' or '\v' or '\u0085' or '\u2028' or '\u2029')
                result.Append('\n');
            else if (character == '\t')
                result.Append(' ');
            else if (character == '\n' || !char.IsControl(character))
                result.Append(character);
        }

        return result.ToString();
    }
}
