using System.Collections.Immutable;
using Peyk.Core.Addresses;
using Peyk.Core.Text;

namespace Peyk.Core.Surveys;

/// <summary>What a questionnaire measures, and so how it is scored.</summary>
public enum Instrument
{
    /// <summary>Customer satisfaction: mean, and the share of the two best scores.</summary>
    Csat,

    /// <summary>Net promoter score, 0 to 10 (Reichheld 2003): share of 9 and 10 less the share of 0 to 6.</summary>
    Nps,

    /// <summary>Customer effort score, 1 to 7 (Dixon, Freeman, Toman 2010): mean.</summary>
    Ces,

    /// <summary>SERVQUAL (Parasuraman, Zeithaml, Berry 1988): perception less expectation, by dimension.</summary>
    ServQual,

    /// <summary>Means by dimension: E-S-QUAL and E-RecS-QUAL (Parasuraman, Zeithaml, Malhotra 2005), mobile service quality.</summary>
    Dimensions,
}

/// <summary>A questionnaire as its file has it.</summary>
public sealed record SurveyDefinition
{
    internal SurveyDefinition(string key, Instrument instrument, LocalisedText titles, ImmutableArray<SurveyItem> items) =>
        (Key, Instrument, Titles, Items) = (key, instrument, titles, items);

    /// <summary>Lower-case letters, digits and dashes; the file's name.</summary>
    public string Key { get; }

    public Instrument Instrument { get; }

    public LocalisedText Titles { get; }

    /// <summary>In the order in which they are asked.</summary>
    public ImmutableArray<SurveyItem> Items { get; }

    /// <summary>What is said before the first item; may be empty.</summary>
    public required LocalisedText Intros { get; init; }

    /// <summary>What is said after the last one.</summary>
    public required LocalisedText Thanks { get; init; }

    /// <summary>Names of the dimensions, in their order; empty when the items have none.</summary>
    public required ImmutableArray<SurveyDimension> Dimensions { get; init; }

    /// <summary>An answer that calls for help; null when none does.</summary>
    public LowScore? LowScore { get; init; }

    /// <summary>It is asked only after something went wrong, such as a complaint.</summary>
    public bool IsRecovery { get; init; }

    /// <summary>Few and short enough for SMS, one item at a time.</summary>
    public bool IsForSms { get; init; }

    public SurveyItem? Find(string item) => Items.FirstOrDefault(i => i.Key == item);

    /// <summary>The item to ask next, by what was answered so far; null when nothing is left to ask.</summary>
    public SurveyItem? Next(IReadOnlyDictionary<string, Answer> answers) =>
        Items.FirstOrDefault(item => !answers.ContainsKey(item.Key) && item.IsAsked(answers));

    public override string ToString() => Key;
}

public sealed record SurveyDimension(string Key, LocalisedText Names);

/// <param name="Item">A rating.</param>
/// <param name="AtMost">This score or a lower one is low.</param>
public sealed record LowScore(string Item, int AtMost);

/// <summary>In which of a pair's two roles an item stands.</summary>
public enum ItemRole
{
    Plain,

    /// <summary>What an excellent service would be like.</summary>
    Expectation,

    /// <summary>What this service was like.</summary>
    Perception,
}

/// <summary>One question of a survey.</summary>
public sealed record SurveyItem
{
    internal SurveyItem(string key, Scale? scale, LocalisedText questions) => (Key, Scale, Questions) = (key, scale, questions);

    /// <summary>Lower-case letters, digits and dashes; one of a kind in its survey.</summary>
    public string Key { get; }

    /// <summary>Null for a comment in the citizen's own words.</summary>
    public Scale? Scale { get; }

    public LocalisedText Questions { get; }

    /// <summary>A shorter wording for SMS; may be empty, then the question itself is sent.</summary>
    public required LocalisedText SmsQuestions { get; init; }

    /// <summary>Key of a dimension of the survey; null when it belongs to none.</summary>
    public string? Dimension { get; init; }

    public ItemRole Role { get; init; }

    /// <summary>The pair that an expectation and a perception make up; null when the role is plain.</summary>
    public string? Pair { get; init; }

    /// <summary>It is asked only then; null: always.</summary>
    public ItemCondition? When { get; init; }

    public bool IsComment => Scale is null;

    public string Question(LanguageTag language) => Questions.In(language) ?? Key;

    public string SmsQuestion(LanguageTag language) => SmsQuestions.In(language) ?? Question(language);

    public bool IsAsked(IReadOnlyDictionary<string, Answer> answers) =>
        When is not { } condition || (answers.TryGetValue(condition.Item, out var answer) && condition.IsMet(answer));
}

/// <summary>Branching by score: the item is asked if another one got a score within bounds.</summary>
public sealed record ItemCondition(string Item, int? AtLeast, int? AtMost)
{
    public bool IsMet(Answer answer) => answer.Score is { } score && score >= (AtLeast ?? int.MinValue) && score <= (AtMost ?? int.MaxValue);
}

/// <summary>What was said to one item.</summary>
/// <param name="Score">Null for a comment.</param>
/// <param name="Comment">The whole text as it came, if there was more in it than the score.</param>
public sealed record Answer(int? Score, string? Comment = null);
