using Peyk.Core.Inbound;
using Peyk.Core.Text;

namespace Peyk.Core.Surveys;

/// <summary>
/// Makes an answer of a text message. A number at the beginning is the score and the rest a comment (“۵ ممنون”); elsewhere it counts
/// only in a short text that has no other. What could mean two things means nothing: better ask once more than store a wrong score.
/// </summary>
public sealed class AnswerParser(InboundWords words)
{
    /// <summary>Most words beside digits that do not stand first.</summary>
    private const int WordsBesideDigits = 3;

    /// <summary>Most words beside a number's word: “two times I called” gives no score.</summary>
    private const int WordsBesideWord = 2;

    /// <summary>Stars are a score on the scale that everybody knows them from.</summary>
    private const int BestStars = 5;

    /// <summary>Longest comment that is kept, in UTF-16 units.</summary>
    public const int LongestComment = 2000;

    /// <summary>The answer; null when the text is none to this item.</summary>
    public Answer? Parse(InboundText text, SurveyItem item)
    {
        if (text.IsBlank)
            return null;
        if (item.Scale is not { } scale)
            return new Answer(null, Comment(text));
        if (text.Words.IsEmpty)
            return scale.To == BestStars && text.Stars > 0 && scale.Contains(text.Stars) ? new Answer(text.Stars) : null;
        if (Numbers(text, scale) is not [{ Value: { } score } number] || !scale.Contains(score))
            return null;
        var others = text.Words.Length - number.Length;
        return IsScore(number, others) ? new Answer(score, others > 0 ? Comment(text) : null) : null;
    }

    private static bool IsScore(Number number, int others)
    {
        if (number.IsDigits)
            return number.First == 0 || others <= WordsBesideDigits;
        // “One” is an article in some languages, and a pronoun in others.
        return others <= (number.Value == 1 ? 0 : WordsBesideWord);
    }

    /// <summary>All numbers that may be meant as the score, each once and together with the best score beside it (“4 of 5”).</summary>
    private List<Number> Numbers(InboundText text, Scale scale)
    {
        var numbers = new List<Number>();
        for (var at = 0; at < text.Words.Length; at++)
        {
            if (!words.IsNumber(text.Words[at]) || IsBesideUnit(text, at))
                continue;
            var number = Read(text.Words[at], at, scale);
            var isBest = numbers is [var first] && AreOf(text.Words.AsSpan((first.Last + 1)..at));
            if (isBest && number.Value == scale.To)
                numbers[0] = numbers[0] with { Last = at };
            else if (isBest || numbers.Count == 0 || !SaysNothingNew(numbers[0], number))
                numbers.Add(number);
        }

        return numbers;
    }

    private Number Read(string word, int at, Scale scale)
    {
        // “۱۰/۱۰” cannot be ten and a tenth of ten.
        var value = word == $"{scale.To}{WrittenForms.EasternSlash}{scale.To}" ? scale.To : words.NumberOf(word);
        return new(at, at, value, char.IsAsciiDigit(word[0]));
    }

    private bool IsBesideUnit(InboundText text, int at) =>
        (at > 0 && words.IsUnit(text.Words[at - 1])) || (at + 1 < text.Words.Length && words.IsUnit(text.Words[at + 1]));

    private bool AreOf(ReadOnlySpan<string> between)
    {
        foreach (var word in between)
        {
            if (!words.IsOf(word))
                return false;
        }

        return between.Length > 0;
    }

    /// <summary>“5 (five)”, or the article after digits that stand first: “5, one of the best”.</summary>
    private static bool SaysNothingNew(Number first, Number number) =>
        number.Value is { } value && (value == first.Value || (value == 1 && !number.IsDigits && first is { First: 0, IsDigits: true }));

    private static string Comment(InboundText text) => UnicodeText.Shorten(text.Original, LongestComment);

    /// <param name="First">Place of its first word.</param>
    /// <param name="Last">Place of its last word.</param>
    /// <param name="Value">Null for what only looks like a whole number, such as 4.5.</param>
    private readonly record struct Number(int First, int Last, int? Value, bool IsDigits)
    {
        public int Length => Last - First + 1;
    }
}
