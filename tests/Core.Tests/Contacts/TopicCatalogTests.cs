using Peyk.Core.Contacts;
using Peyk.Core.Definitions;
using Peyk.Core.Deliveries;

namespace Peyk.Core.Tests.Contacts;

public sealed class TopicCatalogTests
{
    [Fact]
    public void The_shipped_topics_are_valid_and_complete_in_both_languages()
    {
        Shipped.Topics.Topics.Select(topic => topic.Key).ShouldBe(
            ["status-updates", "reminders", "feedback-requests", "benefits-news", "pensioners"], ignoreOrder: false);
        Shipped.Topics.Topics.ShouldAllBe(topic => topic.Names.Languages.Order().SequenceEqual(new[] { "en", "fa" }));
        Shipped.Topics.Topics.ShouldAllBe(topic => topic.Descriptions.Languages.Order().SequenceEqual(new[] { "en", "fa" }));
    }

    [Fact]
    public void Topics_stand_in_their_order_and_a_kind_has_the_first_of_its_topics()
    {
        var topics = TopicCatalog.Load([File("b", 2, "newsletters"), File("a", 3, "newsletters"), File("c", 1, "reminders")], Shipped.Fa);

        topics.Topics.Select(topic => topic.Key).ShouldBe(["c", "b", "a"]);
        topics.OfKind("newsletters")!.Key.ShouldBe("b");
        topics.OfKind("status-updates").ShouldBeNull();
    }

    [Fact]
    public void Everything_wrong_is_named_by_file_and_field_at_once()
    {
        var file = new DefinitionFile("Topics/news.yaml", """
            key: News
            kind: news letters
            mandatory: perhaps
            names: { en: News }
            colour: red
            """);

        var exception = Should.Throw<InvalidDefinitionException>(() => TopicCatalog.Load([file], Shipped.Fa));

        exception.Problems.ShouldAllBe(problem => problem.File == "Topics/news.yaml");
        exception.Problems.Select(problem => problem.Field).ShouldBe(
            ["key", "key", "kind", "order", "mandatory", "names.fa", "colour"], ignoreOrder: true);
    }

    [Fact]
    public void A_newsletter_goes_by_email_and_nobody_must_have_it()
    {
        TopicCatalog.Load([File("news", 1, "newsletters")], Shipped.Fa).FindNewsletter("news")!.DefaultChannel.ShouldBe(Channel.Email);
        var wrong = new DefinitionFile("news.yaml", "key: news\nkind: newsletters\norder: 1\nchannel: sms\nmandatory: true\nnames: { fa: news }\n");

        var exception = Should.Throw<InvalidDefinitionException>(() => TopicCatalog.Load([wrong], Shipped.Fa));

        exception.Problems.Select(problem => problem.Field).ShouldBe(["channel", "mandatory"], ignoreOrder: true);
    }

    private static DefinitionFile File(string key, int order, string kind) =>
        new($"{key}.yaml", $"key: {key}\nkind: {kind}\norder: {order}\nnames: {{ fa: {key} }}\n");
}
