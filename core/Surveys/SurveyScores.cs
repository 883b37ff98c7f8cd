using System.Collections.Immutable;

namespace Peyk.Core.Surveys;

/// <summary>One citizen's last answers to a survey, by item.</summary>
public sealed record SurveyResponse(IReadOnlyDictionary<string, Answer> Answers)
{
    /// <summary>Null when it was not given, or on a scale that the file had before.</summary>
    public int? Score(SurveyItem item) =>
        Answers.TryGetValue(item.Key, out var answer) && answer.Score is { } score && item.Scale?.Contains(score) == true ? score : null;
}

/// <summary>How often each score of a scale was given, from its lowest on.</summary>
public sealed record ItemScores(string Item, Estimate Mean, ImmutableArray<int> Distribution);

/// <summary>A dimension: the mean of its items, or of its gaps, of each citizen.</summary>
public sealed record DimensionScores(string Dimension, Estimate Mean);

/// <summary>What the answers to one survey amount to.</summary>
/// <param name="Responses">Citizens who answered at least one item.</param>
/// <param name="Headline">The figure that the instrument is known by; null without answers.</param>
public sealed record SurveyScores(
    int Responses, Headline? Headline, ImmutableArray<ItemScores> Items, ImmutableArray<DimensionScores> Dimensions)
{
    /// <summary>A pure function of the responses: recomputing it gives the same.</summary>
    public static SurveyScores Of(SurveyDefinition survey, IReadOnlyCollection<SurveyResponse> responses)
    {
        var answered = responses.Where(r => r.Answers.Count > 0).ToList();
        var items = survey.Items.Where(i => !i.IsComment).Select(i => ScoreItem(i, answered)).ToImmutableArray();
        var dimensions = survey.Dimensions
            .Select(d => new DimensionScores(d.Key, Estimate.Of(answered.Select(r => DimensionOf(survey, d.Key, r)))))
            .ToImmutableArray();
        return new(answered.Count, HeadlineOf(survey, answered, dimensions), items, dimensions);
    }

    private static ItemScores ScoreItem(SurveyItem item, List<SurveyResponse> responses)
    {
        var scores = responses.Select(r => r.Score(item)).OfType<int>().ToList();
        return new(
            item.Key,
            Estimate.Of(scores.Select(s => (double?)s)),
            [.. item.Scale!.Scores.Select(score => scores.Count(s => s == score))]);
    }

    /// <summary>One citizen's mean over the dimension's gaps, or plain ratings; null when none was answered.</summary>
    private static double? DimensionOf(SurveyDefinition survey, string dimension, SurveyResponse response)
    {
        var items = survey.Items.Where(i => i.Dimension == dimension && !i.IsComment).ToList();
        var values = survey.Instrument == Instrument.ServQual
            ? items.Where(i => i.Role == ItemRole.Perception).Select(p => Gap(items, p, response))
            : items.Select(i => (double?)response.Score(i));
        var known = values.OfType<double>().ToList();
        return known.Count == 0 ? null : known.Average();
    }

    /// <summary>Perception less expectation (Parasuraman, Zeithaml, Berry 1988); null unless both were answered.</summary>
    private static double? Gap(List<SurveyItem> items, SurveyItem perception, SurveyResponse response)
    {
        var expectation = items.First(i => i.Role == ItemRole.Expectation && i.Pair == perception.Pair);
        return response.Score(perception) - response.Score(expectation);
    }

    private static Headline? HeadlineOf(SurveyDefinition survey, List<SurveyResponse> responses, ImmutableArray<DimensionScores> dimensions)
    {
        var main = responses.Select(r => r.Score(survey.Items[0])).OfType<int>().ToList();
        return survey.Instrument switch
        {
            Instrument.Csat => Headline.Of("csat", main.Select(s => s >= 4 ? 100.0 : 0)),
            Instrument.Nps => Headline.Of("nps", main.Select(s => s >= 9 ? 100.0 : s <= 6 ? -100.0 : 0)),
            Instrument.Ces => Headline.Of("ces", main.Select(s => (double)s)),
            Instrument.ServQual => Headline.Of("gap", responses.Select(r => MeanOf(survey, dimensions, r)).OfType<double>()),
            Instrument.Dimensions => Headline.Of("mean", responses.Select(r => MeanOf(survey, dimensions, r)).OfType<double>()),
        };
    }

    /// <summary>One citizen's mean over the dimensions that they answered, each with the same weight.</summary>
    private static double? MeanOf(SurveyDefinition survey, ImmutableArray<DimensionScores> dimensions, SurveyResponse response)
    {
        var means = dimensions.Select(d => DimensionOf(survey, d.Dimension, response)).OfType<double>().ToList();
        return means.Count == 0 ? null : means.Average();
    }
}

/// <param name="Measure"><c>csat</c>: per cent of the two best scores; <c>nps</c>: −100 to 100; <c>ces</c>, <c>mean</c>: the scale's; <c>gap</c>: its differences.</param>
public sealed record Headline(string Measure, Estimate Estimate)
{
    internal static Headline? Of(string measure, IEnumerable<double> values) =>
        Estimate.Of(values.Select(v => (double?)v)) is { N: > 0 } estimate ? new(measure, estimate) : null;
}
