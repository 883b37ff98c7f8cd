using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Peyk.Functions;
using Peyk.Functions.Delivery;
using Peyk.Functions.Reminders;
using Peyk.Functions.Shared.Storage;
using Peyk.Local;
using Peyk.Local.Simulator;
using Peyk.Runtime;

namespace Peyk.Bench.Reminders;

/// <summary>
/// How much it costs to release reminders, and to look for due ones among ever more that are not due. The clock is driven by the bench:
/// a minute for each run of the timer. Nothing is sent; the hints are taken off the queue after each minute.
/// </summary>
internal static class ReminderBench
{
    private const string Never = "0 0 0 1 1 *";
    private const int IdleRuns = 5;
    private const int MostMinutes = 240; // Of its clock: it needs about 62 where the machine keeps pace.

    public static async Task<string> RunAsync(ReminderSizes plan, TextWriter progress)
    {
        await using var azurite = await Azurite.StartAsync();
        var released = await ReleaseAsync(azurite, plan, progress);
        var report = new StringBuilder(released);
        report.AppendLine();
        report.AppendLine("| Not due | Storage operations of an idle minute | Time of it on Azurite, median |");
        report.AppendLine("|---|---|---|");
        foreach (var count in plan.Idle)
            report.AppendLine(await IdleAsync(azurite, count, progress));
        report.AppendLine();
        report.AppendLine($"Load {ProcessUsage.Load}.");
        return report.ToString();
    }

    private static async Task<string> ReleaseAsync(Azurite azurite, ReminderSizes plan, TextWriter progress)
    {
        await using var app = await App.StartAsync(azurite);
        var now = app.Time.GetUtcNow();
        await app.Release.RunAsync(default); // The first run finds no cursor.
        await progress.WriteLineAsync($"Writing {plan.Due} reminders that are due within an hour …");
        await app.Rows.AddDueAsync(plan.Due, now.AddMinutes(10), now);
        app.Time.Advance(TimeSpan.FromMinutes(7));

        await progress.WriteLineAsync("Releasing them, minute by minute …");
        using var meters = new StorageCount.Meters();
        var (most, longest, whole, minutes) = (0, TimeSpan.Zero, TimeSpan.Zero, 0);
        var (done, notifications, before) = (0, 0, meters.Operations);
        for (; minutes < MostMinutes && done < plan.Due; minutes++)
        {
            app.Time.Advance(TimeSpan.FromMinutes(1));
            var run = TimeProvider.System.GetTimestamp();
            var fired = await app.Release.RunAsync(default);
            (done, most) = (done + fired, Math.Max(most, fired));
            var took = TimeProvider.System.GetElapsedTime(run);
            (whole, longest) = (whole + took, took > longest ? took : longest);
            notifications += await app.TakeAwayAsync();
            if (minutes % 10 == 9)
                await progress.WriteLineAsync($"  minute {minutes + 1}: {done} released");
        }

        var per = meters.Operations.Select(o => (o.Key, Count: o.Value - before.GetValueOrDefault(o.Key))).Where(o => o.Count > 0).OrderByDescending(o => o.Count).ToList();
        var report = new StringBuilder();
        report.AppendLine("| Figure | Measured |");
        report.AppendLine("|---|---|");
        report.AppendLine($"| Reminders due within one hour, all released as notifications | {done} of {plan.Due}, {notifications} notifications |");
        report.AppendLine($"| Minutes of the clock that it took; most in one; longest run | {minutes}; {most}; {longest.TotalSeconds:0.0} s |");
        report.AppendLine($"| Released on this machine | {done / whole.TotalSeconds:0}/s |");
        report.AppendLine($"| **Storage operations per reminder** | **{per.Sum(o => o.Count) / (double)done:0.00}** |");
        foreach (var (operation, count) in per)
            report.AppendLine($"| … {operation} | {count / (double)done:0.00} |");
        return report.ToString();
    }

    private static async Task<string> IdleAsync(Azurite azurite, int count, TextWriter progress)
    {
        await using var app = await App.StartAsync(azurite);
        var now = app.Time.GetUtcNow();
        await app.Release.RunAsync(default);
        await progress.WriteLineAsync($"Writing {count} reminders that are not due …");
        await app.Rows.AddIdleAsync(count, now.AddHours(2), now);
        using var meters = new StorageCount.Meters();
        var times = new List<double>();
        var before = meters.Operations.Values.Sum();
        for (var run = 0; run < IdleRuns; run++)
        {
            app.Time.Advance(TimeSpan.FromMinutes(1));
            var started = TimeProvider.System.GetTimestamp();
            await app.Release.RunAsync(default);
            times.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
        }

        return $"| {count} | **{(meters.Operations.Values.Sum() - before) / (double)IdleRuns:0.0}** | {BenchRun.Median(times):0} ms |";
    }

    /// <summary>The app in this process on an account of its own, without timers and senders.</summary>
    private sealed class App : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly ProviderSimulator _simulator;
        private readonly string _storage;

        private App(WebApplication app, ProviderSimulator simulator, string storage, SteppedTime time)
        {
            (_app, _simulator, _storage, Time) = (app, simulator, storage, time);
            Rows = new(storage, app.Services.GetRequiredService<ReminderStore>());
        }

        public SteppedTime Time { get; }

        public GeneratedReminders Rows { get; }

        public ReminderRelease Release => _app.Services.GetRequiredService<ReminderRelease>();

        public static async Task<App> StartAsync(Azurite azurite)
        {
            var storage = azurite.NewAccount();
            var url = $"http://127.0.0.1:{AppProcess.FreePort()}";
            var simulator = await ProviderSimulator.StartAsync(BenchEnvironment.SimulatorOptions(url));
            var settings = BenchEnvironment.Settings(storage, simulator, url).ToDictionary(s => s.Key.Replace("__", ":", StringComparison.Ordinal), string? (s) => s.Value);
            foreach (var timer in (string[])["SweepSchedule", "RetentionSchedule", "ReminderSchedule"])
                settings[timer] = Never;
            settings["AzureWebJobs.SendSmsQueue.Disabled"] = "true";
            var time = new SteppedTime(TimeProvider.System.GetUtcNow());
            var app = FunctionHost.BuildSelfHosted(["--urls", url], typeof(PeykApp).Assembly, builder =>
            {
                builder.Configuration.AddInMemoryCollection(settings);
                PeykApp.Configure(builder);
                builder.Services.AddSingleton<TimeProvider>(time);
            });
            await app.StartAsync();
            return new(app, simulator, storage, time);
        }

        /// <summary>
        /// Takes away what was released, and counts it: Azurite looks through all rows of a partition for one of them, and its queues slow
        /// down with every message that they hold. The service itself does neither.
        /// </summary>
        public async Task<int> TakeAwayAsync()
        {
            await new QueueServiceClient(_storage).GetQueueClient(Queues.SendSms).ClearMessagesAsync();
            var notifications = new TableServiceClient(_storage).GetTableClient(Tables.Notifications);
            var count = 0;
            await foreach (var row in notifications.QueryAsync<TableEntity>("Final eq false", select: ["RowKey"]))
                count += NotificationKeys.TryParse(row.RowKey, out _) ? 1 : 0;
            await notifications.DeleteAsync();
            await notifications.CreateIfNotExistsAsync();
            return count;
        }

        public async ValueTask DisposeAsync()
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
            await _simulator.DisposeAsync();
        }
    }
}
