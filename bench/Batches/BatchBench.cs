using System.Collections.Concurrent;
using System.Text;

namespace Peyk.Bench;

/// <summary>What big batches do to those who wait for one message, how fast they are, and what a row costs.</summary>
public static class BatchBench
{
    public static async Task<string> RunAsync(BatchPlan plan, TextWriter progress)
    {
        var load = ProcessUsage.Load;
        await progress.WriteLineAsync("Starting storage, providers and the app …");
        await using var environment = await BenchEnvironment.StartAsync();
        using var poster = new Poster(environment.App.Url, environment.ApiKey);
        using var batches = new BatchPoster(environment.App.Url, environment.ApiKey);
        await progress.WriteLineAsync("Warming up …");
        await Loops.CountAsync(plan.WarmUp, 16, () => SendAsync(environment, poster));

        await progress.WriteLineAsync($"Posting {plan.Batches.Sum()} rows …");
        var time = TimeProvider.System;
        var posted = time.GetTimestamp();
        var ids = new List<string>();
        foreach (var rows in plan.Batches)
            ids.Add(await batches.PostAsync(rows, ids.Count * 10_000));
        var accepted = time.GetElapsedTime(posted);

        // In turn, so that what else the machine does hits both.
        var (idle, busy) = (new List<Journey>(), new List<Journey>());
        var (idleUse, use) = (CpuUse.None, CpuUse.None);
        var (taken, length) = (0, TimeSpan.Zero);
        for (var round = 1; round <= plan.Rounds; round++)
        {
            await progress.WriteLineAsync($"Round {round} of {plan.Rounds}: paused, then running …");
            await batches.TurnAsync(ids, "pause");
            await QuietAsync(environment);
            var before = CpuReading.Of(environment);
            idle.AddRange(await MeasureAsync(plan, environment, poster));
            idleUse += before.Until(CpuReading.Of(environment));

            await batches.TurnAsync(ids, "resume");
            var quiet = Taken(environment);
            while (Taken(environment) == quiet)
                await Task.Delay(50);
            before = CpuReading.Of(environment);
            var (first, started) = (Taken(environment), time.GetTimestamp());
            busy.AddRange(await MeasureAsync(plan, environment, poster));
            taken += Taken(environment) - first;
            length += time.GetElapsedTime(started);
            use += before.Until(CpuReading.Of(environment));
        }

        var waiting = 0;
        foreach (var id in ids)
            waiting += await batches.WaitingAsync(id);
        await batches.TurnAsync(ids, "cancel");
        await QuietAsync(environment);

        await progress.WriteLineAsync("Counting storage operations …");
        var count = await StorageCount.MeasureBatchAsync(environment.Azurite, plan.Counted);
        return Write(new(plan, new(idle), new(busy), accepted, waiting, taken / length.TotalSeconds, idleUse, use, count, load));
    }

    private static async Task SendAsync(BenchEnvironment environment, Poster poster)
    {
        var journey = environment.Tracker.Begin(TimeProvider.System.GetUtcNow());
        await poster.PostSmsAsync(journey.Mobile, default);
        await journey.Delivered;
    }

    private static async Task<IReadOnlyCollection<Journey>> MeasureAsync(BatchPlan plan, BenchEnvironment environment, Poster poster)
    {
        var journeys = new ConcurrentBag<Journey>();
        await Loops.OpenAsync(plan.PerSecond, plan.Slice, async due =>
        {
            var journey = environment.Tracker.Begin(due);
            await poster.PostSmsAsync(journey.Mobile, default);
            journey.AcceptedAt = TimeProvider.System.GetUtcNow();
            await journey.Delivered;
            journeys.Add(journey);
        });
        return journeys;
    }

    /// <summary>Waits until no row is on its way any more.</summary>
    private static async Task QuietAsync(BenchEnvironment environment)
    {
        for (var (before, quiet) = (-1, 0); quiet < 4; await Task.Delay(500))
        {
            var now = Taken(environment);
            quiet = now == before ? quiet + 1 : 0;
            before = now;
        }
    }

    private static int Taken(BenchEnvironment environment) => environment.Simulator.Messages.Count(m => m.To.StartsWith(BatchPoster.Prefix, StringComparison.Ordinal));

    private static string Write(Figures f)
    {
        var text = new StringBuilder();
        text.AppendLine("| Figure | Measured | Aim |");
        text.AppendLine("|---|---|---|");
        void Row(string what, string measured, string aim = "") => text.AppendLine($"| {what} | {measured} | {aim} |");
        Row($"Post → delivered receipt answered, {f.Plan.PerSecond:0}/s, batch paused, {f.Plan.Rounds} slices of {f.Plan.Slice.TotalSeconds:0} s, {f.Idle.Count} posts, p50 / p95 / p99", Times(f.Idle.Delivered));
        Row($"The same in turn with those while batch rows wait ({f.Plan.Batches.Sum()} at first, {f.Waiting} at the end), {f.Busy.Count} posts", Times(f.Busy.Delivered));
        Row("**p95 with a batch to p95 without**", $"**{f.Busy.Delivered.P95 / f.Idle.Delivered.P95:0.00}**", "< 2");
        Row("Accept latency, no batch / with one, p95", $"{f.Idle.Accept.P95:0} / {f.Busy.Accept.P95:0} ms");
        Row("Post → provider, no batch / with one, p95", $"{f.Idle.Taken.P95:0} / {f.Busy.Taken.P95:0} ms");
        Row("Recipients of the batch at the provider, meanwhile", $"{f.Rate:0.0} a second");
        Row($"Accepting {string.Join(" + ", f.Plan.Batches)} rows", $"{f.Accepting.TotalSeconds:0.0} s");
        Row($"Storage operations of a row, from the file to delivered ({f.Count.Notifications} counted)", $"**{f.Count.Total:0.00}**", "≤ 12");
        Row("Cores in use without a batch: app / Azurite / bench and simulator / others", Cores(f.IdleUse));
        Row("Cores in use with one", Cores(f.Use));
        text.AppendLine();
        text.AppendLine("| Storage operation | a row |");
        text.AppendLine("|---|---|");
        foreach (var (name, count) in f.Count.PerNotification)
            text.AppendLine($"| {name} | {count:0.00} |");
        text.AppendLine();
        text.AppendLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, load before the run {f.Load}.");
        return text.ToString();
    }

    private static string Times(Percentiles p) => $"{p.P50:0} / {p.P95:0} / {p.P99:0} ms";

    private static string Cores(CpuUse use) =>
        $"{use.Cores(use.App):0.00} / {use.Cores(use.Azurite):0.00} / {use.Cores(use.Bench):0.00} / {use.Cores(use.Others):0.00}";

    private sealed class Latencies(IReadOnlyCollection<Journey> journeys)
    {
        public int Count => journeys.Count;

        public Percentiles Accept { get; } = new(journeys.Select(j => j.AcceptedAt!.Value - j.Due));

        public Percentiles Taken { get; } = new(journeys.Select(j => j.TakenAt!.Value - j.Due));

        public Percentiles Delivered { get; } = new(journeys.Select(j => j.DeliveredAt!.Value - j.Due));
    }

    private sealed record Figures(
        BatchPlan Plan, Latencies Idle, Latencies Busy, TimeSpan Accepting, int Waiting, double Rate, CpuUse IdleUse, CpuUse Use,
        StorageCount Count, string Load);
}
