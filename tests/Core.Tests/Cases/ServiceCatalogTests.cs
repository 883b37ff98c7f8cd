using Peyk.Core.Cases;
using Peyk.Core.Definitions;

namespace Peyk.Core.Tests.Cases;

public sealed class ServiceCatalogTests
{
    [Fact]
    public void The_shipped_services_are_valid_and_complete_in_both_languages()
    {
        foreach (var service in Shipped.Services.Services)
        {
            service.Names.Languages.ShouldBe(["fa", "en"]);
            service.HelpContacts.Languages.ShouldBe(["fa", "en"]);
            service.Steps.ShouldAllBe(step => step.Names.Languages.SequenceEqual(new[] { "fa", "en" }));
            service.Steps.ShouldAllBe(step => step.Announcements.Languages.SequenceEqual(new[] { "fa", "en" }));
            service.Steps.ShouldAllBe(step => step.NextHints.Languages.SequenceEqual(new[] { "fa", "en" }));
        }

        Shipped.Services.Find("retirement")!.FindStep("refused")!.Tone.ShouldBe(CaseTone.Setback);
    }

    [Fact]
    public void Everything_wrong_is_named_by_file_and_field_at_once()
    {
        const string text = """
            key: Pension
            names: { en: Pension }
            colour: red
            steps:
              - key: start
                names: { fa: آغاز, english: Start }
                tone: cheerful
                expected: 5 days
              - key: start
                names: { fa: "" }
                final: perhaps
            """;

        var exception = Should.Throw<InvalidDefinitionException>(
            () => ServiceCatalog.Load([new DefinitionFile("Services/pension.yaml", text)], Shipped.Fa));

        exception.Problems.ShouldAllBe(problem => problem.File == "Services/pension.yaml");
        exception.Problems.Select(problem => problem.Field).ShouldBe(
            [
                "key", "key", "names.fa", "colour", "steps", "steps[0].names.english", "steps[0].tone", "steps[0].expected",
                "steps[1].key", "steps[1].names.fa", "steps[1].final",
            ],
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a list")]
    [InlineData("key: [unclosed")]
    [InlineData("key: a\nkey: b")]
    public void A_file_that_is_no_mapping_is_named(string text)
    {
        var exception = Should.Throw<InvalidDefinitionException>(
            () => ServiceCatalog.Load([new DefinitionFile("broken.yaml", text)], Shipped.Fa));

        exception.Message.ShouldContain("broken.yaml");
    }
}
