using Peyk.Core.Addresses;

namespace Peyk.Core.Tests.Addresses;

public sealed class PersonNameTests
{
    [Theory]
    [InlineData("  سارا   احمدی ", "سارا احمدی")]
    [InlineData("علی‌رضا", "علی‌رضا")]
    [InlineData("O'Neil, Jr.; <b>", "O'Neil, Jr.; <b>")]
    public void A_name_is_read(string text, string expected)
    {
        PersonName.Parse(text).Value.ShouldBe(expected);
    }

    [Theory]
    [InlineData(null, "needed")]
    [InlineData(" \u200C\u200F ", "needed")]
    [InlineData("Sara\r\nBcc: x@example.org", "line breaks")]
    [InlineData("Sara\u2028Ahmadi", "line breaks")]
    [InlineData("Sara\u0007", "line breaks")]
    [InlineData("Sara\u202Emdahmi", "marks")]
    public void What_is_no_name_is_refused_with_the_reason(string? text, string reason)
    {
        PersonName.TryParse(text, out _, out var why).ShouldBeFalse();

        why.ShouldContain(reason);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_refused()
    {
        PersonName.TryParse("Sara\uD83D", out _, out var reason).ShouldBeFalse();

        reason!.ShouldContain("Unicode");
    }

    [Fact]
    public void A_name_ends_at_100_characters()
    {
        PersonName.TryParse(new string('ا', 100), out _, out _).ShouldBeTrue();
        PersonName.TryParse(new string('ا', 101), out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void In_a_header_it_has_no_signs_that_mean_something_there()
    {
        PersonName.Parse("Ahmadi, Sara; \"S\" <x>").ForEmailHeader.ShouldBe("Ahmadi Sara S x");
    }

    [Fact]
    public void Its_text_form_does_not_give_the_name()
    {
        $"{PersonName.Parse("Sara Ahmadi")}".ShouldBe("•••");
    }
}
