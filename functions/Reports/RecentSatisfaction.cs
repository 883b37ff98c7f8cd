using System.Collections.Concurrent;

namespace Peyk.Functions.Reports;

/// <summary>A question's answer as a whole, by month, by service and by channel.</summary>
public sealed record SatisfactionFigures(SatisfactionReport Total, SatisfactionReport Months, SatisfactionReport Services, SatisfactionReport Channels);

/// <summary>
/// Answers of the last minute, for a page that refreshes itself: whoever looks does not make all answers be read again every few seconds. The
/// API computes anew each time.
/// </summary>
public sealed class RecentSatisfaction(SatisfactionReports reports, TimeProvider time)
{
    /// <summary>How old an answer may be.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    /// <summary>Questions that are remembered at most.</summary>
    private const int Most = 50;

    private readonly ConcurrentDictionary<SatisfactionQuery, (DateTimeOffset At, SatisfactionFigures Figures)> _answers = new();

    /// <param name="query">Its grouping does not count.</param>
    public async Task<SatisfactionFigures> ComputeAsync(SatisfactionQuery query, CancellationToken cancellationToken)
    {
        var question = query with { Grouping = SatisfactionGrouping.None };
        var now = time.GetUtcNow();
        if (_answers.TryGetValue(question, out var known) && now - known.At < Lifetime)
            return known.Figures;
        var persons = await reports.ReadAsync(query.From, query.To, isTest: false, cancellationToken);
        SatisfactionReport By(SatisfactionGrouping grouping) => reports.Compute(question with { Grouping = grouping }, persons);
        var figures = new SatisfactionFigures(
            By(SatisfactionGrouping.None), By(SatisfactionGrouping.Month), By(SatisfactionGrouping.Service), By(SatisfactionGrouping.Channel));
        foreach (var (old, _) in _answers.Where(a => now - a.Value.At >= Lifetime))
            _answers.TryRemove(old, out _);
        if (_answers.Count < Most)
            _answers[question] = (now, figures);
        return figures;
    }
}
