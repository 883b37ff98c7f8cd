using Peyk.Core.Templates;

namespace Peyk.Core.Tests.Templates;

public sealed class EscapingTests
{
    private const string Text = "  value: { type: text, max: 5000 }";
    private const string Url = "  value: { type: url, required: true }";

    public static TheoryData<string> Hostile =>
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{case.code}} {{#if x}}", "{{{value}}}",
        "[click](javascript:alert(1))", "![x](https://evil.example/x.png)", "**bold** _it_ `code`", "# heading", "&lt;b&gt; &amp;",
        "PEYKVALUE000l00Z", "<!-- -->", "https://evil.example", "' onmouseover='x",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_value_stays_text_in_every_part(string value)
    {
        var template = Message.Template("Before {{value}} after.", Text, subject: "S {{value}}.", sms: "M {{value}}.");
        var context = Context(value);

        var email = template.RenderEmail(context);

        email.Subject.ShouldBe($"S {value}.");
        email.Text.ShouldContain($"Before {value} after.");
        email.Html.ShouldContain($"Before {Encoded(value)} after.");
        template.RenderSms(context).Text.ShouldBe($"M {value}.");
    }

    [Theory]
    [InlineData("One\r\nBcc: all@example.org")]
    [InlineData("One\nSubject: Two")]
    [InlineData("One\tTwo")]
    [InlineData("One\u2028Two")]
    public void A_subject_is_one_line(string value)
    {
        var email = Message.Template("x", Text, subject: "{{value}}").RenderEmail(Context(value));

        email.Subject.ShouldNotContain('\r');
        email.Subject.ShouldNotContain('\n');
        email.Subject.ShouldNotContain('\t');
        email.Subject.ShouldNotContain('\u2028');
        email.Subject.ShouldStartWith("One ");
    }

    [Fact]
    public void A_long_subject_is_cut_between_characters()
    {
        var email = Message.Template("x", Text, subject: "{{value}}").RenderEmail(Context(new string('a', 198) + "😀😀"));

        email.Subject.ShouldBe(new string('a', 198) + "…");
    }

    [Fact]
    public void A_url_is_encoded_where_it_stands()
    {
        var template = Message.Template("[Open]({{value}}) here.", Url);

        var email = template.RenderEmail(Context("https://example.org/?a=1&b=\u0027x\u0027"));

        email.Html.ShouldContain("href=\"https://example.org/?a=1&amp;b=&#39;x&#39;\"");
        email.Text.ShouldContain("Open (https://example.org/?a=1&b='x') here.");
    }

    [Fact]
    public void A_value_inside_a_url_cannot_leave_its_place()
    {
        var template = Message.Template("Go [there](https://example.org/s?q={{value}}).", Text);

        var email = template.RenderEmail(Context("a&b=c\" onclick=\"x/../?#"));

        email.Html.ShouldContain("href=\"https://example.org/s?q=a%26b%3Dc%22%20onclick%3D%22x%2F..%2F%3F%23\"");
        email.Text.ShouldContain("(https://example.org/s?q=a%26b%3Dc%22%20onclick%3D%22x%2F..%2F%3F%23)");
    }

    [Fact]
    public void Lines_of_a_text_stay_lines()
    {
        var email = Message.Template("{{value}}", Text).RenderEmail(Context("one\r\ntwo"));

        email.Html.ShouldContain("one<br>two");
        email.Text.ShouldContain("one\ntwo");
    }

    [Fact]
    public void The_name_and_the_organisation_are_escaped_too()
    {
        var context = Message.Context() with { Recipient = Peyk.Core.Addresses.PersonName.Parse("<b>Sara</b> {{x}}") };

        Message.Template("x").RenderEmail(context).Html.ShouldContain("Dear &lt;b&gt;Sara&lt;/b&gt; {{x}},");
    }

    private static RenderContext Context(string value) =>
        Message.Context($$"""{"value": {{System.Text.Json.JsonSerializer.Serialize(value)}}}""");

    private static string Encoded(string value) => value
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal)
        .Replace("'", "&#39;", StringComparison.Ordinal);
}
