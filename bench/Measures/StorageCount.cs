using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Peyk.Functions;
using Peyk.Functions.Operations;
using Peyk.Local;
using Peyk.Local.Simulator;
using Peyk.Runtime;

namespace Peyk.Bench;

/// <summary>Storage operations of one notification, by service and operation.</summary>
public sealed record StorageCount(string Channel, int Notifications, IReadOnlyDictionary<string, double> PerNotification)
{
    /// <summary>They create what is created once: the key's row is read, connections are opened.</summary>
    private const int First = 5;

    public double Total => PerNotification.Values.Sum();

    /// <summary>
    /// Runs the app in this process, on an account of its own, and counts at the storage clients' pipelines what
    /// <paramref name="count"/> notifications cost from post to delivered, queue gets included. The sweep is off: it costs the same
    /// whether there are notifications or not.
    /// </summary>
    public static Task<IReadOnlyList<StorageCount>> MeasureAsync(Azurite azurite, int count) => WithAppAsync<IReadOnlyList<StorageCount>>(
        azurite,
        async (poster, _, meters) =>
        [
            await CountAsync("sms", () => poster.PostSmsAsync($"+98914{Random.Shared.Next(10_000_000):D7}", default), meters, count),
            await CountAsync("email", () => poster.PostEmailAsync($"{Guid.NewGuid():N}@example.org", default), meters, count),
        ]);

    /// <summary>The same for the rows of a batch, its own operations included.</summary>
    public static Task<StorageCount> MeasureBatchAsync(Azurite azurite, int rows) => WithAppAsync(azurite, async (poster, batches, meters) =>
    {
        await RunAsync(() => poster.PostSmsAsync($"+98914{Random.Shared.Next(10_000_000):D7}", default), meters, First);
        var (before, goal) = (meters.Operations, meters.Delivered + rows);
        await batches.PostAsync(rows, 0);
        await DeliveredAsync(meters, goal);
        return Difference("sms", before, meters, rows);
    });

    private static async Task<T> WithAppAsync<T>(Azurite azurite, Func<Poster, BatchPoster, Meters, Task<T>> measure)
    {
        var storage = azurite.NewAccount();
        var url = $"http://127.0.0.1:{AppProcess.FreePort()}";
        await using var simulator = await ProviderSimulator.StartAsync(BenchEnvironment.SimulatorOptions(url));
        var settings = BenchEnvironment.Settings(storage, simulator, url)
            .ToDictionary(s => s.Key.Replace("__", ":", StringComparison.Ordinal), string? (s) => s.Value);
        settings["AzureWebJobs.SweepTimer.Disabled"] = "true";
        await using var app = FunctionHost.BuildSelfHosted(["--urls", url], typeof(PeykApp).Assembly, builder =>
        {
            builder.Configuration.AddInMemoryCollection(settings);
            PeykApp.Configure(builder);
        });
        await app.StartAsync();

        using var meters = new Meters();
        var key = await BenchEnvironment.NewKeyAsync(storage);
        using var poster = new Poster(new Uri(url), key);
        using var batches = new BatchPoster(new Uri(url), key);
        var measured = await measure(poster, batches, meters);
        await app.StopAsync();
        return measured;
    }

    private static async Task<StorageCount> CountAsync(string channel, Func<Task> post, Meters meters, int count)
    {
        await RunAsync(post, meters, First);
        var before = meters.Operations;
        await RunAsync(post, meters, count);
        // The message of the last one is deleted after it was delivered.
        await Task.Delay(200);
        return Difference(channel, before, meters, count);
    }

    private static StorageCount Difference(string channel, Dictionary<string, long> before, Meters meters, int count)
    {
        var per = meters.Operations.ToDictionary(o => o.Key, o => (double)(o.Value - before.GetValueOrDefault(o.Key)) / count);
        return new(channel, count, per.Where(o => o.Value > 0).OrderByDescending(o => o.Value).ToDictionary());
    }

    private static async Task RunAsync(Func<Task> post, Meters meters, int count)
    {
        var goal = meters.Delivered + count;
        await Loops.CountAsync(count, 16, post);
        await DeliveredAsync(meters, goal);
    }

    private static async Task DeliveredAsync(Meters meters, long goal)
    {
        for (var tries = 0; meters.Delivered < goal; tries++)
        {
            if (tries > 1200)
                throw new TimeoutException("Not everything was delivered in a minute.");
            await Task.Delay(50);
        }
    }

    /// <summary>Listens to the app's own count of storage operations.</summary>
    internal sealed class Meters : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentDictionary<string, long> _operations = new();
        private long _delivered;

        public Meters()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name is "peyk.storage.operations" or "peyk.deliveries" && instrument.Meter.Name is Telemetry.Name or RuntimeTelemetry.Name)
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>(Record);
            _listener.Start();
        }

        public Dictionary<string, long> Operations => new(_operations);

        public long Delivered => Volatile.Read(ref _delivered);

        public void Dispose() => _listener.Dispose();

        private void Record(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        {
            if (instrument.Name == "peyk.storage.operations")
                _operations.AddOrUpdate($"{Tag(tags, "service")} {Tag(tags, "operation")}", value, (_, before) => before + value);
            else if (Tag(tags, "status") == "delivered")
                Interlocked.Add(ref _delivered, value);
        }

        private static string? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
        {
            foreach (var tag in tags)
                if (tag.Key == name)
                    return tag.Value?.ToString();
            return null;
        }
    }
}
