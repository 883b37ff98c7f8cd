using Peyk.Core.Calendars;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Dashboard;

public enum ChartKind
{
    Line,
    Bar,
    StackedBar,
}

/// <summary>
/// A chart and the table behind it. There is only the table: the script draws the chart from it, so that the two cannot differ, and without
/// scripts the table is there.
/// </summary>
public static class DashboardChart
{
    /// <param name="id">Names it on its page.</param>
    /// <param name="heads">Of the labels, then of each series.</param>
    /// <param name="rows">A label and a value of each series; null where there is none.</param>
    public static Html Of(
        Language language, string id, ChartKind kind, string title, IReadOnlyList<string> heads, IReadOnlyList<(string Label, IReadOnlyList<double?> Values)> rows) =>
        Html.Of($"""
            <figure class="chart" id="{id}" data-chart="{kind.ToWord()}">
            <figcaption>{title}</figcaption>
            <div class="canvas"><canvas role="img" aria-label="{title}" aria-describedby="{id}-table"></canvas></div>
            <details id="{id}-table"><summary>{language["ops.table"]}</summary>
            {DashboardParts.Table(title, heads, rows.Select(row => Row(language, row)))}
            </details></figure>
            """);

    private static IReadOnlyList<Html> Row(Language language, (string Label, IReadOnlyList<double?> Values) row) =>
        [Html.Of($"{row.Label}"), .. row.Values.Select(v => DashboardParts.Cell(language, v is { } value ? (decimal)value : null))];
}
