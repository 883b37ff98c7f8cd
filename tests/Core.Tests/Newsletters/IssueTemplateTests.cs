using Peyk.Core.Newsletters;

namespace Peyk.Core.Tests.Newsletters;

public sealed class IssueTemplateTests
{
    public static TheoryData<string, string, string> Faults => new()
    {
        { "Dear {{name}}", "unknown_placeholder", "no value of that name" },
        { "{{#each recipient.name}}", "unknown_placeholder", "no blocks" },
        { "Dear {{recipient.name", "invalid_placeholder", "not closed" },
        { "Dear {{{recipient.name}}}", "invalid_placeholder", "three braces" },
        { "a PEYKVALUE000l00Z b", "reserved_text", "a token of ours" },
        { "a %Peyk-unsubscribe-html% b", "reserved_text", "a tag of ours" },
        { "![x](https://example.org/x.png)", "picture", "pictures are fetched" },
        { "[x](javascript:alert(1))", "url_scheme", "a script" },
        { "<javascript:alert(1)>", "url_scheme", "a script" },
        { "[x](data:text/html,x)", "url_scheme", "a document" },
        { "[x](relative/page)", "invalid_url", "leads nowhere in a mail" },
        { "[x](https://bank.example@evil.example/)", "invalid_url", "a user name that poses as the host" },
        { "[x]({{topic.name}})", "invalid_url", "a name is no URL" },
        { "[x](https://example.org/?n={{recipient.name}})", "personal_link", "told to the host" },
        { "[x](https://example.org/ \"{{recipient.name}}\")", "personal_link", "an attribute" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_text_that_cannot_be_sent_is_refused(string body, string code, string why) =>
        IssueTemplate.Check(new("s", body)).Select(problem => (problem.Member, problem.Code)).ShouldBe([("body", code)], why);

    [Fact]
    public void Everything_wrong_is_named_at_once() =>
        IssueTemplate.Check(new("{{a}}", "{{c}} {{recipient.name}} {{d}}", "{{b}}")).Select(problem => problem.Member)
            .ShouldBe(["subject", "preheader", "body", "body"]);

    [Fact]
    public void Values_of_all_stand_in_the_mail()
    {
        var mail = IssueExample.Mail(
            "By {{organisation.name}} on {{topic.name}}, [here]({{issue.url}}). {{organisation.help}}", subject: "{{topic.name}} by {{organisation.name}}");

        mail.Subject.ShouldBe("Benefits news by Social Security Organisation");
        mail.Html.ShouldContain("By Social Security Organisation on Benefits news, <a href=\"https://messages.example.org/n/benefits-news/0198c5a0-0000-7000-8000-00000000000e?lang=en\"");
        mail.Text.ShouldContain("here (https://messages.example.org/n/benefits-news/0198c5a0-0000-7000-8000-00000000000e?lang=en). Day and night: help@example.org");
    }

    [Fact]
    public void Markup_of_an_editor_stays_text()
    {
        var mail = IssueExample.Mail("<script>alert(1)</script> <b onclick=x>b</b>", subject: "<i>");

        mail.Html.ShouldNotContain("<script>");
        mail.Html.ShouldNotContain("<b onclick");
        mail.Html.ShouldContain("<title>&lt;i&gt;</title>");
    }

    [Fact]
    public void The_plain_text_reads_well()
    {
        var sent = IssueExample.Sent(
            "# New rates\n\nFrom **1 January**:\n\n- Retirement: 7 %\n- Unemployment: 3 %\n\n> **Office** 345 Azadi Street\n> **Hours** 8 to 14\n\n[All rates](https://example.org/rates)",
            "Sara");

        sent.Text.ShouldBe("""
            Dear Sara,

            New rates

            From 1 January:

            • Retirement: 7 %
            • Unemployment: 3 %

            Office 345 Azadi Street
            Hours 8 to 14

            All rates:
            https://example.org/rates

            ———
            Social Security Organisation · Benefits news
            Questions? Please contact Day and night: help@example.org.
            You receive this newsletter because you subscribed to “Benefits news” of Social Security Organisation. We never ask for your password, card PIN or one-time codes.

            Read it on the web:
            https://messages.example.org/n/benefits-news/0198c5a0-0000-7000-8000-00000000000e?lang=en

            Unsubscribe:
            https://messages.example.org/u/token?a=1&b=2

            """);
    }

    [Theory]
    [InlineData("fa", "rtl")]
    [InlineData("en", "ltr")]
    public void The_layout_has_the_direction_of_its_language(string language, string direction) =>
        IssueExample.Mail("x", language).Html.ShouldContain($"<html lang=\"{language}\" dir=\"{direction}\">");

    [Fact]
    public void The_page_of_the_archive_names_nobody()
    {
        var page = IssueTemplate.Of(new("For {{recipient.name}}", "# Title\n\nDear {{recipient.name}}\n\n[Read]({{issue.url}})\n\n<b>x</b>"))
            .Page(IssueExample.Frame("en"));

        page.Subject.ShouldBe("For reader");
        page.Body.Value.ShouldBe(
            "<h2>Title</h2>\n<p>Dear reader</p>\n<p><a href=\"https://messages.example.org/n/benefits-news/0198c5a0-0000-7000-8000-00000000000e?lang=en\" class=\"button\">Read</a></p>\n<p>&lt;b&gt;x&lt;/b&gt;</p>");
    }

    [Theory]
    [InlineData("# News\n\nText", "<p>Text</p>")]
    [InlineData("\n#  News \nText", "<p>Text</p>")]
    [InlineData("# News", "")]
    [InlineData("# Other\n\nText", "<h2>Other</h2>\n<p>Text</p>")]
    [InlineData("## News\n\nText", "<h3>News</h3>\n<p>Text</p>")]
    public void The_page_says_its_subject_once(string body, string html) =>
        IssueTemplate.Of(new("News", body)).Page(IssueExample.Frame("en")).Body.Value.ShouldBe(html);

    [Fact]
    public void The_page_has_no_styles_that_its_policy_would_not_let_pass() =>
        IssueTemplate.Of(new("s", "# t\n\n> card\n\n1. one\n\n[b](https://example.org)\n\n`code`")).Page(IssueExample.Frame("fa"))
            .Body.Value.ShouldNotContain("style=");
}
