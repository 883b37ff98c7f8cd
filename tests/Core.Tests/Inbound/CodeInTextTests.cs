using Peyk.Core.Cases;
using Peyk.Core.Inbound;

namespace Peyk.Core.Tests.Inbound;

public sealed class CodeInTextTests
{
    private static readonly string Code = TrackingCode.Generate(max => 7 % max).Value;

    private static string Persian => Core.Text.PersianText.ToPersianDigits(Code);

    public static TheoryData<string> Whole =>
    [
        Code, Persian, Core.Text.PersianText.ToArabicDigits(Code), $"{Code[..4]} {Code[4..8]} {Code[8..]}", $"{Code[..4]}-{Code[4..8]}-{Code[8..]}",
        $"{Persian[..4]} {Persian[4..8]} {Persian[8..]}", $" {Code}\n", $"\u200F{Persian}", $"{Code[..4]}–{Code[4..8]}–{Code[8..]}",
    ];

    [Theory]
    [MemberData(nameof(Whole))]
    public void A_code_is_read_however_it_is_written(string text) =>
        CodeInText.Find(InboundText.Read(text)).ShouldBe(new(TrackingCode.Parse(Code), IsWhole: true));

    [Theory]
    [InlineData("کد پیگیری {0}")]
    [InlineData("where is {0}?")]
    [InlineData("code {0} please")]
    [InlineData("{0} ممنون")]
    public void A_code_is_found_among_words(string text) =>
        CodeInText.Find(InboundText.Read(string.Format(null, text, Persian))).ShouldBe(new(TrackingCode.Parse(Code), IsWhole: false));

    [Fact]
    public void Twelve_digits_of_which_one_is_wrong_were_meant_as_a_code()
    {
        var wrong = Code[..11] + (char)('0' + ((Code[11] - '0' + 1) % 10));

        CodeInText.Find(InboundText.Read(wrong)).ShouldBe(new(null, IsWhole: true));
    }

    [Fact]
    public void A_clients_own_code_stands_alone() =>
        CodeInText.Find(InboundText.Read("ret-2026-0815")).ShouldBe(new(TrackingCode.Parse("RET-2026-0815"), IsWhole: true));

    [Theory]
    [InlineData("excellent", "a word")]
    [InlineData("thank-you2", "a word with a digit")]
    [InlineData("very good 12345", "words and a number")]
    [InlineData("5", "a score")]
    [InlineData("+989121234567", "a telephone number")]
    [InlineData("call me: +98 912 123 4567", "a telephone number")]
    [InlineData("09121234567", "a telephone number")]
    [InlineData("00989121234567", "a telephone number")]
    [InlineData("ممنون", "a word")]
    [InlineData("", "nothing")]
    public void Nothing_else_is_a_code(string text, string why) => CodeInText.Find(InboundText.Read(text)).ShouldBeNull(why);
}
