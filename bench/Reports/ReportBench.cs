using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using NodaTime;
using Peyk.Functions;
using Peyk.Functions.Delivery;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared.Storage;
using Peyk.Local;
using Peyk.Local.Simulator;
using Peyk.Runtime;
using Peyk.Testing.Reports;

namespace Peyk.Bench.Reports;

/// <summary>
/// Whether every number of the reports is right over a month of made-up logs, what it costs to count a day among them, and how fast a
/// report is. The logs are written straight into the table, in the app's own form.
/// </summary>
internal static class ReportBench
{
    private const string Never = "0 0 0 1 1 *";
    private const int Days = 30;
    private const int Repeats = 20;
    private const int PageRepeats = 200;
    private const string PageOf30Days = "/ops/deliveries?period=thirty_days";

    public static int Entries(string[] args) => args.SkipWhile(a => a != "--entries").Skip(1).FirstOrDefault() is { } text
        ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
        : 1_000_000;

    public static async Task<string> RunAsync(int entries, TextWriter progress)
    {
        await using var azurite = await Azurite.StartAsync();
        var storage = azurite.NewAccount();
        var url = $"http://127.0.0.1:{AppProcess.FreePort()}";
        await using var simulator = await ProviderSimulator.StartAsync(BenchEnvironment.SimulatorOptions(url));
        var reads = new LogReads();
        await using var app = Build(storage, url, simulator, reads);
        await app.StartAsync();
        var keys = app.Services.GetRequiredService<NotificationKeys>();
        var last = keys.Day(TimeProvider.System.GetUtcNow());
        var first = last.PlusDays(1 - Days);

        var recount = new Recount();
        var (rows, notifications) = await WriteAsync(storage, first, last, entries / Days, recount, progress);
        await progress.WriteLineAsync("Counting each day …");
        using var meters = new StorageCount.Meters();
        var times = new List<TimeSpan>();
        var operations = new List<double>();
        var strays = 0;
        for (var day = first; day <= last; day = day.PlusDays(1))
        {
            reads.Clear();
            var before = meters.Operations.Values.Sum();
            var started = TimeProvider.System.GetTimestamp();
            if (await app.Services.GetRequiredService<DeliveryRollups>().CountAsync(day, default) != DayCount.Changed)
                throw new InvalidOperationException("A day was not counted.");
            times.Add(TimeProvider.System.GetElapsedTime(started));
            operations.Add(meters.Operations.Values.Sum() - before);
            strays += reads.Outside($"{day:uuuuMMdd}");
            await progress.WriteLineAsync($"  {day:uuuu-MM-dd} in {times[^1].TotalSeconds:0.0} s");
        }

        var size = 0L;
        await foreach (var row in app.Services.GetRequiredService<RollupStore>().ReadAsync(first, last, default))
            size += row.Figures.Length;
        using var http = new HttpClient { BaseAddress = new Uri(url) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", await BenchEnvironment.NewKeyAsync(storage));
        // Before anything else has been asked: no day's figures are in memory yet.
        using var desk = await SignInAsync(url, storage);
        var cold = await AskAsync(desk, [PageOf30Days], repeats: 1);
        await progress.WriteLineAsync("Comparing every number …");
        var (from, to) = ($"{first:uuuu-MM-dd}", $"{last:uuuu-MM-dd}");
        var (numbers, differences) = await ReportQuestions.CompareAsync(http, recount, from, to);
        await progress.WriteLineAsync($"  {numbers} numbers, {differences.Count} different");
        var answers = await AskAsync(http, [.. ReportQuestions.All.Select(q => ReportQuestions.Address(from, to, q.GroupBy, q.Filters))]);
        await progress.WriteLineAsync("Comparing the dashboard's pages …");
        var pages = await ReportQuestions.ComparePagesAsync(path => desk.GetStringAsync(path), recount, first, last);
        await progress.WriteLineAsync($"  {pages.Numbers} numbers, {pages.Differences.Count} different");
        var overview = await AskAsync(desk, ["/ops"], PageRepeats);
        var deliveries = await AskAsync(desk, [PageOf30Days], PageRepeats);
        var others = await AskAsync(desk, [.. ReportQuestions.OfPages.Select(q => ReportQuestions.PageAddress(from, to, q.GroupBy, q.Filters))]);
        await app.StopAsync();

        var report = new StringBuilder();
        report.AppendLine("| Figure | Measured |");
        report.AppendLine("|---|---|");
        report.AppendLine($"| Log entries, notifications, deliveries; days | {rows}, {notifications}, {recount.Deliveries}; {Days} |");
        report.AppendLine($"| **Numbers of the API compared with an independent recount; different** | **{numbers}; {differences.Count}** |");
        report.AppendLine($"| **Numbers of the dashboard's pages compared with it; different** | **{pages.Numbers}; {pages.Differences.Count}** |");
        report.AppendLine($"| Counting a day, median / longest | {BenchRun.Median(times.Select(t => t.TotalSeconds)):0.0} / {times.Max().TotalSeconds:0.0} s |");
        report.AppendLine($"| Storage operations of it, median | {BenchRun.Median(operations):0} |");
        report.AppendLine($"| … reads of logs outside the day's partitions | {strays} |");
        report.AppendLine($"| Size of a day's figures, mean | {size / Days / 1024.0:0.0} KiB |");
        report.AppendLine($"| A report of {Days} days, {ReportQuestions.All.Count * Repeats} answers, p50 / p95 / p99 | {Times(answers)} |");
        report.AppendLine($"| The page of deliveries, of figures that are not in memory yet | {cold.P99:0} ms |");
        report.AppendLine($"| … afterwards, {PageRepeats} answers, p50 / p95 / p99 | {Times(deliveries)} |");
        report.AppendLine($"| … in {ReportQuestions.OfPages.Count()} groupings, {Repeats} times each | {Times(others)} |");
        report.AppendLine($"| The overview, {PageRepeats} answers | {Times(overview)} |");
        report.AppendLine();
        report.AppendLine($"Load {ProcessUsage.Load}.");
        foreach (var difference in differences.Concat(pages.Differences).Take(20))
            report.AppendLine(difference);
        return report.ToString();
    }

    private static async Task<(int Entries, int Notifications)> WriteAsync(
        string storage, LocalDate first, LocalDate last, int entries, Recount recount, TextWriter progress)
    {
        var tables = new TableServiceClient(storage);
        var generated = new GeneratedLog(DateTimeZoneProviders.Tzdb["Asia/Tehran"]);
        var (rows, notifications) = (0, 0);
        for (var day = first; day <= last; day = day.PlusDays(1))
        {
            var some = generated.Day(day, entries).ToList();
            some.ForEach(recount.Add);
            await ReportQuestions.WriteAsync(tables, some);
            rows += some.Sum(s => s.Count - 1);
            notifications += some.Count;
            await progress.WriteLineAsync($"  {rows} log entries written");
        }

        return (rows, notifications);
    }

    private static string Times(Percentiles answers) => $"{answers.P50:0} / **{answers.P95:0}** / {answers.P99:0} ms";

    private static async Task<Percentiles> AskAsync(HttpClient http, IReadOnlyList<string> addresses, int repeats = Repeats)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < repeats; i++)
        {
            foreach (var address in addresses)
            {
                var started = TimeProvider.System.GetTimestamp();
                await http.GetByteArrayAsync(address);
                times.Add(TimeProvider.System.GetElapsedTime(started));
            }
        }

