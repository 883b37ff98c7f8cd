using Peyk.Core.Definitions;
using Peyk.Core.Surveys;

namespace Peyk.Core.Tests.Surveys;

public sealed class SurveyFileErrorsTests
{
    private const string Csat = """
        key: sample
        instrument: csat
        sms: true
        titles: { fa: عنوان }
        thanks: { fa: سپاس }
        scales:
          satisfaction: { from: 1, to: 5, low: { fa: ناراضی }, high: { fa: راضی } }
        lowScore: { item: rating, atMost: 2 }
        items:
          - { key: rating, scale: satisfaction, question: { fa: چقدر؟ } }
          - { key: why, question: { fa: چرا؟ }, when: { item: rating, atMost: 3 } }
        """;

    private const string ServQual = """
        key: sample
        instrument: servqual
        titles: { fa: عنوان }
        thanks: { fa: سپاس }
        scales:
          agreement: { from: 1, to: 7, low: { fa: کم }, high: { fa: زیاد } }
          short: { from: 1, to: 5, low: { fa: کم }, high: { fa: زیاد } }
        dimensions: { trust: { fa: اعتماد } }
        items:
          - { key: e, expectation: one, dimension: trust, scale: agreement, question: { fa: الف } }
          - { key: p, perception: one, dimension: trust, scale: agreement, question: { fa: ب } }
        """;

    [Fact]
    public void Both_files_are_right_before_they_are_broken()
    {
        Sample.Read(Csat).Items.Length.ShouldBe(2);
        Sample.Read(ServQual).Items.Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("key: sample", "key: Sample", "key: must have lower-case letters, digits and single dashes only, at most 50")]
    [InlineData("key: sample", "key: other", "key: must be the name of the file")]
    [InlineData("key: sample\n", "", "key: is required")]
    [InlineData("instrument: csat", "instrument: stars", "instrument: must be one of csat, nps, ces, servqual, dimensions")]
    [InlineData("instrument: csat\n", "", "instrument: is required")]
    [InlineData("instrument: csat", "instrument: nps", "items[0].scale: the first item of this instrument is a rating from 0 to 10")]
    [InlineData("instrument: csat", "instrument: ces", "items[0].scale: the first item of this instrument is a rating from 1 to 7")]
    [InlineData("instrument: csat", "instrument: dimensions", "dimensions: are required by this instrument")]
    [InlineData("instrument: csat", "instrument: servqual", "items: pairs of expectation and perception make up the instrument servqual, and no other")]
    [InlineData("sms: true", "sms: perhaps", "sms: must be true or false")]
    [InlineData("sms: true", "colour: red", "colour: is not known here; known are")]
    [InlineData("titles: { fa: عنوان }", "titles: { en: Title }", "titles.fa: is required, because this is the default language")]
    [InlineData("titles: { fa: عنوان }\n", "", "titles.fa: is required, because this is the default language")]
    [InlineData("titles: { fa: عنوان }", "titles: عنوان", "titles: must be a mapping")]
    [InlineData("titles: { fa: عنوان }", "titles: { fa: عنوان, persian: عنوان }", "titles.persian: must be a language tag")]
    [InlineData("thanks: { fa: سپاس }", "thanks: { fa: \"\" }", "thanks.fa: is required")]
    [InlineData("from: 1", "from: 2", "scales.satisfaction.from: must be 0 or 1")]
    [InlineData("from: 1", "from: one", "scales.satisfaction.from: must be a whole number")]
    [InlineData("to: 5", "to: 11", "scales.satisfaction.to: must be 2 to 10")]
    [InlineData("to: 5, ", "", "scales.satisfaction.to: must be 2 to 10")]
    [InlineData("low: { fa: ناراضی }, ", "", "scales.satisfaction.low.fa: is required")]
    [InlineData("high: { fa: راضی }", "best: 5", "scales.satisfaction.best: is not known here")]
    [InlineData("lowScore: { item: rating,", "lowScore: { item: why,", "lowScore.item: must be a rating of this survey")]
    [InlineData("lowScore: { item: rating,", "lowScore: { item: other,", "lowScore.item: must be a rating of this survey")]
    [InlineData("atMost: 2 }", "atMost: 5 }", "lowScore.atMost: must be a score of the item's scale, below its best")]
    [InlineData(", atMost: 2 }", " }", "lowScore.atMost: must be a score of the item's scale, below its best")]
    [InlineData("scale: satisfaction,", "scale: ease,", "items[0].scale: 'ease' is not defined in this file")]
    [InlineData("scale: satisfaction,", "", "items[0].scale: the first item of this instrument is a rating from 1 to 5")]
    [InlineData("scale: satisfaction,", "scale: satisfaction, dimension: trust,", "items[0].dimension: is no dimension of this survey")]
    [InlineData("key: why", "key: rating", "items[1].key: is used by another item")]
    [InlineData("key: why", "key: why?", "items[1].key: must have lower-case letters")]
    [InlineData("question: { fa: چرا؟ }", "question: { fa: }", "items[1].question.fa: is required")]
    [InlineData("question: { fa: چرا؟ }", "question: { fa: چرا؟ }, sms: { en: Why? }", "items[1].sms.fa: is required, because this is the default language")]
    [InlineData("item: rating, atMost: 3", "item: why, atMost: 3", "items[1].when.item: must be a rating that is asked before this item")]
    [InlineData("item: rating, atMost: 3", "item: later, atMost: 3", "items[1].when.item: must be a rating that is asked before this item")]
    [InlineData("item: rating, atMost: 3", "item: rating", "items[1].when.atLeast: or atMost is required")]
    [InlineData("item: rating, atMost: 3", "item: rating, atMost: 0", "items[1].when.atLeast: and atMost leave no score of that item's scale")]
    [InlineData("item: rating, atMost: 3", "item: rating, atLeast: 4, atMost: 3", "items[1].when.atLeast: and atMost leave no score of that item's scale")]
    [InlineData("item: rating, atMost: 3", "score: 3", "items[1].when.score: is not known here")]
    [InlineData("items:\n", "items: []\nlist:\n", "items: must be 1 to 60")]
    public void A_wrong_survey_is_named_by_file_and_field(string right, string wrong, string message) => ShouldReport(Csat, right, wrong, message);

