using Peyk.Core.Templates;

namespace Peyk.Core.Tests.Templates;

public sealed class ValidationTests
{
    private const string Fields = """
          text: { type: text, required: true, max: 20, description: Some words }
          day: { type: date, required: true }
          moment: { type: datetime }
          count: { type: number }
          sum: { type: money }
          link: { type: url }
          number: { type: code }
          items: { type: list, max: 10 }
        """;

    private static readonly Template Template = Message.Template("x", Fields);

    [Fact]
    public void Everything_missing_mistyped_and_unknown_is_reported_at_once()
    {
        var problems = Template.Validate(Message.Json(
            """{"count": "7", "sum": 5, "link": "javascript:alert(1)", "colour/~": "red", "items": ["a", 1], "moment": "2026-11-21"}"""));

        problems.Select(problem => $"{problem.Pointer} {problem.Code}").ShouldBe(
            [
                "/data/count wrong_type", "/data/sum wrong_type", "/data/link url_scheme", "/data/colour~1~0 unknown_member",
                "/data/items/1 wrong_type", "/data/moment invalid_date", "/data/text required", "/data/day required",
            ]);
        problems.ShouldContain(problem => problem.Detail.Contains("text: Some words", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"text": 1}""", "/data/text wrong_type")]
    [InlineData("""{"text": ""}""", "/data/text required")]
    [InlineData("""{"text": null}""", "/data/text required")]
    [InlineData("""{"text": "123456789012345678901"}""", "/data/text too_long")]
    [InlineData("""{"text": "a\u0000b"}""", "/data/text invalid_text")]
    [InlineData("""{"text": "a\u202Eb"}""", "/data/text invalid_text")]
    [InlineData("""{"text": "a\ud800b"}""", "/data/text invalid_text")]
    [InlineData("""{"text": "a", "text": "b"}""", "/data/text duplicate_member")]
    [InlineData("""{"\ud800": "a"}""", "/data/\uFFFD unknown_member")]
    [InlineData("""{"day": "1405-08-30T10:00"}""", "/data/day invalid_date")]
    [InlineData("""{"day": "2026-02-30"}""", "/data/day invalid_date")]
    [InlineData("""{"moment": "2026-11-21T10:00:00"}""", "/data/moment invalid_date")]
    [InlineData("""{"count": 1e40}""", "/data/count wrong_type")]
    [InlineData("""{"sum": {"amount": "5", "currency": "IRR"}}""", "/data/sum invalid_money")]
    [InlineData("""{"sum": {"amount": 5, "currency": "rial"}}""", "/data/sum invalid_money")]
    [InlineData("""{"sum": {"amount": 5, "currency": "IRR", "x": 1}}""", "/data/sum invalid_money")]
    [InlineData("""{"link": "/relative"}""", "/data/link invalid_url|/data/link url_scheme")]
    [InlineData("""{"link": "https://bank.example@evil.example/"}""", "/data/link invalid_url")]
    [InlineData("""{"link": "https://example.org/ x"}""", "/data/link invalid_url")]
    [InlineData("""{"link": "data:text/html,hi"}""", "/data/link url_scheme")]
    [InlineData("""{"link": "jAvAsCrIpT:alert(1)"}""", "/data/link url_scheme")]
    [InlineData("""{"link": " javascript:alert(1)"}""", "/data/link invalid_url")]
    [InlineData("""{"number": "پرونده"}""", "/data/number invalid_code")]
    [InlineData("""{"number": "<b>"}""", "/data/number invalid_code")]
    [InlineData("""{"items": "a"}""", "/data/items wrong_type")]
    [InlineData("""{"items": ["12345678901"]}""", "/data/items/0 too_long")]
    [InlineData("""[]""", "/data wrong_type")]
    [InlineData("\"x\"", "/data wrong_type")]
    public void A_bad_value_is_refused(string data, string expected)
    {
        var problems = Template.Validate(Message.Json(data)).Select(problem => $"{problem.Pointer} {problem.Code}").ToList();

        problems.ShouldContain(problem => expected.Split('|').Contains(problem));
    }

    [Fact]
    public void What_fits_is_accepted()
    {
        const string data = """
            {"text": "سلام", "day": "2026-11-21", "moment": "2026-11-21T10:00:00+03:30", "count": -1.5, "number": "۱۴۰۵-20817",
             "sum": {"amount": 1250000, "currency": "IRR"}, "link": "https://example.org/?a=1&b=2", "items": ["a", "b"]}
            """;

        Template.Validate(Message.Json(data)).ShouldBeEmpty();
    }

    [Fact]
    public void Its_own_examples_fit_every_shipped_template()
    {
        foreach (var template in Shipped.Templates.Templates)
            template.Validate(template.ExampleData).ShouldBeEmpty();
    }

    [Fact]
    public void More_than_a_person_can_read_is_cut_off()
    {
        var data = "{" + string.Join(',', Enumerable.Range(0, 5000).Select(i => $"\"x{i}\":1")) + "}";

        Template.Validate(Message.Json(data)).Count.ShouldBeLessThan(60);
    }

    [Fact]
    public void Details_never_repeat_a_value()
    {
        var problems = Template.Validate(Message.Json("""{"text": 1, "day": "secret-day", "link": "secret:link", "number": "secret<"}"""));

        problems.ShouldAllBe(problem => !problem.Detail.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void Rendering_what_was_not_validated_is_a_fault()
    {
        Should.Throw<InvalidTemplateDataException>(() => Template.RenderEmail(Message.Context("""{"text": 1}""")));
    }
}
