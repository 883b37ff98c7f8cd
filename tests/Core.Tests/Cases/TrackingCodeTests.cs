using FsCheck;
using FsCheck.Fluent;
using Peyk.Core.Cases;

namespace Peyk.Core.Tests.Cases;

public sealed class TrackingCodeTests
{
    [Theory]
    [InlineData("572", 4)]
    [InlineData("43881234567", 9)]
    [InlineData("", 0)]
    public void The_check_digit_is_Damms(string digits, int expected)
    {
        Damm.CheckDigit(digits).ShouldBe(expected);
    }

    [Fact]
    public void One_wrong_digit_is_always_found() =>
        Prop.ForAll(Codes, Gen.Choose(0, 11).ToArbitrary(), Gen.Choose(1, 9).ToArbitrary(), (code, place, change) =>
        {
            var digits = code.Value.ToCharArray();
            digits[place] = (char)('0' + ((digits[place] - '0' + change) % 10));
            return !Damm.IsValid(digits);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Two_swapped_neighbours_are_always_found() =>
        Prop.ForAll(Codes, Gen.Choose(0, 10).ToArbitrary(), (code, place) =>
        {
            var digits = code.Value.ToCharArray();
            (digits[place], digits[place + 1]) = (digits[place + 1], digits[place]);
            return digits[place] == digits[place + 1] || !Damm.IsValid(digits);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_generated_code_reads_back_as_itself() =>
        Prop.ForAll(Codes, code => TrackingCode.Parse(code.Display) == code && code.IsGenerated && code.Value[0] != '0')
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("438812345679")]
    [InlineData("4388 1234 5679")]
    [InlineData("4388-1234-5679")]
    [InlineData("۴۳۸۸ ۱۲۳۴ ۵۶۷۹")]
    [InlineData("٤٣٨٨–١٢٣٤–٥٦٧٩")]
    [InlineData("\u2066 4388 1234 5679\u2069\u200C")]
    public void Our_code_is_read_however_it_is_typed(string text)
    {
        var code = TrackingCode.Parse(text);

        code.Value.ShouldBe("438812345679");
        code.Display.ShouldBe("4388 1234 5679");
    }

    [Theory]
    [InlineData("ta-1405-000123", "TA-1405-000123")]
    [InlineData("TA‑۱۴۰۵‑۰۰۰۱۲۳", "TA-1405-000123")]
    [InlineData("12345678", "12345678")]
    [InlineData("1234567890123", "1234567890123")]
    public void A_clients_own_code_is_kept_in_upper_case(string text, string expected)
    {
        var code = TrackingCode.Parse(text);

        code.Value.ShouldBe(expected);
        code.Display.ShouldBe(expected);
        code.IsGenerated.ShouldBeFalse();
    }

    [Theory]
    [InlineData(null, "12 digits")]
    [InlineData("  ", "12 digits")]
    [InlineData("1234567", "12 digits")]
    [InlineData("438812345678", "wrong digit")]
    [InlineData("4388-1234-5678", "wrong digit")]
    [InlineData("A23456789012345678901234567890123", "12 digits")]
    [InlineData("TA_1405_0001", "Latin letters")]
    [InlineData("../../etc/passwd", "Latin letters")]
    [InlineData("پرونده۱۲۳۴", "Latin letters")]
    [InlineData("-TA14050001", "begins and ends")]
    public void What_is_no_code_is_refused_with_the_reason(string? text, string reason)
    {
        TrackingCode.TryParse(text, out var code, out var why).ShouldBeFalse();

        code.ShouldBeNull();
        why.ShouldContain(reason);
    }

    private static Arbitrary<TrackingCode> Codes { get; } =
        Gen.Choose(0, int.MaxValue).Select(seed =>
        {
            var random = new Random(seed);
            return TrackingCode.Generate(random.Next);
        }).ToArbitrary();
}
