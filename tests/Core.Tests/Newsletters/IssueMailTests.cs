using Peyk.Core.Newsletters;

namespace Peyk.Core.Tests.Newsletters;

public sealed class IssueMailTests
{
    public static TheoryData<string> Hostile =>
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='x", "[click](javascript:alert(1))", "**bold**",
        "{{topic.name}}", "&lt;b&gt; &amp;", "PEYKVALUE000l00Z", "$1 \\1",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_name_stays_text_in_every_part(string name)
    {
        var sent = IssueExample.Sent("Hear, {{recipient.name}}!", name, subject: "For {{recipient.name}}", preheader: "To {{recipient.name}}");

        sent.Subject.ShouldBe($"For {name}");
        sent.Text.ShouldContain($"Dear {name},");
        sent.Text.ShouldContain($"Hear, {name}!");
        sent.Html.ShouldContain($"Hear, {Encoded(name)}!");
        sent.Html.ShouldContain($"Dear {Encoded(name)},");
        sent.Html.ShouldContain($"To {Encoded(name)}");
    }

    [Fact]
    public void A_name_that_is_a_tag_is_not_filled()
    {
        var sent = IssueExample.Sent("Hear, {{recipient.name}}!", IssueTags.UnsubscribeHtml);

        sent.Html.ShouldContain("Hear, ％peyk-unsubscribe-html%!");
        sent.Text.ShouldContain("Hear, ％peyk-unsubscribe-html%!");
    }

    [Theory]
    [InlineData("en", "سارا", "Dear <bdi>سارا</bdi>,", "Dear \u2068سارا\u2069,")]
    [InlineData("fa", "John", "<bdi>John</bdi> گرامی، سلام", "\u2068John\u2069 گرامی، سلام")]
    [InlineData("fa", "سارا", "سارا گرامی، سلام", "سارا گرامی، سلام")]
    public void A_name_of_the_other_direction_is_set_apart(string language, string name, string html, string text)
    {
        var sent = IssueExample.Sent("x", name, language);

        sent.Html.ShouldContain(html);
        sent.Text.ShouldContain(text);
    }

    [Fact]
    public void Who_has_no_name_is_greeted_all_the_same()
    {
        var sent = IssueExample.Sent("Thank you, {{recipient.name}}.");

        sent.Text.ShouldStartWith("Hello,\n\nThank you, reader.");
        sent.Html.ShouldContain("Hello,");
    }

    [Fact]
    public void A_value_that_fills_both_parts_is_an_escaped_and_a_plain_one()
    {
        var values = IssueExample.Mail("x").ValuesFor(IssueExample.Reader());

        values[IssueTags.UnsubscribeHtml].ShouldBe("https://messages.example.org/u/token?a=1&amp;b=2");
        values[IssueTags.UnsubscribeText].ShouldBe("https://messages.example.org/u/token?a=1&b=2");
    }

    [Fact]
    public void Only_tags_that_the_mail_has_get_values()
    {
        IssueExample.Mail("x").ValuesFor(IssueExample.Reader("Sara")).Keys.ShouldBe(
            [
                IssueTags.GreetingHtml, IssueTags.GreetingText, IssueTags.UnsubscribeHtml, IssueTags.UnsubscribeText, IssueTags.SettingsHtml,
                IssueTags.SettingsText,
            ],
            ignoreOrder: true);
        IssueExample.Mail("{{recipient.name}}", subject: "{{recipient.name}}").ValuesFor(IssueExample.Reader("Sara")).Keys
            .ShouldBe(IssueTags.All, ignoreOrder: true);
    }

    [Fact]
    public void Nothing_of_a_tag_is_left_in_what_is_sent()
    {
        var sent = IssueExample.Sent("{{recipient.name}}", "Sara", subject: "{{recipient.name}}", preheader: "{{recipient.name}}");

        (sent.Subject + sent.Preheader + sent.Html + sent.Text).ShouldNotContain(IssueTags.Start);
    }

    [Fact]
    public void The_foot_has_the_settings_of_those_who_have_some()
    {
        var mail = IssueExample.Mail("x");

        var sent = mail.For(IssueExample.Reader(settings: "https://messages.example.org/p/token?a=1&b=2"));

        sent.Html.ShouldContain("<a class=\"link\" href=\"https://messages.example.org/p/token?a=1&amp;b=2\"");
        sent.Text.ShouldEndWith("\nMy message settings:\nhttps://messages.example.org/p/token?a=1&b=2\n");
        mail.For(IssueExample.Reader()).Html.ShouldNotContain("My message settings");
    }

    [Fact]
    public void A_reader_never_slips_into_a_log_line() => IssueExample.Reader("Sara").ToString().ShouldBe("IssueReader");

    private static string Encoded(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal);
}