        return new(times);
    }

    /// <summary>Somebody at the dashboard.</summary>
    private static async Task<HttpClient> SignInAsync(string url, string storage)
    {
        var http = new HttpClient { BaseAddress = new Uri(url) };
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("key", await BenchEnvironment.NewKeyAsync(storage)), KeyValuePair.Create("to", "/ops")]);
        using var answer = await http.PostAsync("/ops/sign-in", form);
        return answer.EnsureSuccessStatusCode().RequestMessage!.RequestUri!.AbsolutePath == "/ops"
            ? http
            : throw new InvalidOperationException("The key did not open the dashboard.");
    }

    private static WebApplication Build(string storage, string url, ProviderSimulator simulator, LogReads reads)
    {
        var settings = BenchEnvironment.Settings(storage, simulator, url).ToDictionary(s => s.Key.Replace("__", ":", StringComparison.Ordinal), string? (s) => s.Value);
        foreach (var timer in (string[])["SweepSchedule", "RetentionSchedule", "ReminderSchedule", "BatchesSchedule", "CallbackSchedule", "ErasureSchedule"])
            settings[timer] = Never;
        settings["Reports:SmallestGroup"] = "1";
        settings["Dashboard:Access"] = "Key";
        return FunctionHost.BuildSelfHosted(["--urls", url], typeof(PeykApp).Assembly, builder =>
        {
            builder.Configuration.AddInMemoryCollection(settings);
            PeykApp.Configure(builder);
            builder.Services.AddSingleton(s => s.GetRequiredService<StorageConnection>().CreateTables(o => o.AddPolicy(reads, HttpPipelinePosition.PerCall)));
        });
    }

    /// <summary>Remembers which partitions of the table Notifications were asked for.</summary>
    private sealed class LogReads : HttpPipelineSynchronousPolicy
    {
        private readonly ConcurrentQueue<string> _queries = new();

        public void Clear() => _queries.Clear();

        public int Outside(string day) => _queries.Count(q => !q.Contains($"PartitionKey eq '{day}-", StringComparison.Ordinal));

        public override void OnSendingRequest(HttpMessage message)
        {
            if (message.Request.Uri.Path.Contains(Tables.Notifications, StringComparison.Ordinal))
                _queries.Enqueue(Uri.UnescapeDataString(message.Request.Uri.Query).Replace('+', ' '));
        }
    }
}
