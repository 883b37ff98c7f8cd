using Peyk.Core.Text;

namespace Peyk.Core.Tests.Text;

public sealed class SmsTextTests
{
    public static TheoryData<string, string, SmsEncoding, int, int> Vectors => new()
    {
        { "one plain segment is full at 160", A(160), SmsEncoding.Gsm7, 160, 1 },
        { "one more makes two", A(161), SmsEncoding.Gsm7, 161, 2 },
        { "two segments are full at 306", A(306), SmsEncoding.Gsm7, 306, 2 },
        { "and overflow at 307", A(307), SmsEncoding.Gsm7, 307, 3 },
        { "an extension character counts two", A(158) + "€", SmsEncoding.Gsm7, 160, 1 },
        { "and pushes over the limit", A(159) + "€", SmsEncoding.Gsm7, 161, 2 },
        { "at a border it moves over whole", A(152) + "€" + A(152), SmsEncoding.Gsm7, 306, 3 },
        { "before the border it stays", A(151) + "€" + A(153), SmsEncoding.Gsm7, 306, 2 },
        { "every extension character", "^{}\\[~]|€", SmsEncoding.Gsm7, 18, 1 },
        { "Greek capitals and umlauts are in the alphabet", "ΔΦΓΛΩΠΨΣΘΞäöüß@£¥", SmsEncoding.Gsm7, 17, 1 },
        { "the small c with cedilla is not, its capital is", "ç", SmsEncoding.Ucs2, 1, 1 },
        { "Persian is full at 70", P(70), SmsEncoding.Ucs2, 70, 1 },
        { "and makes two at 71", P(71), SmsEncoding.Ucs2, 71, 2 },
        { "two are full at 134", P(134), SmsEncoding.Ucs2, 134, 2 },
        { "and overflow at 135", P(135), SmsEncoding.Ucs2, 135, 3 },
        { "the half-space is a unit", "می‌روم", SmsEncoding.Ucs2, 6, 1 },
        { "an emoji ends at unit 69", P(67) + "😀", SmsEncoding.Ucs2, 69, 1 },
        { "at unit 70", P(68) + "😀", SmsEncoding.Ucs2, 70, 1 },
        { "at unit 71", P(69) + "😀", SmsEncoding.Ucs2, 71, 2 },
        { "a pair at the border of segments moves over whole", P(66) + "😀" + P(66), SmsEncoding.Ucs2, 134, 3 },
        { "one Persian letter turns all into UCS-2", A(70) + "ا", SmsEncoding.Ucs2, 71, 2 },
        { "nothing is no segment", "", SmsEncoding.Gsm7, 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_text_is_counted_as_networks_count_it(string why, string text, SmsEncoding encoding, int units, int segments)
    {
        var sms = SmsText.Prepare(text);

        sms.Text.ShouldBe(text, why);
        sms.Encoding.ShouldBe(encoding, why);
        sms.Units.ShouldBe(units, why);
        sms.Segments.ShouldBe(segments, why);
    }

    [Fact]
    public void No_emoji_is_divided_between_segments()
    {
        var sms = SmsText.Prepare(P(66) + "😀" + P(10));

        sms.Parts.ShouldBe([P(66), "😀" + P(10)]);
    }

    [Fact]
    public void Typographic_characters_are_folded_where_that_saves_a_segment()
    {
        var sms = SmsText.Prepare("“Your case” – it’s here…" + A(60));

        sms.Text.ShouldBe("\"Your case\" - it's here..." + A(60));
        sms.Encoding.ShouldBe(SmsEncoding.Gsm7);
        sms.Segments.ShouldBe(1);
    }

    [Theory]
    [InlineData("“Your case” – it’s here…")]
    [InlineData("پرونده «بازنشستگی» شما… “ok”")]
    public void Typographic_characters_stay_where_folding_saves_nothing(string text)
    {
        SmsText.Prepare(text).Text.ShouldBe(text);
    }

    [Fact]
    public void Invisible_characters_go_first()
    {
        var text = P(60) + "\u00AD«" + P(9);

        SmsText.Prepare(text).Text.ShouldBe(P(60) + "«" + P(9));
    }

    [Fact]
    public void Arabic_letters_are_folded_unless_they_are_the_languages_own()
    {
        SmsText.Prepare("علي").Text.ShouldBe("علی");
        SmsText.Prepare("علي", foldArabicLetters: false).Text.ShouldBe("علي");
    }

    [Fact]
    public void Line_breaks_control_characters_and_half_pairs_are_cleaned()
    {
        SmsText.Prepare("a\r\nb\tc\0d\u001Be\uD83D").Text.ShouldBe("a\nb cde\uFFFD");
    }

    [Theory]
    [InlineData(1600, false)]
    [InlineData(1601, true)]
    public void It_tells_what_a_provider_would_refuse(int length, bool tooLong)
    {
        SmsText.Prepare(A(length)).IsTooLong.ShouldBe(tooLong);
    }

    private static string A(int count) => new('a', count);

    private static string P(int count) => new('پ', count);
}
