using System.Collections.Immutable;
using Peyk.Core.Addresses;
using Peyk.Core.Definitions;
using Peyk.Core.Text;

namespace Peyk.Core.Surveys;

/// <summary>Reads one survey file and reports everything that is wrong with it.</summary>
internal sealed class SurveyReader(YamlReader yaml, LanguageTag defaultLanguage)
{
    private const int MostItems = 60;
    private const int MostSmsItems = 3;
    private const int LongestScale = 10;

    public SurveyDefinition Read()
    {
        yaml.AllowOnly("key", "instrument", "titles", "intros", "thanks", "scales", "dimensions", "items", "lowScore", "recovery", "sms");
        var scales = Scales();
        var dimensions = Dimensions();
        var items = new List<SurveyItem>();
        foreach (var map in yaml.Maps("items"))
        {
            var item = Item(map, scales, dimensions, items);
            if (items.Exists(other => other.Key == item.Key))
                map.Report("key", "is used by another item");
            if (item is { IsComment: true, Role: not ItemRole.Plain })
                map.Report("scale", "is required, because the item belongs to a pair");
            items.Add(item);
        }

        if (items.Count is 0 or > MostItems)
            yaml.Report("items", $"must be 1 to {MostItems}");
        var survey = new SurveyDefinition(DefinitionKeys.Read(yaml), Instrument(), Texts("titles", required: true), [.. items])
        {
            Intros = Texts("intros", required: false),
            Thanks = Texts("thanks", required: true),
            Dimensions = dimensions,
            LowScore = LowScore(items),
            IsRecovery = yaml.Flag("recovery"),
            IsForSms = yaml.Flag("sms"),
        };
        Check(survey);
        return survey;
    }

    private Instrument Instrument()
    {
        yaml.Text("instrument");
        return yaml.Choice(
            "instrument", ("csat", Surveys.Instrument.Csat), ("nps", Surveys.Instrument.Nps), ("ces", Surveys.Instrument.Ces),
            ("servqual", Surveys.Instrument.ServQual), ("dimensions", Surveys.Instrument.Dimensions));
    }

    private Dictionary<string, Scale> Scales()
    {
        var scales = new Dictionary<string, Scale>(StringComparer.Ordinal);
        if (yaml.Map("scales") is not { } maps)
            return scales;
        foreach (var key in maps.Keys)
        {
            if (maps.Map(key) is not { } map)
                continue;
            map.AllowOnly("from", "to", "low", "high");
            var (from, to) = (map.Number("from") ?? -1, map.Number("to") ?? -1);
            if (from is not (0 or 1))
                map.Report("from", "must be 0 or 1");
            if (to is < 2 or > LongestScale)
                map.Report("to", $"must be 2 to {LongestScale}");
            scales[key] = new Scale(
                key, Math.Clamp(from, 0, 1), Math.Clamp(to, 2, LongestScale),
                LocalisedTexts.Read(map, "low", defaultLanguage, required: true), LocalisedTexts.Read(map, "high", defaultLanguage, required: true));
        }

        return scales;
    }

    private ImmutableArray<SurveyDimension> Dimensions()
    {
        if (yaml.Map("dimensions") is not { } maps)
            return [];
        return [.. maps.Keys.Select(key => new SurveyDimension(key, LocalisedTexts.Read(maps, key, defaultLanguage, required: true)))];
    }

    private SurveyItem Item(YamlReader map, Dictionary<string, Scale> scales, ImmutableArray<SurveyDimension> dimensions, List<SurveyItem> before)
    {
        map.AllowOnly("key", "scale", "question", "sms", "dimension", "expectation", "perception", "when");
        var scale = map.OptionalText("scale") is { } name ? Named(map, "scale", name, scales.GetValueOrDefault(name)) : null;
        var dimension = map.OptionalText("dimension");
        if (dimension is not null && !dimensions.Any(d => d.Key == dimension))
            map.Report("dimension", "is no dimension of this survey");
        var (expectation, perception) = (map.OptionalText("expectation"), map.OptionalText("perception"));
        if (expectation is not null && perception is not null)
            map.Report("perception", "an item is either an expectation or a perception");
        return new SurveyItem(DefinitionKeys.Read(map), scale, LocalisedTexts.Read(map, "question", defaultLanguage, required: true))
        {
            SmsQuestions = LocalisedTexts.Read(map, "sms", defaultLanguage, required: false),
            Dimension = dimension,
            Role = expectation is not null ? ItemRole.Expectation : perception is not null ? ItemRole.Perception : ItemRole.Plain,
            Pair = expectation ?? perception,
            When = Condition(map, before),
        };
    }

