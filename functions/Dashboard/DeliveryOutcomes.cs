using Peyk.Core.Calendars;
using Peyk.Core.Deliveries;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared;

namespace Peyk.Functions.Dashboard;

/// <summary>Deliveries by what their statuses mean to those who look: delivered, failed, withheld, under way.</summary>
internal static class DeliveryOutcomes
{
    private static readonly DeliveryStatus[] Unfinished = [.. Enum.GetValues<DeliveryStatus>().Where(s => !s.IsFinal())];

    public static IEnumerable<string> Heads(Language language) =>
        [language["ops.figures.delivered"], language["ops.figures.failed"], language["ops.figures.withheld"], language["ops.figures.underWay"]];

    /// <summary>How many there are of each; null stands for nothing.</summary>
    public static IReadOnlyList<double?> Of(DeliveryReportFigures? f) =>
        [Count(f, DeliveryStatus.Delivered), Failed(f), Count(f, DeliveryStatus.Suppressed, DeliveryStatus.Cancelled), UnderWay(f)];

    public static long Failed(DeliveryReportFigures? f) => Count(f, DeliveryStatus.Failed, DeliveryStatus.Expired);

    public static long UnderWay(DeliveryReportFigures? f) => Count(f, Unfinished);

    private static long Count(DeliveryReportFigures? f, params ReadOnlySpan<DeliveryStatus> statuses)
    {
        var count = 0L;
        foreach (var status in statuses)
            count += f?.Statuses.GetValueOrDefault(status.ToWord()) ?? 0;
        return count;
    }
}
