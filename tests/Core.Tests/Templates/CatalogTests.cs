using Peyk.Core.Addresses;
using Peyk.Core.Definitions;
using Peyk.Core.Templates;

namespace Peyk.Core.Tests.Templates;

public sealed class CatalogTests
{
    [Theory]
    [InlineData("fa", "fa")]
    [InlineData("en-GB", "en")]
    [InlineData("ja", "fa")]
    [InlineData(null, "fa")]
    public void A_template_is_found_in_the_nearest_language(string? wanted, string found)
    {
        var template = Shipped.Templates.Find("status-updates", "step", wanted is null ? null : LanguageTag.Parse(wanted));

        template!.Language.Tag.Value.ShouldBe(found);
    }

    [Theory]
    [InlineData("status-updates", "nothing")]
    [InlineData("nothing", "step")]
    public void What_is_not_there_is_not_found(string kind, string name)
    {
        Shipped.Templates.Find(kind, name, Shipped.Fa).ShouldBeNull();
    }

    public static TheoryData<string, string, string> Faults => new()
    {
        { "{{unknown}}", "body", "names no declared value" },
        { "{{text.length}}", "body", "names no declared value" },
        { "{{{text}}}", "body", "without '}}'|not a placeholder" },
        { "{{&text}}", "body", "not a placeholder" },
        { "{{> partial}}", "body", "not a placeholder" },
        { "{{lookup text}}", "body", "not a placeholder" },
        { "{{#if text}} inline {{/if}}", "body", "line of its own" },
        { "{{#if text}}\nx", "body", "not closed" },
        { "x\n{{/if}}", "body", "not open" },
        { "{{else}}", "body", "no block" },
        { "{{#each text}}\n{{this}}\n{{/each}}", "body", "needs a list" },
        { "{{items}}", "body", "needs {{#each}}" },
        { "{{this}}", "body", "no {{#each}}" },
        { "{{short text}}", "body", "needs a date" },
        { "{{ text", "body", "without '}}'" },
        { "![x](https://example.org/x.png)", "body", "picture" },
        { "[x](javascript:alert)", "body", "not https" },
        { "<javascript:alert>", "body", "not https" },
        { "[x]({{text}})", "body", "type must be url" },
        { "[x]({{link}})", "body", "optional values are absent" },
        { "PEYKVALUE", "", "may not contain" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_in_a_template_is_found_when_it_is_loaded(string body, string field, string details)
    {
        const string data = "  text: { type: text, required: true }\n  items: { type: list }\n  link: { type: url }";

        var exception = Should.Throw<InvalidDefinitionException>(() => Message.Template(body, data));

        exception.Problems.ShouldContain(problem =>
            problem.File == "greetings/test.en.md"
            && problem.Field == field
            && details.Split('|').Any(detail => problem.Detail.Contains(detail, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("status-updates/a.fa.md", "---\nsubject: x\npreheader: x\n---\nbody", "subject", "must name the case")]
    [InlineData("k/a.fa.md", "no front matter", "", "front matter")]
    [InlineData("k/a.fa.md", "---\npreheader: x\ncolour: x\n---\nbody", "subject", "is required")]
    [InlineData("k/a.fa.md", "---\nsubject: x\npreheader: x\n---\n", "body", "is required")]
    [InlineData("k/a.fa.md", "---\nsubject: x\npreheader: x\ntone: jolly\n---\nb", "tone", "must be one of")]
    [InlineData("k/a.fa.md", "---\nsubject: x\npreheader: x\ndata:\n  case: { type: text }\n---\nb", "data.case", "reserved")]
    [InlineData("k/a.fa.md", "---\nsubject: x\npreheader: x\ndata:\n  n: { type: number, example: many }\n---\nb", "data.n.example", "number")]
    [InlineData("k/a.ja.md", "---\nsubject: x\npreheader: x\n---\nb", "", "no language file")]
    [InlineData("k/a.en.md", "---\nsubject: x\npreheader: x\n---\nb", "", "default language")]
    [InlineData("a.md", "x", "", "must be named")]
    public void A_fault_in_a_file_is_found_when_it_is_loaded(string path, string text, string field, string detail)
    {
        var exception = Should.Throw<InvalidDefinitionException>(
            () => TemplateCatalog.Load([new DefinitionFile(path, text)], Shipped.Languages));

        exception.Problems.ShouldContain(problem =>
            problem.File == path && problem.Field == field && problem.Detail.Contains(detail, StringComparison.Ordinal));
    }

    [Fact]
    public void All_languages_of_a_template_take_the_same_data()
    {
        const string head = "---\nsubject: x\npreheader: x\ndata:\n  note: { type: text";

        var exception = Should.Throw<InvalidDefinitionException>(() => TemplateCatalog.Load(
            [new DefinitionFile("k/a.fa.md", head + " }\n---\nb"), new DefinitionFile("k/a.en.md", head + ", required: true }\n---\nb")],
            Shipped.Languages));

        exception.Problems.ShouldHaveSingleItem().Field.ShouldBe("data");
    }
}
