using Peyk.Core.Calendars;
using Peyk.Core.Surveys;

namespace Peyk.Core.Templates;

/// <summary>A score as a link of an e-mail; following it chooses the score and stores nothing.</summary>
public sealed record ScoreLink(int Score, Uri Url);

/// <summary>What a message says that asks for an answer, in the words of one language.</summary>
/// <param name="Question">The first item.</param>
/// <param name="Url">The page on which all items are answered.</param>
public sealed record SurveyFacts(string Title, string Question, Uri Url)
{
    public string? Intro { get; init; }

    /// <summary>The first item as an SMS asks it, to be answered by SMS; null when the survey is answered on its page only.</summary>
    public string? SmsQuestion { get; init; }

    /// <summary>What the lowest score means; null when the first item is no rating.</summary>
    public string? Low { get; init; }

    /// <summary>What the highest score means.</summary>
    public string? High { get; init; }

    /// <summary>From the lowest on; empty when the first item is no rating.</summary>
    public IReadOnlyList<ScoreLink> Scores { get; init; } = [];

    /// <param name="link">The page's address with a score chosen, or without one.</param>
    /// <param name="bySms">The answers may come by SMS.</param>
    public static SurveyFacts From(SurveyDefinition survey, Language language, Func<int?, Uri> link, bool bySms)
    {
        var first = survey.Items[0];
        return new(survey.Titles.In(language.Tag) ?? survey.Key, first.Question(language.Tag), link(null))
        {
            Intro = survey.Intros.In(language.Tag),
            SmsQuestion = bySms ? first.SmsQuestion(language.Tag) : null,
            Low = first.Scale?.Low.In(language.Tag),
            High = first.Scale?.High.In(language.Tag),
            Scores = [.. (first.Scale?.Scores ?? []).Select(score => new ScoreLink(score, link(score)))],
        };
    }
}
