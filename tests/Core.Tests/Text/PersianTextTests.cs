using Peyk.Core.Text;

namespace Peyk.Core.Tests.Text;

public sealed class PersianTextTests
{
    [Fact]
    public void Arabic_letters_become_Persian_and_the_half_space_stays()
    {
        PersianText.FoldArabicLetters("كتاب‌هاي علي").ShouldBe("کتاب‌های علی");
    }

    [Theory]
    [InlineData("۰۱۲۳۴۵۶۷۸۹")]
    [InlineData("٠١٢٣٤٥٦٧٨٩")]
    [InlineData("0123456789")]
    public void Digits_of_every_kind_become_each_other(string digits)
    {
        PersianText.ToLatinDigits(digits).ShouldBe("0123456789");
        PersianText.ToPersianDigits(digits).ShouldBe("۰۱۲۳۴۵۶۷۸۹");
        PersianText.ToArabicDigits(digits).ShouldBe("٠١٢٣٤٥٦٧٨٩");
    }

    [Fact]
    public void Letters_around_digits_are_left_alone()
    {
        PersianText.ToPersianDigits("سال 1405، ۲ ماه a1").ShouldBe("سال ۱۴۰۵، ۲ ماه a۱");
    }

    [Theory]
    [InlineData("123456789012", "123456789012")]
    [InlineData("ABC", "ABC")]
    [InlineData("1405-20817", "\u200E1405-20817\u200E")]
    public void Only_codes_that_would_be_reordered_are_marked(string code, string expected)
    {
        PersianText.MarkLeftToRight(code).ShouldBe(expected);
    }

    [Fact]
    public void A_value_is_set_apart_when_it_reads_the_other_way()
    {
        PersianText.Isolate("Sara", rightToLeft: true).ShouldBe("\u2068Sara\u2069");
        PersianText.Isolate("سارا", rightToLeft: true).ShouldBe("سارا");
        PersianText.Isolate("سارا", rightToLeft: false).ShouldBe("\u2068سارا\u2069");
    }

    [Fact]
    public void Marks_go_and_the_half_space_stays()
    {
        PersianText.RemoveMarks("\u200Eمی\u200Cرود\u2069\uFEFF").ShouldBe("می\u200Cرود");
    }
}
