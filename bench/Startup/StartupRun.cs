using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Peyk.Local;
using Peyk.Local.Simulator;

namespace Peyk.Bench.Startup;

/// <summary>
/// How long each publishing mode takes to its first answer. The modes start in turn, so that what else the machine does hits all;
/// a first round, which is not counted, brings the files into memory and the tables into the storage.
/// </summary>
public static class StartupRun
{
    private const int Rounds = 10;

    /// <param name="publish">False to measure what an earlier run published.</param>
    public static async Task<string> RunAsync(bool publish, TextWriter progress)
    {
        var apps = new List<(PublishMode Mode, string Folder)>();
        var refused = new List<(PublishMode Mode, string Why)>();
        await using var azurite = await Azurite.StartAsync();
        await using var simulator = await ProviderSimulator.StartAsync(new());
        var settings = Settings(azurite, simulator);
        foreach (var mode in PublishMode.All)
        {
            await progress.WriteLineAsync($"Publishing: {mode.Name} …");
            try
            {
                var folder = await mode.PublishAsync(publish);
                await HandlerStart.MeasureAsync(folder, settings);
                apps.Add((mode, folder));
            }
            catch (InvalidOperationException e)
            {
                await progress.WriteLineAsync(e.Message);
                refused.Add((mode, e.Message.Split('\n').First(line => line.Length > 0)));
            }
        }

        if (apps.Count == 0)
            throw new InvalidOperationException("In no mode the published app starts.");
        var load = ProcessUsage.Load;
        var starts = apps.ToDictionary(app => app.Mode, _ => new List<HandlerStart>());
        for (var round = 1; round <= Rounds; round++)
        {
            await progress.WriteLineAsync($"Round {round} of {Rounds} …");
            foreach (var (mode, folder) in apps)
                starts[mode].Add(await HandlerStart.MeasureAsync(folder, settings));
        }

        return Report(apps, starts, refused, load);
    }

    /// <summary>As in the local environment, with the schedules of the sample: the host reads them itself and knows no defaults.</summary>
    private static Dictionary<string, string> Settings(Azurite azurite, ProviderSimulator simulator)
    {
        var settings = new Dictionary<string, string>(LocalEnvironment.Settings(azurite.ConnectionString, simulator, "https://peyk.example.org"));
        var sample = JsonNode.Parse(
            File.ReadAllText(Path.Combine(Repository.Root, "local.settings.sample.json")),
            documentOptions: new() { CommentHandling = JsonCommentHandling.Skip })!["Values"]!.AsObject();
        foreach (var (name, value) in sample.Where(s => s.Key.EndsWith("Schedule", StringComparison.Ordinal)))
            settings[name] = (string)value!;
        settings["Logging__LogLevel__Default"] = "Warning";
        return settings;
    }

    private static string Report(
        List<(PublishMode Mode, string Folder)> apps, Dictionary<PublishMode, List<HandlerStart>> starts, List<(PublishMode Mode, string Why)> refused, string load)
    {
        var first = Median(starts[apps[0].Mode]);
        var firstCpu = MedianCpu(starts[apps[0].Mode]);
        var text = new StringBuilder();
        text.AppendLine($"| Mode | Size | First answer, median of {Rounds} (least – most) | Ratio to the first | CPU time until then, median | Ratio | Memory then |");
        text.AppendLine("|---|---|---|---|---|---|---|");
        foreach (var (mode, folder) in apps)
        {
            var times = starts[mode].Select(start => start.FirstAnswer.TotalMilliseconds).ToList();
            var memory = BenchRun.Median(starts[mode].Select(start => start.Memory));
            text.AppendLine(
                $"| {mode.Name} | {SizeOf(folder):0} MB | {Median(starts[mode]):0} ms ({times.Min():0} – {times.Max():0}) | {Median(starts[mode]) / first:0.00} "
                + $"| {MedianCpu(starts[mode]):0} ms | {MedianCpu(starts[mode]) / firstCpu:0.00} | {memory:0} MiB |");
        }

        foreach (var (mode, why) in refused)
            text.AppendLine($"| {mode.Name} | does not work: {why} | | | | | |");
        text.AppendLine();
        text.AppendLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, load before the rounds {load}.");
        return text.ToString();
    }

    private static double Median(List<HandlerStart> starts) => BenchRun.Median(starts.Select(start => start.FirstAnswer.TotalMilliseconds));

    private static double MedianCpu(List<HandlerStart> starts) => BenchRun.Median(starts.Select(start => start.Cpu.TotalMilliseconds));

    private static double SizeOf(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length) / 1e6;
}
