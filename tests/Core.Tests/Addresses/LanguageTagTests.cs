using Peyk.Core.Addresses;

namespace Peyk.Core.Tests.Addresses;

public sealed class LanguageTagTests
{
    [Theory]
    [InlineData("FA", "fa", "fa")]
    [InlineData("en-gb", "en-GB", "en")]
    [InlineData("KU-arab-iq", "ku-Arab-IQ", "ku")]
    [InlineData("es-419", "es-419", "es")]
    public void A_tag_is_read_and_written_in_the_usual_case(string text, string expected, string primary)
    {
        var tag = LanguageTag.Parse(text);

        tag.Value.ShouldBe(expected);
        tag.Primary.ShouldBe(primary);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("f")]
    [InlineData("farsi")]
    [InlineData("fa_IR")]
    [InlineData("fa-")]
    [InlineData("fa-IR-x-private")]
    [InlineData("../fa")]
    [InlineData("فا")]
    public void What_is_no_tag_is_refused(string? text)
    {
        LanguageTag.TryParse(text, out _, out var reason).ShouldBeFalse();

        reason.ShouldNotBeNullOrEmpty();
    }
}
