using System.Globalization;
using System.Text.Json.Nodes;

namespace Peyk.Testing.Reports;

/// <summary>How many numbers of a report were compared, and where they differ.</summary>
public sealed class Comparison
{
    /// <summary>What the documentation promises of percentiles, and a millisecond for rounding.</summary>
    private const double Error = 1.0 / 64;
    private const double Rounding = 0.001;

    private readonly List<string> _differences = [];

    public int Numbers { get; private set; }

    public IReadOnlyList<string> Differences => _differences;

    internal void Check(string group, JsonNode told, List<Recount.Fact> facts)
    {
        Same($"{group} notifications", (long)told["notifications"]!, facts.Count(f => f.IsFirst));
        Same($"{group} deliveries", (long)told["deliveries"]!, facts.Count);
        Same($"{group} statuses", Counts(told["statuses"]!), Counts(facts, "status"));
        Same($"{group} reasons", Counts(told["reasons"]!), Counts(facts.Where(f => f["reason"].Length > 0), "reason"));
        var final = facts.Count(f => f["status"] is not ("accepted" or "scheduled" or "held" or "sending" or "sent"));
        Same($"{group} rate", (double?)told["deliveredRate"], final == 0 ? null : Math.Round(facts.Count(f => f["status"] == "delivered") / (double)final, 4));
        var taken = facts.SelectMany(f => f.Taken).ToList();
        Same($"{group} taken", (long)told["taken"]!, taken.Count);
        Same($"{group} units", (long)told["units"]!, taken.Sum(t => t.Units));
        Same($"{group} unpriced", (long)told["unpriced"]!, taken.Count(t => t.Amount is null));
        var costs = taken.Where(t => t.Amount is not null).GroupBy(t => t.Currency).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => $"{g.Key} {Written(g.Sum(t => t.Amount!.Value))} {Written(g.Where(t => t.IsProviders).Sum(t => t.Amount!.Value))}");
        var toldCosts = told["cost"]!.AsArray().Select(c => $"{c!["currency"]} {Written((decimal)c["amount"]!)} {Written((decimal)c["told"]!)}");
        Same($"{group} cost", string.Join("; ", toldCosts), string.Join("; ", costs));
        Times($"{group} accepted to sent", told["acceptedToSent"]!, [.. facts.Select(f => f.ToSent).OfType<double>().Order()]);
        Times($"{group} sent to delivered", told["sentToDelivered"]!, [.. facts.Select(f => f.ToDelivered).OfType<double>().Order()]);
    }

    internal void Same<T>(string what, T told, T counted)
    {
        Numbers++;
        if (!Equals(told, counted))
            _differences.Add($"{what}: the report says {told}, the recount {counted}");
    }

    private void Times(string what, JsonNode told, List<double> sorted)
    {
        Same($"{what} count", (long)told["count"]!, sorted.Count);
        foreach (var percent in (int[])[50, 90, 95, 99])
        {
            Numbers++;
            var says = (double?)told[$"p{percent}"];
            var exact = sorted.Count == 0 ? (double?)null : sorted[(int)Math.Ceiling(percent / 100.0 * sorted.Count) - 1];
            if (says is null != exact is null || Math.Abs((says - exact) ?? 0) > ((exact ?? 0) * Error) + Rounding)
                _differences.Add($"{what} p{percent}: the report says {says}, exact is {exact}");
        }
    }

    private static string Counts(JsonNode told) => string.Join(' ', told.AsObject().Select(p => $"{p.Key}={p.Value}").Order(StringComparer.Ordinal));

    private static string Counts(IEnumerable<Recount.Fact> facts, string dimension) =>
        string.Join(' ', facts.GroupBy(f => f[dimension]).Select(g => $"{g.Key}={g.Count()}").Order(StringComparer.Ordinal));

    private static string Written(decimal amount) => amount.ToString("0.##########", CultureInfo.InvariantCulture);
}
