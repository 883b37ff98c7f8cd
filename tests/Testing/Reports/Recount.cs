using System.Text.Json.Nodes;
using Azure.Data.Tables;
using NodaTime;

namespace Peyk.Testing.Reports;

/// <summary>
/// Counts rows of the table Notifications a second time, in another way than the app: row by row into a flat list, which it then groups for each
/// question anew, with exact percentiles.
/// </summary>
public sealed class Recount
{
    private readonly List<Fact> _facts = [];

    public int Deliveries => _facts.Count;

    /// <summary>Takes a notification's rows in, in their order.</summary>
    public void Add(IReadOnlyList<TableEntity> rows)
    {
        var head = rows[0];
        var attempts = JsonNode.Parse(head.GetString("Deliveries"))!.AsArray().ToDictionary(d => (int)d!["number"]!, d => d!["attempts"]!.AsArray());
        var found = new SortedDictionary<int, Fact>();
        foreach (var row in rows.Skip(1))
        {
            var number = row.GetInt32("Delivery")!.Value;
            var at = row.GetDateTimeOffset("At")!.Value;
            if (!found.TryGetValue(number, out var fact))
                found.Add(number, fact = new(head, row, number, at, attempts[number]));
            fact.Heard(row.GetString("Event")!, row.GetString("Status")!, row.GetString("Reason"), at);
        }

        _facts.AddRange(found.Values);
    }

    /// <summary>Compares a report with the facts, number by number; the smallest group that it shows must be 1.</summary>
    /// <param name="filters">As in the address: a name and a comma-separated list of words.</param>
    public Comparison Compare(JsonNode report, string[] groupBy, params (string Name, string Words)[] filters)
    {
        var comparison = new Comparison();
        var facts = _facts
            .Where(f => !f.IsTest && string.CompareOrdinal(f["day"], (string)report["from"]!) >= 0 && string.CompareOrdinal(f["day"], (string)report["to"]!) <= 0)
            .Where(f => filters.All(filter => filter.Words.Split(',').Contains(f[filter.Name])))
            .ToList();
        comparison.Check("total", report["total"]!, facts);
        if (groupBy.Length == 0)
            return comparison;
        var expected = facts.GroupBy(f => string.Join('|', groupBy.Select(d => f[d]))).ToDictionary(g => g.Key, g => g.ToList());
        var groups = report["groups"]!.AsArray();
        comparison.Same("number of groups", groups.Count, expected.Count);
        foreach (var group in groups)
        {
            var name = string.Join('|', groupBy.Select(d => (string)group![d]!));
            comparison.Check(name, group!["figures"]!, expected.GetValueOrDefault(name) ?? []);
        }

        return comparison;
    }

    /// <summary>
    /// Compares a chart of days with the facts: a row for each day from the first on, with those delivered, failed or expired, withheld or taken
    /// back, and under way.
    /// </summary>
    public Comparison CompareDays(IReadOnlyList<IReadOnlyList<decimal?>> rows, LocalDate first, LocalDate last)
    {
        string[][] columns = [["delivered"], ["failed", "expired"], ["suppressed", "cancelled"], ["accepted", "scheduled", "held", "sending", "sent"]];
        var comparison = new Comparison();
        comparison.Same("days", rows.Count, Period.DaysBetween(first, last) + 1);
        foreach (var (i, row) in rows.Index())
        {
            var day = $"{first.PlusDays(i):uuuu-MM-dd}";
            var statuses = _facts.Where(f => !f.IsTest && f["day"] == day).ToLookup(f => f["status"]);
            foreach (var (column, told) in row.Index())
                comparison.Same($"{day} {string.Join(' ', columns[column])}", told, columns[column].Sum(s => statuses[s].Count()));
        }

        return comparison;
    }

    /// <summary>What came of one delivery.</summary>
    internal sealed class Fact(TableEntity head, TableEntity first, int number, DateTimeOffset opened, JsonArray attempts)
    {
        private readonly Dictionary<string, string> _words = new()
        {
            ["day"] = $"{head.PartitionKey[..4]}-{head.PartitionKey[4..6]}-{head.PartitionKey[6..8]}",
            ["month"] = $"{head.PartitionKey[..4]}-{head.PartitionKey[4..6]}",
            ["kind"] = head.GetString("Kind")!,
            ["service"] = head.GetString("Service") ?? "",
            ["channel"] = first.GetString("Channel")!,
            ["template"] = head.GetString("Template")!,
            ["language"] = head.GetString("Language")!,
        };

        private DateTimeOffset? _sent;
        private DateTimeOffset? _delivered;
        private bool _wasPutOff;

        public bool IsTest { get; } = head.GetBoolean("Test") ?? false;

        public bool IsFirst => number == 1;

        /// <summary>Units, amount, currency and whether the provider told it, of each attempt that it took.</summary>
        public List<(int Units, decimal? Amount, string Currency, bool IsProviders)> Taken { get; } =
        [
            .. attempts.Where(a => a!["providerId"] is not null).Select(a => a!["charge"]).Select(c =>
                ((int?)c?["units"] ?? 1, (decimal?)c?["amount"], (string?)c?["currency"] ?? "", (bool?)c?["isProviders"] ?? false)),
        ];

        public double? ToSent => _wasPutOff ? null : (_sent - opened)?.TotalSeconds;

        public double? ToDelivered => this["status"] == "delivered" ? (_delivered - _sent)?.TotalSeconds : null;

        public string this[string dimension] => _words[dimension];

        public void Heard(string name, string status, string? reason, DateTimeOffset at)
        {
            _words["status"] = status;
            _words["reason"] = status is "failed" or "expired" or "suppressed" or "cancelled" ? reason ?? "" : "";
            _wasPutOff |= status is "held" or "scheduled";
            _sent = name == "sent" ? at : _sent;
            _delivered = name == "delivered" ? at : _delivered;
        }
    }
}
