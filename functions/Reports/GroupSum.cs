using Peyk.Core.Deliveries;
using Peyk.Core.Reports;
using Peyk.Functions.Shared;

namespace Peyk.Functions.Reports;

/// <summary>The figures of a report's group as they are added up, and as they are shown.</summary>
internal sealed class GroupSum
{
    private const int RateDigits = 4;
    private const int SecondDigits = 3;

    private readonly DeliveryFigures _figures = new();
    private readonly SortedDictionary<DeliveryStatus, long> _statuses = [];
    private readonly SortedDictionary<Reason, long> _reasons = [];

    public long Deliveries => _figures.Deliveries;

    public void Add(StoredGroup stored)
    {
        stored.AddTo(_figures);
        Count(_statuses, stored.Status, stored.Deliveries);
        if (stored.Reason is { } reason)
            Count(_reasons, reason, stored.Deliveries);
    }

    public void Add(GroupSum other)
    {
        _figures.Add(other._figures);
        foreach (var (status, count) in other._statuses)
            Count(_statuses, status, count);
        foreach (var (reason, count) in other._reasons)
            Count(_reasons, reason, count);
    }

    public DeliveryReportFigures ToReport()
    {
        var final = _statuses.Where(s => s.Key.IsFinal()).Sum(s => s.Value);
        return new(
            _figures.Notifications,
            _figures.Deliveries,
            _statuses.ToDictionary(s => s.Key.ToWord(), s => s.Value),
            _reasons.ToDictionary(r => r.Key.ToWord(), r => r.Value),
            final == 0 ? null : Math.Round((double)_statuses.GetValueOrDefault(DeliveryStatus.Delivered) / final, RateDigits),
            _figures.Taken,
            _figures.Units,
            [.. _figures.Costs.Select(c => new ReportCost(c.Key, c.Value.Amount, c.Value.Told))],
            _figures.Unpriced,
            Percentiles(_figures.ToSent),
            Percentiles(_figures.ToDelivered));
    }

    private static ReportPercentiles Percentiles(DurationHistogram histogram)
    {
        var found = histogram.Percentiles(50, 90, 95, 99).Select(p => p is { } time ? Math.Round(time.TotalSeconds, SecondDigits) : (double?)null).ToList();
        return new(histogram.Count, found[0], found[1], found[2], found[3]);
    }

    private static void Count<T>(SortedDictionary<T, long> counts, T word, long count)
        where T : notnull => counts[word] = counts.GetValueOrDefault(word) + count;
}
