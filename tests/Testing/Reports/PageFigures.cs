using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Peyk.Testing.Reports;

/// <summary>
/// Reads the numbers out of a page of the dashboard as a browser shows them: from the tables, where each cell carries its number in
/// <c>data</c>. Charts are drawn from the same tables.
/// </summary>
public static partial class PageFigures
{
    private static readonly string[] Statuses =
        ["accepted", "scheduled", "held", "sending", "sent", "delivered", "failed", "expired", "suppressed", "cancelled"];

    /// <summary>The table of all figures of the page of deliveries, in the form of the API's report.</summary>
    public static JsonNode ReadReport(string html, string from, string to)
    {
        var (heads, rows) = ReadTable(html, "all-figures");
        var first = heads.IndexOf("notifications");
        var groups = new JsonArray();
        foreach (var row in rows.SkipLast(1))
        {
            var group = new JsonObject();
            for (var i = 0; i < first; i++)
                group[heads[i]!] = row[i];
            group["figures"] = Figures(heads, row);
            groups.Add(group);
        }

        var report = new JsonObject { ["from"] = from, ["to"] = to, ["groups"] = groups, ["total"] = Figures(heads, rows[^1]) };
        // As if it had come from the API: numbers that are text yet, and read as whatever is asked for.
        return JsonNode.Parse(report.ToJsonString())!;
    }

    /// <summary>The numbers behind a chart, row by row; null where the chart has a gap.</summary>
    public static IReadOnlyList<IReadOnlyList<decimal?>> ReadChart(string html, string id) =>
        [.. ReadTable(html, id).Rows.Select(row => (IReadOnlyList<decimal?>)[.. row.Skip(1).Select(Number)])];

    /// <summary>A table of an element: what its rows are called, and the numbers of each; null where there is none.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<decimal?>> ReadRows(string html, string id) =>
        ReadTable(html, id).Rows.ToDictionary(row => row[0]!, row => (IReadOnlyList<decimal?>)[.. row.Skip(1).Select(Number)]);

    private static JsonObject Figures(List<string?> heads, List<string?> row)
    {
        decimal? Of(string name) => heads.IndexOf(name) is >= 0 and var at ? Number(row[at]) : null;
        JsonObject Counts(IEnumerable<(string Column, string Word)> columns) =>
            new(columns.Where(c => Of(c.Column) > 0).Select(c => KeyValuePair.Create(c.Word, (JsonNode?)(long)Of(c.Column)!)));
        JsonObject Times(string name) => new(
            ((string[])["count", "p50", "p90", "p95", "p99"]).Select(part => KeyValuePair.Create(part, (JsonNode?)Of($"{name}_{part}"))));
        return new()
        {
            ["notifications"] = (long)Of("notifications")!,
            ["deliveries"] = (long)Of("deliveries")!,
            ["statuses"] = Counts(Statuses.Select(s => (s, s))),
            ["reasons"] = Counts(Named(heads, "reason_").Select(r => ($"reason_{r}", r))),
            ["deliveredRate"] = (double?)Of("delivered_rate"),
            ["taken"] = (long)Of("taken")!,
            ["units"] = (long)Of("units")!,
            ["unpriced"] = (long)Of("unpriced")!,
            ["cost"] = new JsonArray([.. Named(heads, "cost_").Where(c => Of($"cost_{c}") > 0).Select(c =>
                new JsonObject { ["currency"] = c, ["amount"] = Of($"cost_{c}"), ["told"] = Of($"told_{c}") })]),
            ["acceptedToSent"] = Times("accepted_to_sent"),
            ["sentToDelivered"] = Times("sent_to_delivered"),
        };
    }

    private static IEnumerable<string> Named(List<string?> heads, string prefix) =>
        heads.OfType<string>().Where(h => h.StartsWith(prefix, StringComparison.Ordinal)).Select(h => h[prefix.Length..]);

    /// <summary>The first table of an element, as the values that its cells carry.</summary>
    private static (List<string?> Heads, List<List<string?>> Rows) ReadTable(string html, string id)
    {
        var begin = html.IndexOf($"id=\"{id}\"", StringComparison.Ordinal);
        var end = begin < 0 ? -1 : html.IndexOf("</table>", begin, StringComparison.Ordinal);
        if (end < 0)
            throw new InvalidOperationException($"The page has no table {id}.");
        var rows = Rows().Matches(html[begin..end]).Select(r => Cells().Matches(r.Groups[1].Value).Select(c => ValueOf(c.Groups[1].Value)).ToList()).ToList();
        return (rows[0], rows[1..]);
    }

    private static string? ValueOf(string cell) => Data().Match(cell) is { Success: true } data ? WebUtility.HtmlDecode(data.Groups[1].Value) : null;

    private static decimal? Number(string? value) => value is null ? null : decimal.Parse(value, CultureInfo.InvariantCulture);

    [GeneratedRegex("<tr>(.*?)</tr>", RegexOptions.Singleline, 10_000)]
    private static partial Regex Rows();

    [GeneratedRegex("<t[hd][ >](.*?)</t[hd]>", RegexOptions.Singleline, 10_000)]
    private static partial Regex Cells();

    [GeneratedRegex("<data value=\"([^\"]*)\"", RegexOptions.None, 10_000)]
    private static partial Regex Data();
}
