using System.Text.Json.Nodes;
using Azure.Data.Tables;
using NodaTime;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Testing.Reports;

/// <summary>Everything that a report can be asked: each grouping, many together, with and without filters.</summary>
public static class ReportQuestions
{
    private const int MostActions = 100;
    private const int AtOnce = 8;

    public static IReadOnlyList<(string[] GroupBy, (string Name, string Words)[] Filters)> All { get; } =
    [
        ([], []),
        .. ((string[])["day", "month", "kind", "service", "channel", "template", "language", "status", "reason"]).Select(d => ((string[])[d], Array.Empty<(string Name, string Words)>())),
        (["day", "channel", "status"], []),
        (["kind", "service", "template", "language"], []),
        (["channel", "status", "reason"], []),
        (["day", "month", "kind", "service", "channel", "template", "language", "status", "reason"], []),
        (["day"], [("channel", "email")]),
        (["template"], [("kind", "reminders,status-updates"), ("status", "failed,expired")]),
        ([], [("service", "retirement"), ("language", "en")]),
        (["language"], [("reason", "no_receipt,opted_out")]),
    ];

    public static string Address(string from, string to, string[] groupBy, (string Name, string Words)[] filters) =>
        $"/api/v1/reports/deliveries?from={from}&to={to}&groupBy={string.Join(',', groupBy)}{string.Concat(filters.Select(f => $"&{f.Name}={f.Words}"))}";

    /// <summary>Asks for everything and compares each answer.</summary>
    public static async Task<(int Numbers, List<string> Differences)> CompareAsync(HttpClient api, Recount recount, string from, string to)
    {
        var (numbers, differences) = (0, new List<string>());
        foreach (var (groupBy, filters) in All)
        {
            var report = JsonNode.Parse(await api.GetStringAsync(Address(from, to, groupBy, filters)))!;
            var comparison = recount.Compare(report, groupBy, filters);
            numbers += comparison.Numbers;
            differences.AddRange(comparison.Differences);
        }

        return (numbers, differences);
    }

    /// <summary>Those of which a page shows every group; of more groups it shows the first hundred and the file has the rest.</summary>
    public static IEnumerable<(string[] GroupBy, (string Name, string Words)[] Filters)> OfPages => All.Where(q => q.GroupBy is not ["day", _, ..]);

    public static string PageAddress(string from, string to, string[] groupBy, (string Name, string Words)[] filters) =>
        Address(from, to, groupBy, filters).Replace("/api/v1/reports", "/ops", StringComparison.Ordinal) + "&lang=en";

    /// <summary>Asks the dashboard for everything that its pages show, and compares each number behind tables and charts.</summary>
    public static async Task<(int Numbers, List<string> Differences)> ComparePagesAsync(
        Func<string, Task<string>> read, Recount recount, LocalDate first, LocalDate last)
    {
        var (from, to) = ($"{first:uuuu-MM-dd}", $"{last:uuuu-MM-dd}");
        var comparisons = new List<Comparison> { recount.CompareDays(PageFigures.ReadChart(await read("/ops?lang=en"), "month"), first, last) };
        foreach (var (groupBy, filters) in OfPages)
        {
            var page = await read(PageAddress(from, to, groupBy, filters));
            comparisons.Add(recount.Compare(PageFigures.ReadReport(page, from, to), groupBy, filters));
            if (filters.Length == 0)
                comparisons.Add(recount.CompareDays(PageFigures.ReadChart(page, "days"), first, last));
        }

        return (comparisons.Sum(c => c.Numbers), [.. comparisons.SelectMany(c => c.Differences)]);
    }

    /// <summary>Writes rows of notifications, a hundred of a partition at once.</summary>
    public static Task WriteAsync(TableServiceClient tables, IEnumerable<IReadOnlyList<TableEntity>> notifications)
    {
        var table = tables.GetTableClient(Tables.Notifications);
        var batches = notifications.SelectMany(rows => rows).GroupBy(row => row.PartitionKey).SelectMany(rows => rows.Chunk(MostActions));
        return Parallel.ForEachAsync(batches, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (batch, token) =>
            await table.SubmitTransactionAsync(batch.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), token));
    }
}
