using Peyk.Core.Addresses;

namespace Peyk.Core.Tests.Addresses;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("+989123456789", "+989123456789")]
    [InlineData(" +98 912 345 6789 ", "+989123456789")]
    [InlineData("+۹۸۹۱۲۳۴۵۶۷۸۹", "+989123456789")]
    [InlineData("٠٠٩٨٩١٢٣٤٥٦٧٨٩", "+989123456789")]
    [InlineData("0098-912-345-67-89", "+989123456789")]
    [InlineData("+1 (500) 555-0006", "+15005550006")]
    [InlineData("\u202A+98 912\u00A0345 6789\u202C", "+989123456789")]
    [InlineData("+49 30 901820", "+4930901820")]
    public void An_international_number_is_read(string text, string expected)
    {
        PhoneNumber.Parse(text).Value.ShouldBe(expected);
    }

    [Theory]
    [InlineData("09123456789")]
    [InlineData("۰۹۱۲ ۳۴۵ ۶۷۸۹")]
    public void A_national_number_is_read_with_its_region_only(string text)
    {
        PhoneNumber.Parse(text, "IR").Value.ShouldBe("+989123456789");
        PhoneNumber.TryParse(text, out _, out var reason).ShouldBeFalse();
        reason.ShouldContain("country code");
    }

    [Theory]
    [InlineData(null, "needed")]
    [InlineData("   ", "needed")]
    [InlineData("+", "7 to 15")]
    [InlineData("+98912", "7 to 15")]
    [InlineData("+1234567890123456", "7 to 15")]
    [InlineData("+0912345678", "begins with 0")]
    [InlineData("+98912345678", "ten digits after +98")]
    [InlineData("+9809123456789", "ten digits after +98")]
    [InlineData("+980123456789", "ten digits after +98")]
    [InlineData("+1 155 555 0006", "+1 plan")]
    [InlineData("+98912345678a", "digits, spaces")]
    [InlineData("+98912345\n6789", "digits, spaces")]
    [InlineData("+9891234+56789", "digits, spaces")]
    [InlineData("989123456789", "country code")]
    public void What_is_no_number_is_refused_with_the_reason(string? text, string reason)
    {
        PhoneNumber.TryParse(text, out var number, out var why).ShouldBeFalse();

        number.ShouldBeNull();
        why.ShouldContain(reason);
    }

    [Fact]
    public void Its_text_form_is_masked()
    {
        $"{PhoneNumber.Parse("+989123456789")}".ShouldBe("+98••••••••89");
    }

    [Fact]
    public void A_reason_never_repeats_the_number()
    {
        PhoneNumber.TryParse("+98 777 1234", out _, out var reason).ShouldBeFalse();

        reason!.ShouldNotContain("1234");
    }
}