    [Theory]
    [InlineData("expectation: one", "perception: one", "items: the pair 'one' needs one expectation and one perception")]
    [InlineData("expectation: one", "expectation: two", "items: the pair 'two' needs one expectation and one perception")]
    [InlineData("expectation: one", "expectation: one, perception: one", "items[0].perception: an item is either an expectation or a perception")]
    [InlineData("expectation: one, dimension: trust", "expectation: one", "items: both sides of the pair 'one' belong to one dimension")]
    [InlineData("dimension: trust, scale: agreement, question: { fa: ب }", "dimension: trust, scale: short, question: { fa: ب }", "dimensions.trust: needs ratings, all on scales of one length")]
    [InlineData("scale: agreement, question: { fa: ب }", "question: { fa: ب }", "items[1].scale: is required, because the item belongs to a pair")]
    [InlineData("trust: { fa: اعتماد }", "trust: { fa: اعتماد }, care: { fa: همدلی }", "dimensions.care: needs ratings, all on scales of one length")]
    [InlineData("trust: { fa: اعتماد }", "trust: { en: Trust }", "dimensions.trust.fa: is required")]
    [InlineData("instrument: servqual", "instrument: dimensions", "items: pairs of expectation and perception make up the instrument servqual, and no other")]
    public void A_wrong_pair_or_dimension_is_named(string right, string wrong, string message) => ShouldReport(ServQual, right, wrong, message);

    [Theory]
    [InlineData("")]
    [InlineData("- a list")]
    [InlineData("key: [unclosed")]
    [InlineData("key: a\nkey: b")]
    [InlineData("[a, b]: c")]
    [InlineData("key: a\n---\nkey: b")]
    public void A_file_that_is_no_mapping_is_named(string text) =>
        Problems(new DefinitionFile("Surveys/sample.yaml", text)).ShouldAllBe(problem => problem.StartsWith("Surveys/sample.yaml: "));

    [Fact]
    public void A_survey_for_SMS_is_short() =>
        ShouldReport(
            Csat,
            "  - { key: why,",
            "  - { key: a, question: { fa: الف } }\n  - { key: b, question: { fa: ب } }\n  - { key: why,",
            "sms: a survey for SMS has at most 3 items");

    [Fact]
    public void A_key_is_one_survey_in_all_folders() =>
        Problems(new("sample.yaml", Csat), new("more/sample.yaml", Csat)).ShouldBe(["more/sample.yaml: key: is defined in another file too"]);

    [Fact]
    public void Everything_wrong_in_all_files_is_named_at_once() =>
        Problems(
            new("sample.yaml", Csat.Replace("to: 5", "to: 50").Replace("key: why", "key: rating")),
            new("other.yaml", "key: other")).ShouldBe(
            [
                "sample.yaml: scales.satisfaction.to: must be 2 to 10",
                "sample.yaml: items[1].key: is used by another item",
                "sample.yaml: items[0].scale: the first item of this instrument is a rating from 1 to 5",
                "other.yaml: items: must be a list",
                "other.yaml: items: must be 1 to 60",
                "other.yaml: instrument: is required",
                "other.yaml: titles.fa: is required, because this is the default language",
                "other.yaml: thanks.fa: is required, because this is the default language",
                "other.yaml: items[0].scale: the first item of this instrument is a rating from 1 to 5",
            ]);

    private static void ShouldReport(string file, string right, string wrong, string message)
    {
        file.ShouldContain(right);

        Problems(new DefinitionFile("Surveys/sample.yaml", file.Replace(right, wrong)))
            .ShouldContain(problem => problem.StartsWith($"Surveys/sample.yaml: {message}"));
    }

    private static List<string> Problems(params DefinitionFile[] files) =>
        [.. Should.Throw<InvalidDefinitionException>(() => SurveyCatalog.Load(files, Shipped.Fa)).Problems.Select(problem => problem.ToString())];
}
