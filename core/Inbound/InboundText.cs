using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Peyk.Core.Text;

namespace Peyk.Core.Inbound;

/// <summary>
/// What a citizen sent, made comparable: compatibility forms folded (NFKC), Latin digits, Persian letters, lower case; direction
/// marks, joiners, vowel signs, emoji and punctuation are no part of a word.
/// </summary>
public sealed record InboundText
{
    private const char Star = '⭐';
    private const char BlackStar = '★';

    private InboundText(string original, ImmutableArray<string> words, int stars) => (Original, Words, Stars) = (original, words, stars);

    /// <summary>As it came, in valid UTF-16 and without the space around it.</summary>
    public string Original { get; }

    public ImmutableArray<string> Words { get; }

    /// <summary>How many stars stand in it.</summary>
    public int Stars { get; }

    public bool IsEmpty => Words.IsEmpty;

    public static InboundText Read(string? text)
    {
        var original = UnicodeText.WellFormed(text ?? "").Trim();
        var folded = PersianText.FoldArabicLetters(PersianText.ToLatinDigits(original.Normalize(NormalizationForm.FormKC))).ToLowerInvariant();
        var words = new List<string>();
        var word = new StringBuilder();
        for (var i = 0; i < folded.Length; i++)
        {
            if (char.IsLetterOrDigit(folded[i]) || IsInside(folded, i))
                word.Append(folded[i]);
            else if (!IsInvisible(folded[i]))
                End(words, word);
            if (folded[i] is '/')
                words.Add("/");
        }

        End(words, word);
        return new(original, [.. words], original.Count(c => c is Star or BlackStar));
    }

    /// <summary>A word as the keyword lists are compared with.</summary>
    public static string Fold(string word) => string.Join(' ', Read(word).Words);

    private static void End(List<string> words, StringBuilder word)
    {
        if (word.Length > 0)
            words.Add(word.ToString());
        word.Clear();
    }

    /// <summary>A sign that belongs to a number: 4.5 is one number and not two, and −1 is not 1.</summary>
    private static bool IsInside(string text, int i) => text[i] switch
    {
        '.' or ',' or '٫' => i > 0 && char.IsAsciiDigit(text[i - 1]) && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]),
        '-' or '−' or '+' => (i == 0 || char.IsWhiteSpace(text[i - 1])) && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]),
        _ => false,
    };

    /// <summary>A half-space joins the parts of a word that people also write without it; vowel signs and marks are no letters.</summary>
    private static bool IsInvisible(char c) =>
        c is '\u200C' or '\u200D' or '\u0640' || PersianText.IsMark(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format;
}
