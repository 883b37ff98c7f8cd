using System.Text.Json.Nodes;
using Azure.Data.Tables;
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

    /// <summary>Writes rows of notifications, a hundred of a partition at once.</summary>
    public static Task WriteAsync(TableServiceClient tables, IEnumerable<IReadOnlyList<TableEntity>> notifications)
    {
        var table = tables.GetTableClient(Tables.Notifications);
        var batches = notifications.SelectMany(rows => rows).GroupBy(row => row.PartitionKey).SelectMany(rows => rows.Chunk(MostActions));
        return Parallel.ForEachAsync(batches, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (batch, token) =>
            await table.SubmitTransactionAsync(batch.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), token));
    }
}
