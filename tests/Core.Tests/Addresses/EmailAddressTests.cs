using Peyk.Core.Addresses;

namespace Peyk.Core.Tests.Addresses;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("sara@example.org", "sara@example.org")]
    [InlineData(" sara.ahmadi+peyk@Mail.Example.ORG ", "sara.ahmadi+peyk@mail.example.org")]
    [InlineData("o'neil_1@example.co.uk", "o'neil_1@example.co.uk")]
    [InlineData("info@müller.de", "info@xn--mller-kva.de")]
    [InlineData("info@مثال.ایران", "info@xn--mgbh0fb.xn--mgba3a4f16a")]
    public void An_address_is_read(string text, string expected)
    {
        EmailAddress.Parse(text).Value.ShouldBe(expected);
    }

    [Theory]
    [InlineData(null, "needed")]
    [InlineData("", "needed")]
    [InlineData("sara", "has an @")]
    [InlineData("sara@home@example.org", "one @")]
    [InlineData("@example.org", "1 to 64")]
    [InlineData("sara@", "domain")]
    [InlineData("sara@localhost", "needs a dot")]
    [InlineData("sara@example..org", "domain")]
    [InlineData("sara@-example.org", "domain")]
    [InlineData("sara@exa_mple.org", "domain")]
    [InlineData("sara@127.0.0.1", "domain")]
    [InlineData("sara@[127.0.0.1]", "domain")]
    [InlineData(".sara@example.org", "no dot at its ends")]
    [InlineData("sa..ra@example.org", "no two dots")]
    [InlineData("\"sara ahmadi\"@example.org", "Latin letters")]
    [InlineData("Sara <sara@example.org>", "Latin letters")]
    [InlineData("سارا@example.org", "Latin letters")]
    [InlineData("sara@example.org\r\nBcc: all@example.org", "one @|line breaks")]
    [InlineData("sara@example.org\n", "line breaks")]
    [InlineData("sara\0@example.org", "line breaks")]
    public void What_is_no_address_is_refused_with_the_reason(string? text, string reasons)
    {
        EmailAddress.TryParse(text, out var address, out var reason).ShouldBeFalse();

        address.ShouldBeNull();
        reasons.Split('|').ShouldContain(expected => reason.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void The_local_part_ends_at_64_characters(int length, bool valid)
    {
        EmailAddress.TryParse(new string('a', length) + "@example.org", out _, out _).ShouldBe(valid);
    }

    [Fact]
    public void More_than_254_characters_are_refused()
    {
        var labels = string.Join('.', Enumerable.Repeat(new string('b', 60), 4));

        EmailAddress.TryParse($"sara@{labels}.org", out _, out _).ShouldBeTrue();
        EmailAddress.TryParse($"sara.ahmadi@{labels}.org", out _, out var reason).ShouldBeFalse();
        reason.ShouldContain("254");
    }

    [Fact]
    public void It_is_looked_up_however_it_was_typed()
    {
        EmailAddress.Parse("Sara@Example.org").LookupKey.ShouldBe(EmailAddress.Parse("sARA@eXAMPLE.ORG").LookupKey);
    }

    [Fact]
    public void Its_text_form_is_masked()
    {
        $"{EmailAddress.Parse("sara@example.org")}".ShouldBe("s•••@example.org");
    }
}
