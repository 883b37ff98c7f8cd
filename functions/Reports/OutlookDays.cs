using System.Collections.Concurrent;
using Azure;
using NodaTime;
using Peyk.Core.Deliveries;
using Peyk.Core.Reports;
using Peyk.Core.Reports.Outlook;
using Peyk.Functions.Newsletters.Issues;

namespace Peyk.Functions.Reports;

/// <summary>
/// What indicators and forecasts need of each day, out of the days' figures. It keeps what it once read: a day that was not counted anew since
/// is not read again, so that asking for months costs two small queries and the row of today.
/// </summary>
public sealed class OutlookDays(RollupStore deliveries, DayFactStore facts)
{
    private const int AtOnce = 8;
    private const int MostKept = 2000;

    private readonly ConcurrentDictionary<(DayStore Store, LocalDate Day), (ETag Version, OutlookDay Real, OutlookDay Test)> _kept = new();

    /// <summary>The days of a period without gaps, from the first that has any figures.</summary>
    /// <param name="isTest">Whether those of test keys are wanted, which are never mixed with the others.</param>
    public async Task<IReadOnlyList<OutlookDay>> ReadAsync(LocalDate from, LocalDate to, bool isTest, CancellationToken cancellationToken)
    {
        var found = new Dictionary<LocalDate, OutlookDay>();
        var read = await Task.WhenAll(ReadAsync(deliveries, from, to, isTest, cancellationToken), ReadAsync(facts, from, to, isTest, cancellationToken));
        foreach (var part in read.SelectMany(parts => parts))
        {
            if (!found.TryGetValue(part.Day, out var day))
                found.Add(part.Day, day = new(part.Day));
            day.Add(part);
        }

        var days = new List<OutlookDay>();
        for (var day = found.Count == 0 ? to.PlusDays(1) : found.Keys.Min(); day <= to; day = day.PlusDays(1))
            days.Add(found.GetValueOrDefault(day) ?? new(day));
        return days;
    }

    private async Task<List<OutlookDay>> ReadAsync(DayStore store, LocalDate from, LocalDate to, bool isTest, CancellationToken cancellationToken)
    {
        var versions = await store.ReadVersionsAsync(from, to, cancellationToken);
        var missing = versions.Where(v => !_kept.TryGetValue((store, v.Key), out var kept) || kept.Version != v.Value).ToList();
        if (_kept.Count > MostKept)
            _kept.Clear();
        if (missing.Count > AtOnce)
        {
            await foreach (var row in store.ReadAsync(missing.Min(m => m.Key), missing.Max(m => m.Key), cancellationToken))
                Keep(store, row);
        }
        else
        {
            foreach (var row in await Task.WhenAll(missing.Select(m => store.ReadAsync(m.Key, cancellationToken))))
            {
                if (row is not null)
                    Keep(store, row);
            }
        }

        return [.. versions.Keys.Select(day => _kept.TryGetValue((store, day), out var kept) ? (isTest ? kept.Test : kept.Real) : null).OfType<OutlookDay>()];
    }

    private void Keep(DayStore store, RollupRow row)
    {
        var (real, test) = (new OutlookDay(row.Day), new OutlookDay(row.Day));
        if (store is RollupStore)
        {
            foreach (var group in StoredRollup.Read(row.Figures).Groups)
                Add(group.Test == true ? test : real, group);
        }
        else
        {
            Add(real, test, StoredFacts.Read(row.Figures));
        }

        _kept[(store, row.Day)] = (row.ETag, real, test);
    }

    private static void Add(OutlookDay day, StoredGroup group)
    {
        // An editor plans when an issue goes out, and to how many: that is no sign of anything, and no season.
        if (group.Kind == IssueTestSends.Kind)
            return;
        day.Sms += group.Channel == Channel.Sms ? group.Deliveries : 0;
        day.Email += group.Channel == Channel.Email ? group.Deliveries : 0;
        day.Arrived += group.Status == DeliveryStatus.Delivered ? group.Deliveries : 0;
        day.Failed += group.Status is DeliveryStatus.Failed or DeliveryStatus.Expired ? group.Deliveries : 0;
        DayJson.Fill(day.ToSent, group.ToSent);
    }

    private static void Add(OutlookDay real, OutlookDay test, StoredFacts facts)
    {
        foreach (var optOuts in (facts.OptOuts ?? []).Where(o => o.Way != OptOutWay.Newsletter))
            (optOuts.Test == true ? test : real).OptOuts += optOuts.Count;
        foreach (var complaints in facts.Complaints ?? [])
            (complaints.Test == true ? test : real).Backlog += complaints.Open;
        foreach (var feedback in facts.Feedback ?? [])
        {
            var day = feedback.Test == true ? test : real;
            day.Asked += feedback.Asked;
            day.Answered += feedback.ToFigures().ToAnswer.CountUpTo(Indicators.AnswerWithin);
        }
    }
}
