using Azure.Data.Tables;
using Peyk.Functions.Clients;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Local;
using Peyk.Local.Simulator;

namespace Peyk.Bench;

/// <summary>Azurite and the app as processes of their own, the providers in this one.</summary>
public sealed class BenchEnvironment : IAsyncDisposable
{
    private BenchEnvironment(
        Azurite azurite, ProviderSimulator simulator, AppProcess app, string apiKey, Tracker tracker, TimeSpan start, SampleSubscriptions samples)
    {
        Azurite = azurite;
        Simulator = simulator;
        App = app;
        ApiKey = apiKey;
        Tracker = tracker;
        Start = start;
        Samples = samples;
    }

    public Azurite Azurite { get; }

    public ProviderSimulator Simulator { get; }

    public AppProcess App { get; }

    public string ApiKey { get; }

    public Tracker Tracker { get; }

    /// <summary>From the start of the app's process to its first answer as ready.</summary>
    public TimeSpan Start { get; }

    /// <summary>Writes subscribers to newsletters.</summary>
    public SampleSubscriptions Samples { get; }

    /// <param name="simulation">Changes the providers' usual options.</param>
    public static async Task<BenchEnvironment> StartAsync(Func<ProviderSimulatorOptions, ProviderSimulatorOptions>? simulation = null)
    {
        var tracker = new Tracker();
        var port = AppProcess.FreePort();
        var url = $"http://127.0.0.1:{port}";
        var azurite = await Azurite.StartAsync();
        var options = SimulatorOptions(url) with { FinalReceiptPosted = tracker.Delivered };
        var simulator = await ProviderSimulator.StartAsync(simulation?.Invoke(options) ?? options);
        var settings = Settings(azurite.ConnectionString, simulator, url);
        var started = TimeProvider.System.GetTimestamp();
        var app = await AppProcess.StartAsync(
            port, settings, Path.Combine(Repository.Root, ".local", "bench-app.log"), default);
        var start = TimeProvider.System.GetElapsedTime(started);
        return new(azurite, simulator, app, await NewKeyAsync(azurite.ConnectionString), tracker, start,
            SampleReaders.Of(new TableServiceClient(azurite.ConnectionString), settings));
    }

    /// <summary>Receipts follow quickly, so that what is measured is us and not the providers.</summary>
    public static ProviderSimulatorOptions SimulatorOptions(string appUrl) => new()
    {
        EventWebhookUrl = new Uri($"{appUrl}/hooks/sendgrid/events"),
        Delays = new ReceiptDelays { Sent = TimeSpan.FromMilliseconds(50), Final = TimeSpan.FromMilliseconds(150) },
        EventBatchInterval = TimeSpan.FromMilliseconds(200),
    };

    /// <summary>
    /// As in production: the sweep each minute, the log from warnings on. The sweep's second is chosen so that the first one, which looks
    /// at all days that may still have open rows, falls into the warm-up.
    /// </summary>
    public static Dictionary<string, string> Settings(string storage, ProviderSimulator simulator, string url) =>
        new(LocalEnvironment.Settings(storage, simulator, url))
        {
            ["SweepSchedule"] = $"{(TimeProvider.System.GetUtcNow().Second + 8) % 60} * * * * *",
            ["DOTNET_ENVIRONMENT"] = "Production",
            ["Logging__LogLevel__Default"] = "Warning",
        };

    public static async Task<string> NewKeyAsync(string storage) =>
        (await new ApiKeys(new TableServiceClient(storage), TimeProvider.System).CreateAsync("bench", [.. Scopes.All], expiresAt: null, default)).Key;

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Simulator.DisposeAsync();
        await Azurite.DisposeAsync();
    }
}
