using System.Text;

namespace Peyk.Bench;

/// <summary>The figures as Markdown, each beside its aim.</summary>
public static class Report
{
    public static string Of(BenchFigures f)
    {
        var apps = f.Rounds.Sum(r => r.App.Done);
        var use = f.Rounds.Aggregate(CpuUse.None, (sum, r) => sum + r.AppUse);
        var minimalUse = f.Rounds.Aggregate(CpuUse.None, (sum, r) => sum + r.MinimalUse);
        var app = BenchRun.Median(f.Rounds.Select(r => r.App.PerSecond));
        var minimal = BenchRun.Median(f.Rounds.Select(r => r.Minimal.PerSecond));
        var naive = BenchRun.Median(f.Rounds.Select(r => r.Naive.PerSecond));
        var toMinimal = BenchRun.Median(f.Rounds.Select(r => r.App.PerSecond / r.Minimal.PerSecond));
        var toNaive = BenchRun.Median(f.Rounds.Select(r => r.App.PerSecond / r.Naive.PerSecond));
        var within = f.Open.Provider.ShareWithin(TimeSpan.FromSeconds(1));
        var text = new StringBuilder();
        text.AppendLine("| Figure | Measured | Aim |");
        text.AppendLine("|---|---|---|");
        void Row(string what, string measured, string aim = "") => text.AppendLine($"| {what} | {measured} | {aim} |");

        Row($"Post → delivered, {f.Plan.Outstanding} under way, median of {f.Rounds.Count} slices of {f.Plan.Slice.TotalSeconds:0} s", $"{app:0.0} notifications/s ({apps} in all)");
        Row("Minimal loop (the same storage operations and provider calls, nothing else)", $"{minimal:0.0}/s");
        Row("Naive function (insert, call, update within the request; no receipts)", $"{naive:0.0}/s");
        Row("**Ratio to the minimal loop**, median of the slices", $"**{toMinimal:0.00}** ({Each(f, r => r.App.PerSecond / r.Minimal.PerSecond)})", "≥ 0.80");
        // Slices end by the clock; what was under way then is finished after it, and is in the CPU times too.
        var finished = f.Rounds.Sum(r => r.App.Finished);
        var loops = f.Rounds.Sum(r => r.Minimal.Finished);
        var azuriteOfApp = use.Azurite.TotalMilliseconds / finished;
        var azuriteOfLoop = minimalUse.Azurite.TotalMilliseconds / loops;
        Row(
            "The same by Azurite's CPU time, whatever else the machine did: ms per notification, app / minimal loop → ratio",
            $"{azuriteOfApp:0.0} / {azuriteOfLoop:0.0} → **{azuriteOfLoop / azuriteOfApp:0.00}**",
            "≥ 0.80");
        Row(
            "What was under way at the end of a slice took, app / minimal loop, mean",
            $"{f.Rounds.Average(r => (r.App.Whole - r.App.Length).TotalSeconds):0.0} / {f.Rounds.Average(r => (r.Minimal.Whole - r.Minimal.Length).TotalSeconds):0.0} s");
        Row("Ratio to the naive function", $"{toNaive:0.00}");
        Row($"Accept latency, open loop at {f.Open.PerSecond:0.0}/s, {f.Open.Count} posts, p50 / p95 / p99", $"{f.Open.Accept.P50:0} / {f.Open.Accept.P95:0} / {f.Open.Accept.P99:0} ms", "p95 < 50 ms");
        Row("The naive function's answer at the same rate, p50 / p95 / p99", $"{f.Open.Naive.P50:0} / {f.Open.Naive.P95:0} / {f.Open.Naive.P99:0} ms");
        Row("Post → provider, p50 / p95 / p99", $"{f.Open.Provider.P50:0} / {f.Open.Provider.P95:0} / {f.Open.Provider.P99:0} ms");
        Row("At the provider within 1 s", $"{within:P1}", "≥ 95 %");
        Row("Post → delivered receipt answered (150 ms of it are the provider's), p50 / p95", $"{f.Open.Delivered.P50:0} / {f.Open.Delivered.P95:0} ms");
        Row("CPU time of the app per 1,000 notifications (closed loop)", $"{use.App.TotalSeconds / finished * 1000:0.0} s");
        Row("Peak memory of the app", $"{f.PeakMemory:0} MiB");
        Row("Start of the app's process to ready", $"{f.Start.TotalSeconds:0.0} s");
        foreach (var count in f.Storage)
            Row($"Storage operations per notification, {count.Channel}, receipts and queue gets included ({count.Notifications} counted)", $"**{count.Total:0.00}**", "≤ 12 (10)");
        Row("Cores in use in the app's slices: app / Azurite / bench and simulator / others", Cores(use));
        Row("Cores in use in the minimal loop's slices: app / Azurite / bench and simulator / others", Cores(minimalUse));
        Row("Cores in use in the open loop: app / Azurite / bench and simulator / others", Cores(f.Open.Use));
        text.AppendLine();
        text.AppendLine("| Storage operation | " + string.Join(" | ", f.Storage.Select(s => s.Channel)) + " |");
        text.AppendLine("|---|" + string.Concat(f.Storage.Select(_ => "---|")));
        foreach (var operation in f.Storage.SelectMany(s => s.PerNotification.Keys).Distinct())
            text.AppendLine($"| {operation} | {string.Join(" | ", f.Storage.Select(s => s.PerNotification.GetValueOrDefault(operation).ToString("0.00")))} |");
        text.AppendLine();
        text.AppendLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, load before the run {f.LoadBefore}, run of {f.Length.TotalSeconds:0} s.");
        return text.ToString();
    }

    private static string Each(BenchFigures f, Func<Round, double> of) => string.Join(", ", f.Rounds.Select(r => of(r).ToString("0.00")));

    private static string Cores(CpuUse use) =>
        $"{use.Cores(use.App):0.00} / {use.Cores(use.Azurite):0.00} / {use.Cores(use.Bench):0.00} / {use.Cores(use.Others):0.00}";
}
