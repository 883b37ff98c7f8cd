using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Functions.Clients;
using Peyk.Functions.Delivery;
using Peyk.Functions.Feed;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;
using Peyk.Local;
using Peyk.Local.Simulator;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Guarantees;

/// <summary>The app as a process that is killed and started again on the same storage, and a look at what it left there.</summary>
internal sealed class KillableApp : IAsyncDisposable
{
    private readonly int _port = AppProcess.FreePort();
    private readonly Dictionary<string, string> _settings;
    private readonly NotificationStore _store;
    private readonly NotificationKeys _keys = new(DateTimeZoneProviders.Tzdb["Asia/Tehran"]);
    private readonly LogVerification _logs;
    private readonly string _logFile = Path.Combine(Path.GetTempPath(), $"peyk-killed-{Guid.NewGuid():N}.log");
    private AppProcess? _process;

    private KillableApp(string storage, ProviderSimulator simulator, params (string Name, string Value)[] settings)
    {
        Simulator = simulator;
        Url = new Uri($"http://127.0.0.1:{_port}");
        simulator.EventWebhookUrl = new Uri(Url, "/hooks/sendgrid/events");
        _settings = new(LocalEnvironment.Settings(storage, simulator, Url.ToString()));
        foreach (var (name, value) in ShortTimes.Settings(settings))
            _settings[name] = value;
        var keyring = new Keyring(Options.Create(
            new PeykOptions { MasterKeys = _settings["Peyk__MasterKeys"], LookupKey = _settings["Peyk__LookupKey"] }));
        var chain = new LogChain(keyring);
        Tables = new TableServiceClient(storage);
        _store = new(
            Tables, _keys, chain, new FeedWriter(Tables, TimeProvider.System), new RecountMarks(Tables, _keys, TimeProvider.System),
            new RecentNotifications(TimeProvider.System));
        _logs = new(_store, chain);
    }

    public Uri Url { get; }

    public ProviderSimulator Simulator { get; }

    public TableServiceClient Tables { get; }

    /// <summary>Writes subscribers as the app does, with its keys.</summary>
    public SampleSubscriptions Samples => SampleReaders.Of(Tables, _settings);

    public ApiUser Api { get; private set; } = null!;

    public static async Task<KillableApp> StartAsync(string storage, params (string Name, string Value)[] settings)
    {
        var simulator = await ProviderSimulator.StartAsync(new()
        {
            WebhookRetryDelay = TimeSpan.FromMilliseconds(100),
            WebhookLongestRetryDelay = TimeSpan.FromSeconds(1),
        });
        var app = new KillableApp(storage, simulator, settings);
        await app.StartAsync();
        var key = await new ApiKeys(app.Tables, TimeProvider.System).CreateAsync(new("test", [.. Scopes.All]), default);
        var http = new HttpClient { BaseAddress = app.Url, Timeout = TimeSpan.FromSeconds(15) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", key.Key);
        app.Api = new ApiUser(http);
        return app;
    }

    public async Task StartAsync() => _process = await AppProcess.StartAsync(_port, _settings, _logFile, TestContext.Current.CancellationToken);

    /// <summary>SIGKILL: nothing is finished, nothing is said.</summary>
    public async Task KillAsync()
    {
        await _process!.KillAsync();
        await _process.DisposeAsync();
    }

    /// <summary>Every notification that is kept, with its log.</summary>
    public async Task<List<StoredNotification>> StoredAsync()
    {
        var found = new List<StoredNotification>();
        foreach (var partition in Partitions())
        {
            await foreach (var stored in _store.ReadPartitionAsync(partition, default))
                found.Add(stored);
        }

        return found;
    }

    /// <summary>Waits until nothing is left to be done.</summary>
    public Task SettledAsync(TimeSpan timeout) => Wait.UntilAsync(
        async () =>
        {
            await Task.Delay(500);
            foreach (var partition in Partitions())
            {
                if (await _store.HasOpenAsync(partition, default))
                    return false;
            }

            return true;
        },
        timeout,
        "every delivery to be final");

    public IEnumerable<string> Altered(IEnumerable<StoredNotification> stored) =>
        stored.Select(s => _logs.Verify(s) is { } problem ? $"{s.Notification.Id}: {problem}" : null).OfType<string>();

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await KillAsync();
        await Simulator.DisposeAsync();
        File.Delete(_logFile);
        File.Delete(_logFile + ".err");
    }

    private IEnumerable<string> Partitions()
    {
        var today = _keys.Day(TimeProvider.System.GetUtcNow());
        return from day in new[] { today.PlusDays(-1), today }
               from shard in Enumerable.Range(0, NotificationKeys.Shards)
               select NotificationKeys.Partition(day, shard);
    }
}
