using System.Text.RegularExpressions;
using Peyk.Core.Inbound;
using Peyk.Core.Surveys;
using Peyk.Core.Text;

namespace Peyk.Core.Tests.Surveys;

public sealed partial class ShippedSurveyTests
{
    public static TheoryData<string> Keys => [.. Shipped.Surveys.Surveys.Select(survey => survey.Key)];

    [Fact]
    public void Every_instrument_of_the_field_is_there() =>
        Shipped.Surveys.Surveys.Select(survey => survey.Key).Order().ShouldBe(
            ["ces", "csat", "e-recs-qual", "e-s-qual", "mobile", "nps", "service-sms", "servqual"]);

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_text_is_there_in_both_languages(string key)
    {
        foreach (var text in TextsOf(Shipped.Surveys.Find(key)!).Where(text => !text.IsEmpty))
            text.Languages.ShouldBe(["fa", "en"]);
    }

    /// <summary>Else an answer in the words of the question would be taken for the command.</summary>
    [Theory]
    [MemberData(nameof(Keys))]
    public void No_text_or_label_is_a_command_word(string key)
    {
        foreach (var text in Words(Shipped.Surveys.Find(key)!, "fa", "en"))
            Shipped.Words.CommandOf(InboundText.Read(text)).ShouldBeNull(text);
    }

    [Fact]
    public void No_score_is_a_command_in_digits_or_as_a_word()
    {
        var numbers = Shipped.Languages.Languages.SelectMany(language => language.Inbound.Numbers).SelectMany(words => words.Split('|'));

        foreach (var number in numbers.Concat(Enumerable.Range(0, 11).Select(n => $"{n}")))
            Shipped.Words.CommandOf(InboundText.Read(number)).ShouldBeNull(number);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Persian_is_written_with_Persian_letters_and_digits(string key)
    {
        foreach (var text in Words(Shipped.Surveys.Find(key)!, "fa"))
        {
            NotPersian().IsMatch(text).ShouldBeFalse(text);
            PersianText.FoldArabicLetters(text).ShouldBe(text);
            ForgottenHalfSpace().IsMatch(text).ShouldBeFalse(text);
        }
    }

    /// <summary>The scale's numbers belong to the answer and are written by who asks, in the digits of the language.</summary>
    [Theory]
    [MemberData(nameof(Keys))]
    public void No_item_has_digits(string key)
    {
        foreach (var item in Shipped.Surveys.Find(key)!.Items)
            Words(item, "fa", "en").SelectMany(text => text).ShouldNotContain(c => char.IsDigit(c), item.Key);
    }

    [Fact]
    public void Servqual_has_22_pairs_in_its_five_dimensions()
    {
        var survey = Shipped.Surveys.Find("servqual")!;

        survey.Dimensions.Select(d => d.Key).ShouldBe(["reliability", "assurance", "tangibles", "empathy", "responsiveness"]);
        survey.Items.Where(i => i.Role == ItemRole.Perception).GroupBy(i => i.Dimension!).ToDictionary(d => d.Key, d => d.Count()).ShouldBe(
            new Dictionary<string, int>
            {
                ["reliability"] = 5, ["assurance"] = 4, ["tangibles"] = 4, ["empathy"] = 5, ["responsiveness"] = 4,
            },
            ignoreOrder: true);
        survey.Items.Count(i => i.Role == ItemRole.Expectation).ShouldBe(22);
    }

    [Fact]
    public void Servqual_asks_what_is_expected_before_what_was_met()
    {
        var roles = Shipped.Surveys.Find("servqual")!.Items.Select(i => i.Role).Where(role => role != ItemRole.Plain).ToList();

        roles.ShouldBe(roles.Order());
    }

    [Theory]
    [InlineData("e-s-qual", "efficiency fulfilment system-availability privacy")]
    [InlineData("e-recs-qual", "responsiveness compensation contact")]
    [InlineData("mobile", "interaction environment outcome")]
    public void The_others_have_the_dimensions_of_their_authors(string key, string dimensions) =>
        Shipped.Surveys.Find(key)!.Dimensions.Select(d => d.Key).ShouldBe(dimensions.Split(' '));

    [Fact]
    public void Only_the_recovery_instrument_waits_for_a_problem() =>
        Shipped.Surveys.Surveys.Where(survey => survey.IsRecovery).Select(survey => survey.Key).ShouldBe(["e-recs-qual"]);

    /// <summary>Two segments of UCS-2 hold 134 characters; what is left is for the scale's labels.</summary>
    [Fact]
    public void A_question_for_SMS_leaves_room_for_its_scale()
    {
        foreach (var item in Shipped.Surveys.Surveys.Where(survey => survey.IsForSms).SelectMany(survey => survey.Items))
        {
            item.SmsQuestion(Shipped.Fa).Length.ShouldBeLessThanOrEqualTo(80, item.Key);
            item.SmsQuestion(Shipped.En).Length.ShouldBeLessThanOrEqualTo(120, item.Key);
        }
    }

    private static IEnumerable<LocalisedText> TextsOf(SurveyDefinition survey) =>
    [
        survey.Titles, survey.Intros, survey.Thanks,
        .. survey.Dimensions.Select(d => d.Names),
        .. survey.Items.SelectMany(TextsOf),
    ];

    private static IEnumerable<LocalisedText> TextsOf(SurveyItem item) =>
        item.Scale is { } scale ? [item.Questions, item.SmsQuestions, scale.Low, scale.High] : [item.Questions, item.SmsQuestions];

    private static IEnumerable<string> Words(SurveyDefinition survey, params string[] languages) => Words(TextsOf(survey), languages);

    private static IEnumerable<string> Words(SurveyItem item, params string[] languages) => Words(TextsOf(item), languages);

    private static IEnumerable<string> Words(IEnumerable<LocalisedText> texts, string[] languages) =>
        texts.SelectMany(text => languages.Select(l => text.In(Core.Addresses.LanguageTag.Parse(l)))).OfType<string>();

    [GeneratedRegex("[A-Za-z0-9٠-٩]")]
    private static partial Regex NotPersian();

    [GeneratedRegex(@"(^|\s)(می|نمی)\s|\s(ها|های|هایی|ترین|تر)(\s|$)")]
    private static partial Regex ForgottenHalfSpace();
}
