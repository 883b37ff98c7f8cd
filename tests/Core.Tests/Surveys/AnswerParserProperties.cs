using FsCheck;
using FsCheck.Fluent;
using Peyk.Core.Surveys;
using Peyk.Core.Text;

namespace Peyk.Core.Tests.Surveys;

public sealed class AnswerParserProperties
{
    private static readonly string[] Alphabet =
    [
        "0", "1", "5", "9", "۰", "۵", "٥", "５", "⑤", "½", "Ⅴ", "🔟", "\uFE0F", "\u20E3", "⭐", " ", "  ", "\n", ".", ",", "٫", "/", "-", "−", "+", "%",
        "پنج", "one", "five", "از", "of", "بار", "days", "نیم", "thanks", "ممنون", "stop", "\u200C", "\u200F", "\u202E", "\u0640", "َ", "ﭘ",
        "😀", "\uD83D", "\uDE00", "\uFFFF", "\u0000", "é", "İ",
    ];

    private static readonly SurveyItem[] Ratings = [Sample.OneToFive, Sample.OneToSeven, Sample.ZeroToTen];

    private static Arbitrary<string> Composed { get; } =
        Gen.Choose(0, 12).SelectMany(length => Gen.Elements(Alphabet).ArrayOf(length)).Select(string.Concat).ToArbitrary();

    private static Arbitrary<string> AnyCharacters { get; } =
        Gen.Choose(0, 40)
            .SelectMany(length => Gen.Choose(char.MinValue, char.MaxValue).Select(c => (char)c).ArrayOf(length))
            .Select(characters => new string(characters))
            .ToArbitrary();

    private static Config Many { get; } = Config.QuickThrowOnFailure.WithMaxTest(3000);

    [Fact]
    public void No_text_gives_a_score_outside_the_scale() =>
        Check(text => Ratings.All(item => Sample.Parse(text, item) is not { } answer || item.Scale!.Contains(answer.Score!.Value)));

    [Fact]
    public void No_text_makes_an_answer_that_cannot_be_stored() =>
        Check(text => Ratings.Append(Sample.Comment).All(item =>
            Sample.Parse(text, item)?.Comment is not { } comment
            || (UnicodeText.IsWellFormed(comment) && comment.Length is > 0 and <= AnswerParser.LongestComment)));

    [Fact]
    public void Marks_around_a_text_change_nothing() =>
        Check(text => Sample.Parse(text, Sample.OneToFive)?.Score == Sample.Parse($"\u200F\u202B{text}\u202C\u200E", Sample.OneToFive)?.Score);

    [Fact]
    public void A_score_comes_from_a_text_that_has_a_number_or_a_star() =>
        Check(text => Sample.Parse(text, Sample.OneToFive) is null || text.EnumerateRunes().Any(IsNumberOrStar) || HasNumberWord(text));

    [Fact]
    public void Every_score_of_every_scale_is_read_in_every_digit_script()
    {
        foreach (var item in Ratings)
        {
            foreach (var score in item.Scale!.Scores)
            {
                string[] scripts = [$"{score}", PersianText.ToPersianDigits($"{score}"), PersianText.ToArabicDigits($"{score}"), $"{score}/{item.Scale.To}"];
                scripts.ShouldAllBe(text => Sample.Parse(text, item) == new Answer(score));
            }
        }
    }

    private static bool IsNumberOrStar(System.Text.Rune rune) => System.Text.Rune.IsNumber(rune) || rune.Value is '⭐' or '★' or 0x1F51F;

    private static bool HasNumberWord(string text) =>
        Core.Inbound.InboundText.Read(text).Words.Any(word => Shipped.Words.NumberOf(word) is not null);

    private static void Check(Func<string, bool> property)
    {
        Prop.ForAll(Composed, property).Check(Many);
        Prop.ForAll(AnyCharacters, property).Check(Many);
    }
}
