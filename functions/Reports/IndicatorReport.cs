using Peyk.Core.Reports.Outlook;

namespace Peyk.Functions.Reports;

/// <summary>What moves before satisfaction does, day by day, beside what was usual before.</summary>
/// <param name="CountedAt">When today was counted last; null when nothing was counted yet.</param>
public sealed record IndicatorReport(
    string From, string To, string TimeZone, DateTimeOffset? CountedAt, IReadOnlyList<IndicatorView> Indicators);

/// <param name="BadWhen"><c>high</c> or <c>low</c>.</param>
/// <param name="IsOutside">Today or the last full day is worse than usual.</param>
/// <param name="Current">The day that is outside; else the latest that has a value; the last of all when none has.</param>
/// <param name="Days">Oldest first, from the first day that has any figures.</param>
public sealed record IndicatorView(
    Indicator Indicator, IndicatorUnit Unit, string BadWhen, bool IsOutside, IndicatorDayView Current, IReadOnlyList<IndicatorDayView> Days);

/// <param name="Value">Seconds, a share of 0 to 1, or a number; null where the day has too little to measure or is too young.</param>
/// <param name="Volume">On how many the value rests.</param>
/// <param name="Usual">What was usual in the 28 days before; null without a value or enough history.</param>
public sealed record IndicatorDayView(string Day, double? Value, long Volume, UsualView? Usual, IndicatorState State);

/// <param name="Days">On how many days it rests.</param>
public sealed record UsualView(double Median, double Low, double High, int Days);
