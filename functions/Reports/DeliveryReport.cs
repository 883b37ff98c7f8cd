using Peyk.Core.Deliveries;

namespace Peyk.Functions.Reports;

/// <summary>What was sent and what became of it, over a period.</summary>
/// <param name="From">First day, in the calendar that was asked for.</param>
/// <param name="To">Last day.</param>
/// <param name="TimeZone">The organisation's, by whose days is counted.</param>
/// <param name="CountedAt">When today was counted last; what happened after it is not in the figures. Null when nothing was counted yet.</param>
/// <param name="Total">Everything that the filters let through; null when it is too small to be shown.</param>
/// <param name="Hidden">What is in the total and in no group, because its groups are too small; null when nothing is.</param>
public sealed record DeliveryReport(
    string From, string To, string TimeZone, IReadOnlyList<string> GroupBy, DateTimeOffset? CountedAt, DeliveryReportFigures? Total,
    IReadOnlyList<DeliveryReportGroup> Groups, HiddenGroups? Hidden);

/// <summary>One group; of the members that name it, those are there by which is grouped.</summary>
/// <param name="Day">In the calendar that was asked for.</param>
/// <param name="Service">Empty for messages that tell of no service.</param>
/// <param name="Reason">Empty for deliveries without one.</param>
public sealed record DeliveryReportGroup(
    string? Day, string? Month, string? Kind, string? Service, Channel? Channel, string? Template, string? Language, DeliveryStatus? Status, string? Reason,
    DeliveryReportFigures Figures);

/// <param name="Notifications">Each counts once, where its first delivery is.</param>
/// <param name="Deliveries">A notification on a channel: with a fallback it has two.</param>
/// <param name="Statuses">Deliveries by status; those that do not occur are left out.</param>
/// <param name="Reasons">Final failures by reason.</param>
/// <param name="DeliveredRate">Delivered of all that are final, 0 to 1; null when none is final.</param>
/// <param name="Taken">Attempts that the provider took.</param>
/// <param name="Units">Segments of the SMS, and e-mails, that it took.</param>
/// <param name="Unpriced">Attempts that it took and of which no price is known: they are missing in the cost.</param>
/// <param name="AcceptedToSent">Seconds; without messages that were put off on purpose.</param>
/// <param name="SentToDelivered">Seconds.</param>
public sealed record DeliveryReportFigures(
    long Notifications, long Deliveries, IReadOnlyDictionary<string, long> Statuses, IReadOnlyDictionary<string, long> Reasons, double? DeliveredRate,
    long Taken, long Units, IReadOnlyList<ReportCost> Cost, long Unpriced, ReportPercentiles AcceptedToSent, ReportPercentiles SentToDelivered);

/// <param name="Told">The part of the amount that the provider told; the rest is reckoned by the price list.</param>
public sealed record ReportCost(string Currency, decimal Amount, decimal Told);

/// <summary>Seconds that so many per cent do not exceed, at most 1.6 % beside the truth.</summary>
/// <param name="Count">How many were measured.</param>
public sealed record ReportPercentiles(long Count, double? P50, double? P90, double? P95, double? P99);

/// <param name="Groups">How many groups are not shown.</param>
/// <param name="Deliveries">How many deliveries they have together; null when that is too few to be told.</param>
public sealed record HiddenGroups(int Groups, long? Deliveries);
