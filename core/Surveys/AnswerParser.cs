using Peyk.Core.Inbound;
using Peyk.Core.Text;

namespace Peyk.Core.Surveys;

/// <summary>
/// Makes an answer of a text message. A number at the beginning is the score and the rest a comment (“۵ ممنون”); elsewhere it counts
/// only in a short text that has no other. What could mean two things means nothing: better ask once more than store a wrong score.
/// </summary>
public sealed class AnswerParser(InboundWords words)
{
    /// <summary>Longest text, in words, in which digits may stand anywhere.</summary>
    private const int ShortText = 4;

    /// <summary>Longest text in which a number's word is a score: “two times I called” is none.</summary>
    private const int ShortWithWord = 3;

    /// <summary>Longest comment that is kept, in UTF-16 units.</summary>
    public const int LongestComment = 2000;

    /// <summary>The answer; null when the text is none to this item.</summary>
    public Answer? Parse(InboundText text, SurveyItem item)
    {
        if (item.Scale is not { } scale)
            return text.Original.Length == 0 ? null : new Answer(null, Comment(text));
        if (text.IsEmpty)
            return scale.Contains(text.Stars) && text.Stars > 0 ? new Answer(text.Stars) : null;
        if (Numbers(text) is not [var number] || number.Value is not { } score || !scale.Contains(score) || !IsScore(number, text.Words.Length))
            return null;
        return new Answer(score, text.Words.Length > 1 ? Comment(text) : null);
    }

    private static bool IsScore(Number number, int words)
    {
        if (number.IsDigits)
            return number.At == 0 || words <= ShortText;
        // “One” is an article in some languages, and a pronoun in others.
        return number.Value == 1 ? words == 1 : words <= ShortWithWord;
    }

    /// <summary>Every word that is or looks like a number, but for the best score that is named beside it (“4 of 5”).</summary>
    private List<Number> Numbers(InboundText text)
    {
        var numbers = new List<Number>();
        foreach (var (at, word) in text.Words.Index())
        {
            var value = words.NumberOf(word);
            var hasDigit = word.Any(char.IsAsciiDigit);
            if (value is null && !hasDigit)
                continue;
            if (numbers is not [var first] || !IsBestOf(first, value, text.Words.AsSpan(first.At + 1, at - first.At - 1)))
                numbers.Add(new(at, value, hasDigit));
        }

        return numbers;
    }

    private bool IsBestOf(Number score, int? value, ReadOnlySpan<string> between)
    {
        foreach (var word in between)
        {
            if (!words.IsOf(word))
                return false;
        }

        return between.Length > 0 && value >= score.Value;
    }

    private static string Comment(InboundText text) => UnicodeText.Shorten(text.Original, LongestComment);

    /// <param name="Value">Null for what only looks like a whole number, such as 4.5.</param>
    private readonly record struct Number(int At, int? Value, bool IsDigits);
}
