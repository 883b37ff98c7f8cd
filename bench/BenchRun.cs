using System.Collections.Concurrent;

namespace Peyk.Bench;

/// <summary>What one run measured.</summary>
public sealed record BenchFigures
{
    public required BenchPlan Plan { get; init; }

    public required TimeSpan Start { get; init; }

    public required IReadOnlyList<Round> Rounds { get; init; }

    public required OpenLoopFigures Open { get; init; }

    public required IReadOnlyList<StorageCount> Storage { get; init; }

    public required double PeakMemory { get; init; }

    public required string LoadBefore { get; init; }

    public required TimeSpan Length { get; init; }
}

/// <summary>The three contestants one after the other, with the app's CPU use in its slice.</summary>
public sealed record Round(SliceResult App, SliceResult Minimal, SliceResult Naive, CpuUse AppUse, CpuUse MinimalUse);

/// <summary>The app and the naive function at the same steady rate.</summary>
public sealed record OpenLoopFigures(
    double PerSecond, int Count, Percentiles Accept, Percentiles Provider, Percentiles Delivered, Percentiles Naive, CpuUse Use);

public static class BenchRun
{
    public static async Task<string> RunAsync(BenchPlan plan, TextWriter progress)
    {
        var started = TimeProvider.System.GetTimestamp();
        var load = ProcessUsage.Load;
        await progress.WriteLineAsync("Starting storage, providers and the app …");
        await using var environment = await BenchEnvironment.StartAsync();
        using var poster = new Poster(environment.App.Url, environment.ApiKey);
        await progress.WriteLineAsync("Warming up …");
        var warmUp = TimeProvider.System.GetTimestamp();
        await Loops.CountAsync(plan.WarmUp, plan.Outstanding, () => SendAsync(environment, poster));
        var rate = Math.Max(2, plan.OpenLoopShare * plan.WarmUp / TimeProvider.System.GetElapsedTime(warmUp).TotalSeconds);

        var rounds = new List<Round>();
        OpenLoopFigures open;
        using (var provider = new ProviderCall(environment.Simulator))
        {
            var rows = await SampleRows.ReadAsync(environment.Azurite.ConnectionString);
            await using var minimal = await MinimalLoop.StartAsync(environment.Azurite.NewAccount(), rows, provider, environment.Tracker);
            await using var naive = await NaiveFunction.StartAsync(environment.Azurite.NewAccount(), provider, environment.Tracker);
            await Loops.CountAsync(plan.WarmUp / 3, plan.Outstanding, minimal.RunAsync);
            await Loops.CountAsync(plan.WarmUp / 3, plan.Outstanding, naive.RunAsync);
            // First, while the tables are small: Azurite answers a range query by looking at every row of the table.
            await progress.WriteLineAsync($"Open loop at {rate:0}/s …");
            open = await OpenAsync(plan, rate, environment, poster, naive);
            for (var i = 1; i <= plan.Rounds; i++)
            {
                await progress.WriteLineAsync($"Round {i} of {plan.Rounds} …");
                rounds.Add(await RoundAsync(plan, environment, poster, minimal, naive));
            }
        }

        var peak = ProcessUsage.PeakMemoryOf(environment.App.Id);
        await progress.WriteLineAsync("Counting storage operations …");
        var storage = await StorageCount.MeasureAsync(environment.Azurite, plan.Counted);
        return Report.Of(new BenchFigures
        {
            Plan = plan,
            Start = environment.Start,
            Rounds = rounds,
            Open = open,
            Storage = storage,
            PeakMemory = peak,
            LoadBefore = load,
            Length = TimeProvider.System.GetElapsedTime(started),
        });
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    private static async Task SendAsync(BenchEnvironment environment, Poster poster)
    {
        var journey = environment.Tracker.Begin(TimeProvider.System.GetUtcNow());
        await poster.PostSmsAsync(journey.Mobile, default);
        await journey.Delivered;
    }

    private static async Task<Round> RoundAsync(BenchPlan plan, BenchEnvironment environment, Poster poster, MinimalLoop minimal, NaiveFunction naive)
    {
        var before = CpuReading.Of(environment);
        var app = await Loops.ClosedAsync(plan.Outstanding, plan.Slice, () => SendAsync(environment, poster));
        var between = CpuReading.Of(environment);
        var loop = await Loops.ClosedAsync(plan.Outstanding, plan.Slice, minimal.RunAsync);
        var after = CpuReading.Of(environment);
        var simple = await Loops.ClosedAsync(plan.Outstanding, plan.Slice / 2, naive.RunAsync);
        return new(app, loop, simple, before.Until(between), between.Until(after));
    }

    private static async Task<OpenLoopFigures> OpenAsync(
        BenchPlan plan, double rate, BenchEnvironment environment, Poster poster, NaiveFunction naive)
    {
        var time = TimeProvider.System;
        var journeys = new ConcurrentBag<Journey>();
        var before = CpuReading.Of(environment);
        await Loops.OpenAsync(rate, plan.OpenLoop, async due =>
        {
            var journey = environment.Tracker.Begin(due);
            await poster.PostSmsAsync(journey.Mobile, default);
            journey.AcceptedAt = time.GetUtcNow();
            await journey.Delivered;
            journeys.Add(journey);
        });
        var use = before.Until(CpuReading.Of(environment));
        var naives = new ConcurrentBag<TimeSpan>();
        await Loops.OpenAsync(rate, plan.OpenLoop / 3, async due =>
        {
            await naive.RunAsync();
            naives.Add(time.GetUtcNow() - due);
        });
        return new(
            rate,
            journeys.Count,
            new(journeys.Select(j => j.AcceptedAt!.Value - j.Due)),
            new(journeys.Select(j => j.TakenAt!.Value - j.Due)),
            new(journeys.Select(j => j.DeliveredAt!.Value - j.Due)),
            new(naives),
            use);
    }
}
