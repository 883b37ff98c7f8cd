using NodaTime;

namespace Peyk.Core.Reports.Outlook;

/// <summary>What moves before satisfaction does.</summary>
public enum Indicator
{
    /// <summary>Seconds from acceptance to the provider's that 95 % of the day's deliveries did not exceed.</summary>
    TimeToFirstContact,

    /// <summary>Failed and expired deliveries of the day ÷ those and the arrived ones.</summary>
    FailureRatio,

    /// <summary>Complaints without an answer at the day's end.</summary>
    ComplaintBacklog,

    /// <summary>Opt-outs of the day ÷ deliveries of the day that arrived, both without newsletters.</summary>
    OptOutRate,

    /// <summary>Requests for feedback of the day that were answered within 24 hours ÷ all of the day.</summary>
    ResponseRate,
}

/// <summary>In what an indicator is measured.</summary>
public enum IndicatorUnit
{
    Seconds,

    /// <summary>0 to 1.</summary>
    Share,

    Count,
}

/// <summary>An indicator on a day.</summary>
/// <param name="Value">Null where it rests on too few, or cannot be known yet.</param>
/// <param name="Volume">On how many it rests.</param>
public sealed record IndicatorPoint(LocalDate Day, double? Value, long Volume);

/// <summary>How each indicator is computed and judged. A value is only compared with those of days that are as complete as its own.</summary>
public static class Indicators
{
    /// <summary>Answers that come later do not count: so days of which all answers are in can be compared with young ones.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromHours(24);

    private const double TailPercent = 95;

    public static IndicatorUnit UnitOf(Indicator indicator) => indicator switch
    {
        Indicator.TimeToFirstContact => IndicatorUnit.Seconds,
        Indicator.FailureRatio or Indicator.OptOutRate or Indicator.ResponseRate => IndicatorUnit.Share,
        Indicator.ComplaintBacklog => IndicatorUnit.Count,
    };

    /// <summary>Whether a low value is the bad one. The other side is never told of.</summary>
    public static bool IsBadWhenLow(Indicator indicator) => indicator switch
    {
        Indicator.ResponseRate => true,
        Indicator.TimeToFirstContact or Indicator.FailureRatio or Indicator.ComplaintBacklog or Indicator.OptOutRate => false,
    };

    /// <summary>Days until a day's value is known.</summary>
    public static int DaysUntilKnown(Indicator indicator) => indicator switch
    {
        // A request of the day's last minute has all of the next day.
        Indicator.ResponseRate => 2,
        Indicator.TimeToFirstContact or Indicator.FailureRatio or Indicator.ComplaintBacklog or Indicator.OptOutRate => 0,
    };

    /// <summary>Least volume of a day whose value says something.</summary>
    public static int LeastVolume(Indicator indicator) => indicator switch
    {
        Indicator.TimeToFirstContact or Indicator.FailureRatio or Indicator.ResponseRate => 20,
        Indicator.OptOutRate => 100,
        Indicator.ComplaintBacklog => 0,
    };

    /// <param name="today">Younger days' values than can be known by then are null.</param>
    public static IndicatorPoint Measure(Indicator indicator, OutlookDay day, LocalDate today)
    {
        var (volume, value) = Read(indicator, day);
        var isKnown = volume >= LeastVolume(indicator) && day.Day.PlusDays(DaysUntilKnown(indicator)) <= today;
        return new(day.Day, isKnown ? value() : null, volume);
    }

    /// <summary>
    /// What the value of a day may differ by for no other reason than chance (of a share <c>√(p(1−p)/n)</c> with <c>p</c> drawn a little from the edge, of a
    /// count its root), and at least a twentieth of the median: what is less nobody needs to know. Of a time it is a tenth and a second.
    /// </summary>
    public static double LeastSpread(Indicator indicator, double median, long volume)
    {
        var chance = UnitOf(indicator) switch
        {
            IndicatorUnit.Seconds => Math.Max(1, median / 10),
            IndicatorUnit.Share => ShareSpread(((median * volume) + 1) / (volume + 2), volume),
            IndicatorUnit.Count => Math.Sqrt(Math.Max(1, median)),
        };
        return Math.Max(chance, median / 20);
    }

    private static double ShareSpread(double share, long volume) => Math.Sqrt(share * (1 - share) / Math.Max(1, volume));

    private static (long Volume, Func<double?> Value) Read(Indicator indicator, OutlookDay day)
    {
        var ended = day.Arrived + day.Failed;
        return indicator switch
        {
            Indicator.TimeToFirstContact => (day.ToSent.Count, () => day.ToSent.Percentile(TailPercent)?.TotalSeconds),
            Indicator.FailureRatio => (ended, () => (double)day.Failed / ended),
            Indicator.ComplaintBacklog => (day.Backlog, () => day.Backlog),
            Indicator.OptOutRate => (day.Arrived, () => (double)day.OptOuts / day.Arrived),
            Indicator.ResponseRate => (day.Asked, () => (double)day.Answered / day.Asked),
        };
    }
}
