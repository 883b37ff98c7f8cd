namespace Peyk.Functions.Reports;

/// <summary>What was complained of and how fast it was answered, over a period.</summary>
/// <param name="CountedAt">When today was counted last; null when nothing was counted yet.</param>
/// <param name="Total">Null when it is too small to be shown.</param>
/// <param name="HiddenGroups">How many groups are in the total and not shown, because they are too small; null when none.</param>
public sealed record ComplaintReportView(
    string From, string To, string TimeZone, IReadOnlyList<string> GroupBy, DateTimeOffset? CountedAt, ComplaintReportFigures? Total,
    IReadOnlyList<ComplaintReportGroup> Groups, int? HiddenGroups);

/// <summary>One group; of the members that name it, those are there by which is grouped.</summary>
/// <param name="Service">Empty for complaints of no service.</param>
/// <param name="Source">How we learned of them.</param>
public sealed record ComplaintReportGroup(string? Day, string? Month, string? Service, string? Source, ComplaintReportFigures Figures);

/// <param name="Opened">In the period.</param>
/// <param name="Answered">In the period, whenever they were opened.</param>
/// <param name="OnTime">Of the answered, those whose promise was kept.</param>
/// <param name="Backlog">Without an answer at the end of the last day.</param>
/// <param name="Overdue">Of those, the ones that were promised for an earlier day.</param>
/// <param name="TimeToAnswer">Seconds from the opening to the answer.</param>
public sealed record ComplaintReportFigures(
    long Opened, long Answered, long OnTime, long Backlog, long Overdue, ReportPercentiles TimeToAnswer);

/// <summary>By what complaints are grouped.</summary>
public enum ComplaintDimension
{
    Day,
    Month,
    Service,
    Source,
}
