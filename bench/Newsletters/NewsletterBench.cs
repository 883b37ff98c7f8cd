using System.Text;
using Azure.Data.Tables;
using Peyk.Core.Addresses;
using Peyk.Functions;
using Peyk.Local;
using Peyk.Local.Simulator;
using Peyk.Runtime;

namespace Peyk.Bench.Newsletters;

/// <summary>
/// How fast an issue goes out, what it costs, and how both grow with the number of subscribers. The provider only counts mails; its
/// receipts are measured apart, in their own row. Each size has storage and an app of its own, so that none carries another's rows.
/// </summary>
internal static class NewsletterBench
{
    private const string Topic = "benefits-news";
    private const int Naive = 500;
    private const int NaiveAtOnce = 16;
    private const int Counted = 10_000;

    /// <summary>A provider is a network away, for whoever calls it.</summary>
    private static readonly TimeSpan ProviderDelay = TimeSpan.FromMilliseconds(50);
    private static readonly LanguageTag[] Languages = [LanguageTag.Parse("fa"), LanguageTag.Parse("en")];

    public static async Task<string> RunAsync(IReadOnlyList<int> sizes, TextWriter progress)
    {
        var load = ProcessUsage.Load;
        var text = new StringBuilder();
        text.AppendLine($"| Subscribers | Written | Whole issue | Recipients/s | Each once | App's CPU, per 1,000 recipients | App's peak memory | To the naive function | To it with {NaiveAtOnce} calls at once |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var size in sizes)
            text.AppendLine(Row(await SendAsync(size, progress)));
        text.AppendLine();
        text.Append(await CountAsync(withReceipts: false, progress));
        text.Append(await CountAsync(withReceipts: true, progress));
        text.AppendLine();
        text.AppendLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, Azurite in memory, load before the run {load}.");
        text.AppendLine($"The naive function inserts a row, calls the provider and updates the row for each recipient; measured beside each size with {Naive} recipients. The provider answers {ProviderDelay.TotalMilliseconds:0} ms after each call, whoever made it, and only counts mails.");
        return text.ToString();
    }

    private static async Task<Figures> SendAsync(int size, TextWriter progress)
    {
        var time = TimeProvider.System;
        await progress.WriteLineAsync($"{size}: starting storage, provider and the app …");
        await using var environment = await BenchEnvironment.StartAsync(simulation: o => o with { OnlyCountMails = true, MailAnswerDelay = ProviderDelay });
        var naive = await NaiveNewsletter.RunAsync(environment.Azurite.NewAccount(), environment.Simulator, Naive, atOnce: 1);
        var naiveAtOnce = await NaiveNewsletter.RunAsync(environment.Azurite.NewAccount(), environment.Simulator, Naive, NaiveAtOnce);
        var (mails, distinct) = (environment.Simulator.AcceptedMails, environment.Simulator.MailRecipients);

        await progress.WriteLineAsync($"{size}: writing subscribers …");
        var started = time.GetTimestamp();
        await environment.Samples.WriteAsync(Topic, isTest: false, size, Languages, default);
        var written = time.GetElapsedTime(started);

        await progress.WriteLineAsync($"{size}: sending …");
        using var desk = new NewsletterDesk(environment.App.Url, environment.ApiKey, Topic);
        var before = ProcessUsage.CpuOf(environment.App.Id);
        started = time.GetTimestamp();
        await desk.PostAsync();
        await desk.SentAsync();
        var length = time.GetElapsedTime(started);
        return new(
            size, written, length, environment.Simulator.AcceptedMails - mails, environment.Simulator.MailRecipients - distinct,
            ProcessUsage.CpuOf(environment.App.Id) - before, ProcessUsage.PeakMemoryOf(environment.App.Id), naive, naiveAtOnce);
    }

    /// <summary>Runs the app in this process and counts its storage operations at the clients' pipelines.</summary>
    private static async Task<string> CountAsync(bool withReceipts, TextWriter progress)
    {
        await progress.WriteLineAsync($"Counting storage operations of {Counted} recipients, {(withReceipts ? "with" : "before")} receipts …");
        await using var azurite = await Azurite.StartAsync();
        var storage = azurite.NewAccount();
        var url = $"http://127.0.0.1:{AppProcess.FreePort()}";
        await using var simulator = await ProviderSimulator.StartAsync(
            BenchEnvironment.SimulatorOptions(url) with { OnlyCountMails = !withReceipts, Keep = Counted });
        var settings = BenchEnvironment.Settings(storage, simulator, url);
        await using var app = FunctionHost.BuildSelfHosted(["--urls", url], typeof(PeykApp).Assembly, builder =>
        {
            builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => s.Key.Replace("__", ":", StringComparison.Ordinal), string? (s) => s.Value));
            builder.Configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>("AzureWebJobs:SweepTimer:Disabled", "true")]);
            PeykApp.Configure(builder);
        });
        await app.StartAsync();
        await SampleReaders.Of(new TableServiceClient(storage), settings).WriteAsync(Topic, isTest: false, Counted, Languages, default);

        using var meters = new StorageCount.Meters();
        using var desk = new NewsletterDesk(new Uri(url), await BenchEnvironment.NewKeyAsync(storage), Topic);
        var before = meters.Operations;
        await desk.PostAsync();
        await desk.SentAsync(delivered: withReceipts ? Counted : 0);
        var counted = meters.Operations
            .Select(o => (o.Key, Count: o.Value - before.GetValueOrDefault(o.Key)))
            .Where(o => o.Count > 0)
            .OrderByDescending(o => o.Count)
            .ToList();
        await app.StopAsync();

        var text = new StringBuilder();
        text.AppendLine($"| Storage operations of a recipient {(withReceipts ? "with their receipts" : "before receipts")} | **{counted.Sum(o => o.Count) / (double)Counted:0.0000}** |");
        text.AppendLine("|---|---|");
        foreach (var (operation, count) in counted)
            text.AppendLine($"| … {operation} | {count / (double)Counted:0.0000} |");
        text.AppendLine();
        return text.ToString();
    }

    private static string Row(Figures f) =>
        $"| {f.Size:N0} | {f.Written.TotalSeconds:0} s | {f.Length.TotalSeconds:0.0} s | **{f.PerSecond:0}** | {(f.Mails == f.Size && f.Recipients == f.Size ? "yes" : $"no: {f.Mails} mails to {f.Recipients}")} "
        + $"| {f.Cpu.TotalSeconds * 1000 / f.Size:0.00} s | {f.PeakMemory:0} MiB | **{f.PerSecond / f.Naive:0} ×** ({f.Naive:0}/s) | **{f.PerSecond / f.NaiveAtOnce:0.0} ×** ({f.NaiveAtOnce:0}/s) |";

    /// <param name="Mails">That the provider took.</param>
    /// <param name="Recipients">Different addresses among them.</param>
    /// <param name="Naive">Recipients a second of the naive function, one after the other.</param>
    private sealed record Figures(
        int Size, TimeSpan Written, TimeSpan Length, long Mails, int Recipients, TimeSpan Cpu, double PeakMemory, double Naive, double NaiveAtOnce)
    {
        public double PerSecond => Size / Length.TotalSeconds;
    }
}
