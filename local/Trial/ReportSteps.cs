using System.Text;
using System.Text.Json.Nodes;
using Peyk.Functions.Assistant;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Newsletters.Sending;

namespace Peyk.Local.Trial;

/// <summary>The delivery report of the run, against what the API tells of each message and issue, and what the providers have.</summary>
public sealed class ReportSteps(LocalEnvironment environment, PeykClient client)
{
    private const string Grouping = "kind,channel,status,reason";

    /// <summary>What waits for its time is in no feed yet: the reminders of unanswered questions go days later.</summary>
    private static readonly string[] Waiting = ["scheduled", "held"];

    public IEnumerable<TrialStep> All => [new("The report of this run equals what it did", ReportAsync)];

    /// <remarks>The feed tells of a message when it is ten seconds old, and the last ones may still be under way: both are waited for.</remarks>
    private async Task<string> ReportAsync(CancellationToken token)
    {
        // Replies to citizens who ask of their own accord are the organisation's own, not the posting system's.
        using var own = new PeykClient(environment.App.Url, await environment.NewKeyAsync(InboundHandler.OwnClient, token));
        string? difference = "nothing was counted";
        try
        {
            return await TrialRun.UntilAsync(
                async () =>
                {
                    await environment.CommandAsync(["recount"], token);
                    var report = await client.GetAsync($"/api/v1/reports/deliveries?groupBy={Grouping}", token);
                    difference = Difference(report, [.. await DidAsync(client, token), .. await DidAsync(own, token)], await IssuedAsync(token));
                    return difference is null ? Written(report) : null;
                },
                "the report to equal what was done",
                token);
        }
        catch (TrialFailedException e)
        {
            throw new TrialFailedException($"{e.Message}: {difference}");
        }
    }

    /// <summary>Every notification of a client in the run, each asked for by itself.</summary>
    private static async Task<List<JsonObject>> DidAsync(PeykClient client, CancellationToken token)
    {
        var ids = new HashSet<string>();
        var cursor = "";
        JsonObject page;
        do
        {
            page = await client.GetAsync($"/api/v1/feed?limit=500{cursor}", token);
            ids.UnionWith(page["items"]!.AsArray().Select(i => (string)i!["id"]!));
            cursor = (string?)page["next"] is { } next ? $"&after={Uri.EscapeDataString(next)}" : "";
        }
        while ((bool)page["more"]!);
        var notifications = new List<JsonObject>();
        foreach (var id in ids)
            notifications.Add(await client.GetAsync($"/api/v1/notifications/{id}", token));
        return notifications;
    }

    /// <summary>The recipients of the run's issues, which are in no feed, by what their issue says of them. Who failed would be a difference: nobody should.</summary>
    private async Task<Dictionary<string, long>> IssuedAsync(CancellationToken token)
    {
        const string path = $"/api/v1/newsletters/{NewsletterSteps.Topic}/issues";
        var (sent, delivered) = (0L, 0L);
        foreach (var issue in (await client.GetAsync($"{path}?limit=100", token))["items"]!.AsArray())
        {
            var progress = (await client.GetAsync($"{path}/{issue!["id"]}", token))["progress"];
            sent += (long?)progress?["sent"] ?? 0;
            delivered += (long?)progress?["delivered"] ?? 0;
        }

        return new()
        {
            [Name(IssueTestSends.Kind, "email", "sent", null)] = sent - delivered,
            [Name(IssueTestSends.Kind, "email", "delivered", null)] = delivered,
        };
    }

    /// <summary>The first thing in which the report differs from what was done; null when there is none.</summary>
    /// <param name="issued">Recipients of issues, by the report's names of groups.</param>
    private string? Difference(JsonObject report, List<JsonObject> notifications, Dictionary<string, long> issued)
    {
        var groups = report["groups"]!.AsArray().Where(g => !Waiting.Contains((string?)g!["status"])).ToDictionary(
            g => Name(g!["kind"], g["channel"], g["status"], g["reason"]), g => (long)g!["figures"]!["deliveries"]!);
        var did = notifications
            .SelectMany(n => n["deliveries"]!.AsArray(), (n, d) => Name(n["kind"], d!["channel"], d["status"], d["reason"]))
            .CountBy(name => name).ToDictionary(g => g.Key, g => (long)g.Value);
        foreach (var (name, count) in issued)
            did[name] = did.GetValueOrDefault(name) + count;
        foreach (var name in groups.Keys.Union(did.Keys).Order(StringComparer.Ordinal))
        {
            if (groups.GetValueOrDefault(name) != did.GetValueOrDefault(name))
                return $"{name}: the report says {groups.GetValueOrDefault(name)}, it was {did.GetValueOrDefault(name)}";
        }

        var ids = notifications.Select(n => (string)n["id"]!).ToHashSet();
        var taken = environment.Simulator.Messages.Count(m => m.StatusCallback is { } url && ids.Any(id => url.Contains(id, StringComparison.Ordinal)))
            + environment.Simulator.Mails.Count(m => m.CustomArgs.ContainsKey(IssueCallId.IssueArg) || m.CustomArgs.Values.Any(ids.Contains));
        return (long)report["total"]!["taken"]! == taken ? null : $"the report says that providers took {report["total"]!["taken"]}, they took {taken}";
    }

    private static string Name(JsonNode? kind, JsonNode? channel, JsonNode? status, JsonNode? reason) =>
        $"{kind} {channel} {status} {reason}".TrimEnd();

    private static string Written(JsonObject report)
    {
        var total = report["total"]!;
        var text = new StringBuilder();
        text.Append($"{total["notifications"]} notifications, {total["deliveries"]} deliveries");
        foreach (var group in report["groups"]!.AsArray())
        {
            var figures = group!["figures"]!;
            text.Append($"\n{"",16}{Name(group["kind"], group["channel"], group["status"], group["reason"]),-60}{figures["deliveries"],5}");
        }

        text.Append($"\n{"",16}taken by the providers {total["taken"]}, {total["units"]} segments and e-mails");
        text.Append($"; cost {string.Join(", ", total["cost"]!.AsArray().Select(c => $"{c!["amount"]} {c["currency"]}"))}");
        text.Append($"; accepted to sent p95 {total["acceptedToSent"]!["p95"]} s, sent to delivered p95 {total["sentToDelivered"]!["p95"]} s");
        return text.ToString();
    }
}
