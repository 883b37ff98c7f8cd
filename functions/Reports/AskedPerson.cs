using NodaTime;
using Peyk.Core.Surveys;
using Peyk.Functions.Feedback;

namespace Peyk.Functions.Reports;

/// <summary>Somebody who was asked, without anything that tells who it is.</summary>
/// <param name="Asked">The day of the organisation's zone.</param>
/// <param name="Channel">Where their last answer came from; null of the silent.</param>
/// <param name="Flagged">Of their answers, how many are doubtful.</param>
/// <param name="Late">Of their answers, how many came after the end.</param>
/// <param name="Response">What counts of their answers.</param>
public sealed record AskedPerson(string Survey, string? Service, LocalDate Asked, AnswerChannel? Channel, int Flagged, int Late, SurveyResponse Response)
{
    public bool HasAnswered => Response.Answers.Count > 0;

    /// <param name="given">All their answers, oldest first.</param>
    public static AskedPerson Of(FeedbackRequest request, LocalDate asked, IReadOnlyList<GivenAnswer> given) => new(
        request.Survey,
        request.Service,
        asked,
        given.Count == 0 ? null : given[^1].Channel,
        given.Count(a => (a.Flags & (AnswerFlags.Hasty | AnswerFlags.Honeypot)) != AnswerFlags.None),
        given.Count(a => a.Flags.HasFlag(AnswerFlags.Late)),
        new(FeedbackAnswers.Counting(given)));
}
