using Peyk.Core.Surveys;
using Peyk.Functions.Feedback;

namespace Peyk.Functions.Reports;

/// <summary>How citizens judged, over a period.</summary>
/// <param name="From">First day on which was asked, in the calendar that was asked for.</param>
/// <param name="To">Last day.</param>
/// <param name="TimeZone">The organisation's, by whose days is counted.</param>
/// <param name="GroupBy">What the groups differ by beside the survey.</param>
/// <param name="Hidden">What is in no group, because its groups are too small; null when nothing is.</param>
public sealed record SatisfactionReport(
    string From, string To, string TimeZone, IReadOnlyList<string> GroupBy, IReadOnlyList<SatisfactionGroup> Groups, HiddenRespondents? Hidden);

/// <summary>One group; of the members that name it, those are there by which is grouped.</summary>
/// <param name="Month">In the calendar that was asked for.</param>
/// <param name="Day">The same.</param>
/// <param name="Asked">Persons who were asked; where channels are told apart those whose answers came there, for nobody knows it of the silent.</param>
/// <param name="Answered">Persons who answered at least one item in time.</param>
/// <param name="ResponseRate">Answered of asked, 0 to 1; null where channels are told apart.</param>
/// <param name="Flagged">Of the answers, how many are doubtful: hasty, or with a filled honeypot. They count.</param>
/// <param name="Late">Answers that came after the end. They do not count.</param>
public sealed record SatisfactionGroup(
    string Survey, string? Service, AnswerChannel? Channel, string? Month, string? Day, int Asked, int Answered, double? ResponseRate, int Flagged, int Late,
    SurveyScores Scores);

/// <param name="Groups">How many groups are not shown.</param>
/// <param name="Respondents">How many persons answered in them; null when that is too few to be told.</param>
public sealed record HiddenRespondents(int Groups, int? Respondents);
