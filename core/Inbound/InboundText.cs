using System.Collections.Immutable;
using System.Text;
using Peyk.Core.Text;

namespace Peyk.Core.Inbound;

/// <summary>
/// What a citizen sent, made comparable: Latin digits, Persian letters, lower case; direction marks, joiners, vowel signs, emoji
/// and punctuation are no part of a word, and letters that follow a number (“5thanks”) are a word of their own.
/// </summary>
public sealed record InboundText
{
    private InboundText(string original, string folded)
    {
        Original = original;
        IsBlank = string.IsNullOrWhiteSpace(folded);
        Words = Split(folded);
        Stars = folded.Count(c => c is '⭐' or '★');
    }

    /// <summary>As it came, in valid UTF-16 and without the space around it.</summary>
    public string Original { get; }

    /// <summary>A slash between two numbers is a word too.</summary>
    public ImmutableArray<string> Words { get; }

    /// <summary>How many stars stand in it.</summary>
    public int Stars { get; }

    /// <summary>There is nothing to see in it, as in a picture message without words.</summary>
    public bool IsBlank { get; }

    public static InboundText Read(string? text)
    {
        var original = UnicodeText.WellFormed(text ?? "").Trim();
        return new(original, WrittenForms.Fold(original));
    }

    /// <summary>A word, or several, as the keyword lists are compared with.</summary>
    public static string Fold(string words) => string.Join(' ', Read(words).Words);

    private static ImmutableArray<string> Split(string text)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        var word = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsLetter(text[i]) && word.Length > 0 && char.IsAsciiDigit(word[^1]) && !char.IsLetter(word[0]))
                End(words, word);
            if (char.IsLetter(text[i]) || char.IsNumber(text[i]) || IsInside(text, i))
                word.Append(text[i]);
            else
                End(words, word);
            if (text[i] == '/' && EndsInDigit(text.AsSpan(0, i)) && BeginsWithDigit(text.AsSpan(i + 1)))
                words.Add("/");
        }

        End(words, word);
        return words.ToImmutable();
    }

    private static void End(ImmutableArray<string>.Builder words, StringBuilder word)
    {
        if (word.Length > 0)
            words.Add(word.ToString());
        word.Clear();
    }

    /// <summary>A sign that belongs to a number: 4.5 is one number and not two, −1 is not 1, and the 5 of a link's end is none.</summary>
    private static bool IsInside(string text, int i)
    {
        if (i + 1 == text.Length || !char.IsAsciiDigit(text[i + 1]))
            return false;
        return text[i] switch
        {
            '.' or ',' or '٫' or '٬' or WrittenForms.EasternSlash => i > 0 && char.IsAsciiDigit(text[i - 1]),
            '/' => i > 0 && char.IsLetter(text[i - 1]),
            '-' or '+' or '−' or '‐' or '‑' or '–' => i == 0 || !char.IsLetterOrDigit(text[i - 1]),
            _ => false,
        };
    }

    private static bool EndsInDigit(ReadOnlySpan<char> text) => text.TrimEnd() is [.., var last] && char.IsAsciiDigit(last);

    private static bool BeginsWithDigit(ReadOnlySpan<char> text) => text.TrimStart() is [var first, ..] && char.IsAsciiDigit(first);
}
