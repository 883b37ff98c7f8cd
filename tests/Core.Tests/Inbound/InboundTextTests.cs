using FsCheck;
using FsCheck.Fluent;
using Peyk.Core.Inbound;
using Peyk.Core.Text;

namespace Peyk.Core.Tests.Inbound;

public sealed class InboundTextTests
{
    [Theory]
    [InlineData("می‌خواهم", "میخواهم", "people write it with and without the half-space")]
    [InlineData("Don’t  WAIT", "don|t|wait", "lower case, parted at signs and spaces")]
    [InlineData("۱۲۳ ١٢٣ １２３", "123|123|123", "one kind of digits")]
    [InlineData("كتاب ي ى", "کتاب|ی|ی", "Persian letters")]
    [InlineData("5thanks", "5|thanks", "letters behind a number")]
    [InlineData("m2 covid19", "m2|covid19", "digits behind letters stay")]
    [InlineData("4.5 1,000 ۴٫۵ 22.11.2026", "4.5|1,000|4٫5|22.11.2026", "signs inside numbers")]
    [InlineData("4. 5, a.b", "4|5|a|b", "signs outside numbers")]
    [InlineData("-1 a-1 1-2 (-3)", "-1|a|1|1|2|-3", "minus and dash")]
    [InlineData("4/5 4 / 5 4/", "4|/|5|4|/|5|4", "a slash between numbers")]
    [InlineData("۴/۵", "4⁄5", "a decimal sign between Persian digits")]
    [InlineData("/help", "help", "a slash before a word")]
    [InlineData("a😀b", "a|b", "emoji part words")]
    [InlineData("5️⃣", "5", "keycap")]
    [InlineData("ﺳﻼم ﷲ", "سلام|ﷲ", "shapes of letters and of lam with alef, but no ornaments")]
    public void Words_are_what_can_be_compared(string text, string words, string why) =>
        InboundText.Read(text).Words.SequenceEqual(words.Split('|')).ShouldBeTrue($"{why}: {string.Join('|', InboundText.Read(text).Words)}");

    [Fact]
    public void The_original_is_kept_but_for_the_space_around_it() =>
        InboundText.Read("\n ۵  ممنونم 🙏 ").Original.ShouldBe("۵  ممنونم 🙏");

    [Fact]
    public void What_was_folded_once_stays_as_it_is()
    {
        var texts = Gen.Choose(0, 30)
            .SelectMany(length => Gen.Choose(char.MinValue, char.MaxValue).Select(c => (char)c).ArrayOf(length))
            .Select(characters => new string(characters))
            .ToArbitrary();

        Prop.ForAll(texts, text => InboundText.Fold(InboundText.Fold(text)) == InboundText.Fold(text)
            && UnicodeText.IsWellFormed(InboundText.Read(text).Original))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }
}
