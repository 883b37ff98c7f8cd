using Peyk.Core.Definitions;
using Peyk.Core.Inbound;

namespace Peyk.Core.Tests.Inbound;

public sealed class ReadyAnswersTests
{
    private static readonly ReadyAnswers Shipped = ReadyAnswers.Load(Tests.Shipped.Files("Answers"), Tests.Shipped.Fa);

    [Theory]
    [InlineData("ساعت کاری شما؟", "opening-hours")]
    [InlineData("When are you open?", "opening-hours")]
    [InlineData("پيگيري", "tracking")]
    [InlineData("what is the status of it", "tracking")]
    [InlineData("چه مدارکی لازم است؟", "documents")]
    [InlineData("Thanks!", "thanks")]
    [InlineData("ممنون 🙏", "thanks")]
    [InlineData("Auto-reply: I'm driving and will call you back later today", "automatic-replies")]
    public void Keywords_lead_to_their_answer(string text, string key) => Shipped.Find(InboundText.Read(text))!.Key.ShouldBe(key);

    [Theory]
    [InlineData("thanks, but my pension has still not been paid", "more than a word of thanks")]
    [InlineData("I asked for the status of my request three weeks ago and nobody answered", "a story, for a person to read")]
    [InlineData("سلام", "no keyword")]
    [InlineData("", "nothing")]
    public void Anything_else_is_left_to_a_person(string text, string why) => Shipped.Find(InboundText.Read(text)).ShouldBeNull(why);

    [Fact]
    public void Machines_and_words_of_thanks_get_no_answer()
    {
        Shipped.Find(InboundText.Read("thanks"))!.Answers.IsEmpty.ShouldBeTrue();
        Shipped.Find(InboundText.Read("this is an automated message"))!.ShouldSatisfyAllConditions(a => a.Answers.IsEmpty.ShouldBeTrue(), a => a.IsAutomatic.ShouldBeTrue());
    }

    [Fact]
    public void No_keyword_is_a_command() =>
        Tests.Shipped.Languages.Languages.SelectMany(l => l.Inbound.Stop.Concat(l.Inbound.Start).Concat(l.Inbound.Help))
            .ShouldAllBe(word => Shipped.Find(InboundText.Read(word)) == null);

    [Fact]
    public void Everything_that_is_wrong_in_the_files_is_told_at_once()
    {
        DefinitionFile[] files =
        [
            new("one.yaml", "key: other\nkeywords: { en: [same, '!'] }\nanswers: { en: only English }"),
            new("two.yaml", "key: two\nautomatic: true\nmatch: some\nkeywords: { en: [same] }\nanswers: { fa: پاسخ }"),
            new("three.yaml", "key: three"),
        ];

        var wrong = Should.Throw<InvalidDefinitionException>(() => ReadyAnswers.Load(files, Tests.Shipped.Fa));

        wrong.Problems.Select(p => $"{p.File} {p.Field}").Order(StringComparer.Ordinal)
            .ShouldBe(["one.yaml answers.fa", "one.yaml key", "one.yaml keywords.en", "three.yaml keywords", "two.yaml answers", "two.yaml keywords.en", "two.yaml match"]);
    }
}
