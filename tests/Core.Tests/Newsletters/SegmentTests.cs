using Peyk.Core.Addresses;
using Peyk.Core.Newsletters;

namespace Peyk.Core.Tests.Newsletters;

public sealed class SegmentTests
{
    private static readonly SegmentFacts Reader = new(LanguageTag.Parse("en-GB"), "retirement", "tehran", ["a", "b"]);

    public static TheoryData<string, Segment, bool> Cases => new()
    {
        { "nothing asked for is everybody", Segment.Everybody, true },
        { "an empty list asks for nothing", new([], [], [], new([], [], [])), true },
        { "the language itself", new(Languages: ["en-GB"]), true },
        { "the language alone stands for its regions", new(Languages: ["fa", "en"]), true },
        { "another region of the language", new(Languages: ["en-US"]), false },
        { "a service of the list", new(Services: ["insurance", "retirement"]), true },
        { "another service", new(Services: ["insurance"]), false },
        { "another region", new(Regions: ["fars"]), false },
        { "one of the tags", new(Tags: new(Any: ["b", "c"])), true },
        { "none of the tags", new(Tags: new(Any: ["c"])), false },
        { "all of the tags", new(Tags: new(All: ["a", "b"])), true },
        { "one of all tags is missing", new(Tags: new(All: ["a", "c"])), false },
        { "a tag that is excluded", new(Tags: new(None: ["b"])), false },
        { "one part that does not hold", new(["en"], ["retirement"], ["tehran"], new(Any: ["a"], None: ["b"])), false },
        { "all parts hold", new(["en"], ["retirement"], ["tehran"], new(["a"], ["b"], ["c"])), true },
    };

    [Theory, MemberData(nameof(Cases))]
    public void A_segment_asks_for_every_part_that_it_has(string because, Segment segment, bool matches) =>
        segment.Matches(Reader).ShouldBe(matches, because);

    [Fact]
    public void What_was_never_stated_is_in_no_list()
    {
        var nobody = Reader with { Service = null, Region = null, Tags = [] };

        new Segment(Services: ["retirement"]).Matches(nobody).ShouldBeFalse();
        new Segment(Regions: ["tehran"]).Matches(nobody).ShouldBeFalse();
        new Segment(Tags: new(None: ["a"])).Matches(nobody).ShouldBeTrue();
    }
}