    private static ItemCondition? Condition(YamlReader item, List<SurveyItem> before)
    {
        if (item.Map("when") is not { } map)
            return null;
        map.AllowOnly("item", "atLeast", "atMost");
        var condition = new ItemCondition(map.Text("item"), map.Number("atLeast"), map.Number("atMost"));
        if (before.Find(i => i.Key == condition.Item)?.Scale is not { } scale)
            map.Report("item", "must be a rating that is asked before this item");
        else if (!scale.Scores.Any(score => condition.IsMet(new Answer(score))))
            map.Report("atLeast", "and atMost leave no score of that item's scale");
        if (condition is { AtLeast: null, AtMost: null })
            map.Report("atLeast", "or atMost is required");
        return condition;
    }

    private LowScore? LowScore(List<SurveyItem> items)
    {
        if (yaml.Map("lowScore") is not { } map)
            return null;
        map.AllowOnly("item", "atMost");
        var low = new LowScore(map.Text("item"), map.Number("atMost") ?? -1);
        if (items.Find(i => i.Key == low.Item)?.Scale is not { } scale)
            map.Report("item", "must be a rating of this survey");
        else if (!scale.Contains(low.AtMost) || low.AtMost == scale.To)
            map.Report("atMost", "must be a score of the item's scale, below its best");
        return low;
    }

    private void Check(SurveyDefinition survey)
    {
        if (survey.IsForSms && survey.Items.Length > MostSmsItems)
            yaml.Report("sms", $"a survey for SMS has at most {MostSmsItems} items");
        var expected = survey.Instrument switch
        {
            Surveys.Instrument.Csat => (1, 5),
            Surveys.Instrument.Nps => (0, 10),
            Surveys.Instrument.Ces => (1, 7),
            Surveys.Instrument.ServQual or Surveys.Instrument.Dimensions => default((int From, int To)?),
        };
        if (expected is { } range && !(survey.Items is [{ Scale: { } main }, ..] && (main.From, main.To) == range))
            yaml.Report("items[0].scale", $"the first item of this instrument is a rating from {range.From} to {range.To}");
        CheckDimensions(survey, isRequired: expected is null);
        CheckPairs(survey, isRequired: survey.Instrument == Surveys.Instrument.ServQual);
    }

    private void CheckDimensions(SurveyDefinition survey, bool isRequired)
    {
        if (isRequired && survey.Dimensions.IsEmpty)
            yaml.Report("dimensions", "are required by this instrument");
        foreach (var dimension in survey.Dimensions)
        {
            var scales = survey.Items.Where(i => i.Dimension == dimension.Key && !i.IsComment).Select(i => (i.Scale!.From, i.Scale.To));
            if (scales.Distinct().Count() != 1)
                yaml.Report($"dimensions.{dimension.Key}", "needs ratings, all on scales of one length");
        }
    }

    private void CheckPairs(SurveyDefinition survey, bool isRequired)
    {
        var pairs = survey.Items.Where(i => i.Pair is not null).ToLookup(i => i.Pair!);
        if (isRequired != pairs.Count > 0)
            yaml.Report("items", "pairs of expectation and perception make up the instrument servqual, and no other");
        foreach (var pair in pairs)
        {
            if (!pair.Select(i => i.Role).Order().SequenceEqual([ItemRole.Expectation, ItemRole.Perception]))
                yaml.Report("items", $"the pair '{pair.Key}' needs one expectation and one perception");
            if (pair.Any(i => i.Dimension is null) || pair.Select(i => i.Dimension).Distinct().Count() != 1)
                yaml.Report("items", $"both sides of the pair '{pair.Key}' belong to one dimension");
        }
    }

    private LocalisedText Texts(string key, bool required) => LocalisedTexts.Read(yaml, key, defaultLanguage, required);

    private static T? Named<T>(YamlReader map, string key, string name, T? found)
        where T : class
    {
        if (found is null)
            map.Report(key, $"'{name}' is not defined in this file");
        return found;
    }
}
