using Peyk.Core.Surveys;
using Peyk.Functions.Feedback;

namespace Peyk.Functions.Reports;

/// <summary>How citizens judged, over a period.</summary>
/// <param name="GroupBy">What the groups differ by beside the survey: <c>service</c>, <c>channel</c>, <c>month</c>.</param>
public sealed record SatisfactionReport(string From, string To, IReadOnlyList<string> GroupBy, IReadOnlyList<SatisfactionGroup> Groups);

/// <param name="Asked">Persons who were asked; when grouped by channel those whose answers came there, for nobody knows it of the silent.</param>
/// <param name="Answered">Persons who answered at least one item in time.</param>
/// <param name="ResponseRate">Answered of asked, 0 to 1; null when nobody was asked, or when grouped by channel.</param>
/// <param name="Flagged">Of the answers, how many are doubtful: hasty, or with a filled honeypot. They count.</param>
/// <param name="Late">Answers that came after the end. They do not count.</param>
public sealed record SatisfactionGroup(
    string Survey, string? Service, AnswerChannel? Channel, string? Month, int Asked, int Answered, double? ResponseRate, int Flagged, int Late,
    SurveyScores Scores);

/// <summary>By what the requests of a report are grouped.</summary>
[Flags]
public enum SatisfactionGrouping
{
    None = 0,
    Service = 1,
    Channel = 2,
    Month = 4,
}

/// <summary>Computes the report from the log of answers, each time anew.</summary>
public sealed class SatisfactionReports(FeedbackStore requests, ResponseStore responses, SurveyCatalog surveys)
{
    /// <param name="isTest">Whether those of test keys are wanted, who are never mixed with the others.</param>
    public async Task<SatisfactionReport> ComputeAsync(
        ResponseQuery query, SatisfactionGrouping grouping, bool isTest, CancellationToken cancellationToken)
    {
        var asked = new List<(FeedbackRequest Request, List<GivenAnswer> Given)>();
        foreach (var month in query.Months)
        {
            var given = await ReadMonthAsync(query, month, cancellationToken);
            await foreach (var request in requests.ReadMonthAsync(month, cancellationToken))
            {
                if (Fits(request, query, isTest))
                    asked.Add((request, [.. given[request.Id].Where(a => query.Channel is null || a.Channel == query.Channel)]));
            }
        }

        var groups = asked
            .Where(a => !grouping.HasFlag(SatisfactionGrouping.Channel) || a.Given.Count > 0)
            .GroupBy(a => KeyOf(a.Request, a.Given, grouping))
            .OrderBy(g => g.Key.Survey, StringComparer.Ordinal).ThenBy(g => g.Key.Service, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Channel).ThenBy(g => g.Key.Month, StringComparer.Ordinal)
            .Select(g => Group(g.Key, [.. g], isByChannel: grouping.HasFlag(SatisfactionGrouping.Channel) || query.Channel is not null));
        return new(
            query.From.ToString("uuuu-MM-dd", null), query.To.ToString("uuuu-MM-dd", null), [.. WordsOf(grouping)], [.. groups]);
    }

    private static IEnumerable<string> WordsOf(SatisfactionGrouping grouping) =>
        Enum.GetValues<SatisfactionGrouping>().Where(g => g != SatisfactionGrouping.None && grouping.HasFlag(g)).Select(Shared.SnakeCase.ToWord);

    private async Task<ILookup<Guid, GivenAnswer>> ReadMonthAsync(ResponseQuery query, DateTimeOffset month, CancellationToken cancellationToken)
    {
        var given = new List<GivenAnswer>();
        foreach (var survey in surveys.Surveys.Where(s => query.Survey is null || s.Key == query.Survey))
            given.AddRange(await responses.ReadMonthAsync(survey.Key, month, cancellationToken));
        return given.ToLookup(a => a.Request);
    }

    private bool Fits(FeedbackRequest request, ResponseQuery query, bool isTest) =>
        request.IsTest == isTest
        && request.State is FeedbackState.Open or FeedbackState.Answered or FeedbackState.Closed
        && query.Contains(request.CreatedAt)
        && surveys.Find(request.Survey) is not null
        && (query.Survey is null || request.Survey == query.Survey)
        && (query.Service is null || request.Service == query.Service);

    private static GroupKey KeyOf(FeedbackRequest request, List<GivenAnswer> given, SatisfactionGrouping grouping) => new(
        request.Survey,
        grouping.HasFlag(SatisfactionGrouping.Service) ? request.Service : null,
        grouping.HasFlag(SatisfactionGrouping.Channel) ? given[^1].Channel : null,
        grouping.HasFlag(SatisfactionGrouping.Month) ? request.CreatedAt.UtcDateTime.ToString("yyyy-MM") : null);

    private SatisfactionGroup Group(GroupKey key, List<(FeedbackRequest Request, List<GivenAnswer> Given)> members, bool isByChannel)
    {
        var answers = members.Select(m => new SurveyResponse(FeedbackAnswers.Counting(m.Given))).ToList();
        var scores = SurveyScores.Of(surveys.Find(key.Survey)!, answers);
        var given = members.SelectMany(m => m.Given).ToList();
        return new(
            key.Survey, key.Service, key.Channel, key.Month, members.Count, scores.Responses,
            isByChannel || members.Count == 0 ? null : (double)scores.Responses / members.Count,
            given.Count(a => (a.Flags & (AnswerFlags.Hasty | AnswerFlags.Honeypot)) != AnswerFlags.None), given.Count(a => a.Flags.HasFlag(AnswerFlags.Late)),
            scores);
    }

    private readonly record struct GroupKey(string Survey, string? Service, AnswerChannel? Channel, string? Month);
}
