using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Core.Reports;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Reports;

/// <summary>Puts the report of complaints together out of the days' facts; it opens no complaint.</summary>
public sealed class ComplaintReports(
    DayFactStore store, DeliveryRollups rollups, NotificationKeys keys, IOptions<ReportOptions> options, IOptions<PeykOptions> peyk, TimeProvider time)
{
    private const int SecondDigits = 3;

    /// <param name="isTest">Whether those of test keys are wanted, which are never mixed with the others.</param>
    public async Task<ComplaintReportView> ComputeAsync(ComplaintReportQuery query, bool isTest, CancellationToken cancellationToken)
    {
        var countedAt = rollups.CountedAtAsync(cancellationToken);
        var today = keys.Day(time.GetUtcNow());
        var last = query.Period.To < today ? query.Period.To : today;
        var (groups, total) = (new Dictionary<Name, ComplaintFigures>(), new ComplaintFigures());
        await foreach (var row in store.ReadAsync(query.Period.From, query.Period.To, cancellationToken))
        {
            foreach (var stored in StoredFacts.Read(row.Figures).Complaints ?? [])
            {
                if ((stored.Test ?? false) != isTest || !query.Passes(stored.Key))
                    continue;
                var name = NameOf(query, row.Day, stored.Key);
                if (!groups.TryGetValue(name, out var sum))
                    groups.Add(name, sum = new());
                sum.Add(stored.ToFigures(), IsLast(query, row.Day, last));
                total.Add(stored.ToFigures(), row.Day == last);
            }
        }

        var hidden = query.IsPersonal
            ? SmallGroups.Find(groups.ToDictionary(g => g.Key, g => SizeOf(g.Value)), options.Value.SmallestGroup)
            : new HashSet<Name>();
        var isTooSmall = hidden.Count > 0 && groups.Values.Sum(SizeOf) < options.Value.SmallestGroup;
        var shown = query.GroupBy.IsEmpty ? [] : groups.Where(g => !hidden.Contains(g.Key));
        return new(
            query.Period.Written(query.Period.From), query.Period.Written(query.Period.To), peyk.Value.TimeZone,
            [.. query.GroupBy.Select(d => d.ToWord())], await countedAt, isTooSmall ? null : View(total),
            [
                .. shown
                    .OrderBy(g => g.Key.Day, StringComparer.Ordinal).ThenBy(g => g.Key.Month, StringComparer.Ordinal)
                    .ThenBy(g => g.Key.Service, StringComparer.Ordinal).ThenBy(g => g.Key.Source, StringComparer.Ordinal)
                    .Select(g => new ComplaintReportGroup(g.Key.Day, g.Key.Month, g.Key.Service, g.Key.Source, View(g.Value))),
            ],
            hidden.Count == 0 ? null : hidden.Count);
    }

    private static Name NameOf(ComplaintReportQuery query, LocalDate day, ComplaintKey key) => new(
        query.GroupBy.Contains(ComplaintDimension.Day) ? query.Period.Written(day) : null,
        query.GroupBy.Contains(ComplaintDimension.Month) ? query.Period.Written(day)[..7] : null,
        query.GroupBy.Contains(ComplaintDimension.Service) ? key.Service ?? "" : null,
        query.GroupBy.Contains(ComplaintDimension.Source) ? key.Source : null);

    /// <summary>Whether a day is the last one of its group: its backlog is the group's.</summary>
    private static bool IsLast(ComplaintReportQuery query, LocalDate day, LocalDate last) =>
        day == last
        || query.GroupBy.Contains(ComplaintDimension.Day)
        || (query.GroupBy.Contains(ComplaintDimension.Month) && day.WithCalendar(query.Period.Calendar) is var own && own.PlusDays(1).Month != own.Month);

    /// <summary>Persons of a group at the least: who complained, was answered, or waits.</summary>
    private static long SizeOf(ComplaintFigures figures) => Math.Max(figures.Open, Math.Max(figures.Opened, figures.Answered));

    private static ComplaintReportFigures View(ComplaintFigures figures)
    {
        var found = figures.ToAnswer.Percentiles(50, 90, 95, 99).Select(p => p is { } time ? Math.Round(time.TotalSeconds, SecondDigits) : (double?)null).ToList();
        return new(
            figures.Opened, figures.Answered, figures.OnTime, figures.Open, figures.Overdue,
            new(figures.ToAnswer.Count, found[0], found[1], found[2], found[3]));
    }

    private sealed record Name(string? Day, string? Month, string? Service, string? Source);
}
