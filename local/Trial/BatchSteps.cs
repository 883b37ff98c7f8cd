using System.Text;
using System.Text.Json.Nodes;

namespace Peyk.Local.Trial;

/// <summary>A batch from a spreadsheet to the phones.</summary>
public sealed class BatchSteps(LocalEnvironment environment, PeykClient client)
{
    private const int Rows = 100;
    private const long First = 9_384_000_000;

    /// <summary>What is wrong with a row, by its number from 1.</summary>
    private static readonly Dictionary<int, string> Wrong = new()
    {
        [12] = "to.mobile", [31] = "to.mobile", [50] = "case.step", [77] = "case.step", [100] = "to.language",
    };

    public IEnumerable<TrialStep> All => [new("A batch of 100 rows, 5 of them wrong", SendAsync)];

    private async Task<string> SendAsync(CancellationToken token)
    {
        var accepted = await client.PostCsvAsync("/api/v1/batches?kind=status-updates", File(), token);
        var path = $"/api/v1/batches/{accepted["id"]!.GetValue<string>()}";
        var batch = await TrialRun.UntilAsync(
            async () => await client.GetAsync(path, token) is var now && now["status"]!.GetValue<string>() == "completed" ? now : null,
            "the batch to be completed",
            token);
        TrialRun.Expect(batch["accepted"]!.GetValue<int>() == Rows - Wrong.Count, $"{batch["accepted"]} rows were accepted");

        var refused = (await client.GetAsync($"{path}/rows?status=refused", token))["items"]!.AsArray();
        var found = refused.ToDictionary(r => r!["row"]!.GetValue<int>(), r => Text(r!["errors"]![0]!["pointer"])[1..].Replace('/', '.'));
        TrialRun.Expect(found.OrderBy(f => f.Key).SequenceEqual(Wrong.OrderBy(w => w.Key)), $"refused: {string.Join(", ", found)}");

        await TrialRun.UntilAsync(() => Task.FromResult(Sent().All(n => n == 1) ? "all" : null), "every good row to be sent once", token);
        return $"{batch["accepted"]} accepted and sent once each; refused with their lines: {string.Join(", ", refused.Select(r => $"{r!["line"]} {found[r["row"]!.GetValue<int>()]}"))}";
    }

    private IEnumerable<int> Sent() => Enumerable.Range(1, Rows).Except(Wrong.Keys).Select(row => environment.Simulator.AcceptedCount($"+98{First + row}"));

    /// <summary>As a spreadsheet saves it: with a byte order mark, semicolons, Persian digits, and commas within a name.</summary>
    private static string File()
    {
        var file = new StringBuilder("\ufeffto.mobile;to.name;to.language;case.service;case.step;channels.policy\r\n");
        for (var row = 1; row <= Rows; row++)
        {
            var wrong = Wrong.GetValueOrDefault(row);
            var mobile = wrong == "to.mobile" ? "+۹۸" : Persian($"+98{First + row}");
            file.Append($"{mobile};\"رضایی، مریم; خانم\";{(wrong == "to.language" ? "؟" : "fa")};retirement;{(wrong == "case.step" ? "nowhere" : "documents-received")};only\r\n");
        }

        return file.ToString();
    }

    private static string Persian(string digits) => string.Concat(digits.Select(c => char.IsAsciiDigit(c) ? (char)('۰' + (c - '0')) : c));

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
