using NodaTime;

namespace Peyk.Core.Reports.Outlook;

/// <summary>What is to be said of an indicator's value.</summary>
public enum IndicatorState
{
    /// <summary>It is usual, or better than that.</summary>
    Usual,

    /// <summary>It is worse than usual.</summary>
    Outside,

    /// <summary>Too few days before it have a value.</summary>
    NotEnoughHistory,

    /// <summary>It has no value: the day has too little to measure, or is too young.</summary>
    NotEnoughVolume,
}

/// <summary>An indicator's value on a day beside what was usual before.</summary>
/// <param name="Usual">Null without enough history or value.</param>
public sealed record JudgedPoint(LocalDate Day, double? Value, long Volume, UsualRange? Usual, IndicatorState State);

/// <summary>An indicator over days.</summary>
/// <param name="Days">Each judged by the days before it, oldest first.</param>
public sealed record IndicatorSeries(Indicator Indicator, IReadOnlyList<JudgedPoint> Days)
{
    /// <summary>The latest day that has a value; the latest of all when none has.</summary>
    public JudgedPoint Current => Days.LastOrDefault(d => d.Value is not null) ?? Days[^1];

    /// <summary>Those of the latest two days that can be known (today, and the last full day) whose value is worse than usual.</summary>
    public IEnumerable<JudgedPoint> Alarms => Days
        .Where(d => d.State == IndicatorState.Outside && d.Day.PlusDays(Indicators.DaysUntilKnown(Indicator) + 1) >= Days[^1].Day);

    /// <summary>Judges a period.</summary>
    /// <param name="known">Every day there is, without gaps, oldest first; those before the period are what is usual by.</param>
    /// <param name="from">First day of the period.</param>
    public static IndicatorSeries Of(Indicator indicator, IReadOnlyList<OutlookDay> known, LocalDate from, LocalDate today)
    {
        var points = known.Select(d => Indicators.Measure(indicator, d, today)).ToList();
        return new(indicator, [.. points.Select((point, i) => (point, i)).Where(p => p.point.Day >= from).Select(p => Judge(indicator, points, p.i))]);
    }

    private static JudgedPoint Judge(Indicator indicator, List<IndicatorPoint> points, int index)
    {
        var point = points[index];
        if (point.Value is not { } value)
            return new(point.Day, null, point.Volume, null, IndicatorState.NotEnoughVolume);
        var before = points.Skip(Math.Max(0, index - UsualRange.Window)).Take(Math.Min(index, UsualRange.Window)).Select(p => p.Value).OfType<double>().ToList();
        if (UsualRange.Of(indicator, before, point.Volume) is not { } usual)
            return new(point.Day, value, point.Volume, null, IndicatorState.NotEnoughHistory);
        var isOutside = Indicators.IsBadWhenLow(indicator) ? value < usual.Low : value > usual.High;
        return new(point.Day, value, point.Volume, usual, isOutside ? IndicatorState.Outside : IndicatorState.Usual);
    }
}
