using Peyk.Core.Calendars;
using Peyk.Core.Deliveries;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard.Deliveries;

/// <summary>A figure of a group: its name as in the CSV file, what it is called, and how it is written.</summary>
internal sealed record FigureColumn(string Name, string Head, Func<DeliveryReportFigures, decimal?> Value, Func<decimal, string> Write)
{
    /// <summary>As it is read, with the number itself beside it.</summary>
    public Html Cell(DeliveryReportFigures figures) =>
        Value(figures) is { } value ? Html.Of($"""<data value="{DashboardParts.Raw(value)}">{Write(value)}</data>""") : Html.Of($"–");
}

/// <summary>Every number that a report gives of a group, as columns of a table.</summary>
internal static class FigureColumns
{
    /// <summary>All columns: of the statuses, reasons and currencies those that occur.</summary>
    public static IEnumerable<FigureColumn> All(Language language, DeliveryReportFigures total) =>
    [
        Notifications(language),
        Deliveries(language),
        .. SnakeCase.WordsOf<DeliveryStatus>().Where(total.Statuses.ContainsKey)
            .Select(s => Count(language, s, language[$"ops.status.{s}"], f => f.Statuses.GetValueOrDefault(s))),
        DeliveredRate(language),
        .. SnakeCase.WordsOf<Reason>().Where(total.Reasons.ContainsKey)
            .Select(r => Count(language, $"reason_{r}", language[$"ops.reason.{r}"], f => f.Reasons.GetValueOrDefault(r))),
        Count(language, "taken", language["ops.deliveries.taken"], f => f.Taken),
        Count(language, "units", language["ops.deliveries.units"], f => f.Units),
        .. total.Cost.SelectMany(c => Money(language, c.Currency)),
        Count(language, "unpriced", language["ops.deliveries.unpriced"], f => f.Unpriced),
        .. Times(language, "accepted_to_sent", language["ops.deliveries.toSent"], f => f.AcceptedToSent),
        .. Times(language, "sent_to_delivered", language["ops.deliveries.toDelivered"], f => f.SentToDelivered),
    ];

    /// <summary>Those that one wants to see first.</summary>
    public static IEnumerable<FigureColumn> Few(Language language, DeliveryReportFigures total)
    {
        string[] few = ["notifications", "deliveries", "delivered", "failed", "expired", "delivered_rate", "accepted_to_sent_p95", "sent_to_delivered_p95"];
        return All(language, total).Where(c => few.Contains(c.Name) || c.Name.StartsWith("cost_", StringComparison.Ordinal));
    }

    /// <summary>Seconds, or minutes or hours where they are many.</summary>
    public static string Duration(Language language, decimal seconds) => seconds switch
    {
        < 120 => language.Say("ops.seconds", ("number", language.Format(Math.Round(seconds, 1)))),
        < 7200 => language.Say("ops.minutes", ("number", language.Format(Math.Round(seconds / 60, 1)))),
        _ => language.Say("ops.hours", ("number", language.Format(Math.Round(seconds / 3600, 1)))),
    };

    private static FigureColumn Notifications(Language language) =>
        Count(language, "notifications", language["ops.figures.notifications"], f => f.Notifications);

    private static FigureColumn Deliveries(Language language) => Count(language, "deliveries", language["ops.deliveries.deliveries"], f => f.Deliveries);

    private static FigureColumn DeliveredRate(Language language) =>
        new("delivered_rate", language["ops.deliveries.rate"], f => (decimal?)f.DeliveredRate, value => DashboardParts.Percent(language, (double)value));

    private static IEnumerable<FigureColumn> Money(Language language, string currency)
    {
        yield return Amount("cost", language["ops.figures.cost"], c => c.Amount);
        yield return Amount("told", language["ops.deliveries.told"], c => c.Told);

        FigureColumn Amount(string name, string head, Func<ReportCost, decimal> amount) => new(
            $"{name}_{currency}",
            $"{head} ({currency})",
            f => f.Cost.FirstOrDefault(c => c.Currency == currency) is { } cost ? amount(cost) : 0,
            value => DashboardParts.Amount(language, new(currency, value, 0)));
    }

    private static IEnumerable<FigureColumn> Times(Language language, string name, string head, Func<DeliveryReportFigures, ReportPercentiles> times)
    {
        yield return Count(language, $"{name}_count", $"{head}, n", f => times(f).Count);
        yield return Percentile("50", t => t.P50);
        yield return Percentile("90", t => t.P90);
        yield return Percentile("95", t => t.P95);
        yield return Percentile("99", t => t.P99);

        FigureColumn Percentile(string percent, Func<ReportPercentiles, double?> value) => new(
            $"{name}_p{percent}",
            $"{head}, {language.Say("ops.percent", ("number", language.LocaliseDigits(percent)))}",
            f => (decimal?)value(times(f)),
            seconds => Duration(language, seconds));
    }

    private static FigureColumn Count(Language language, string name, string head, Func<DeliveryReportFigures, long> count) =>
        new(name, head, f => count(f), value => DashboardParts.Number(language, value));
}
