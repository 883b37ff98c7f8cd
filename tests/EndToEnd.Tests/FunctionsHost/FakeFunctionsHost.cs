using Azure.Data.Tables;
using Azure.Storage.Queues;
using Peyk.Functions.Clients;
using Peyk.Local;
using Peyk.Local.Simulator;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.FunctionsHost;

/// <summary>
/// Does with the published folder what the Azure Functions host does, after the recording of one: starts the handler, passes requests
/// on, polls the queues. Timers tick when a test says so.
/// </summary>
internal sealed class FakeFunctionsHost : IAsyncDisposable
{
    private readonly PublishedApp _published;
    private readonly string _storage;
    private readonly HostFront _front;

    private FakeFunctionsHost(PublishedApp published, string storage, ProviderSimulator simulator, HandlerProcess handler, HostFront front, Uri url)
    {
        _published = published;
        _storage = storage;
        _front = front;
        Simulator = simulator;
        Handler = handler;
        Url = url;
        Invocations = new(handler);
        Queues = new(published, storage, Invocations);
    }

    /// <summary>Where the world reaches the functions.</summary>
    public Uri Url { get; }

    public ProviderSimulator Simulator { get; }

    public HandlerProcess Handler { get; }

    public HostInvocations Invocations { get; }

    public HostQueues Queues { get; }

    public TableServiceClient Tables => new(_storage);

    public static async Task<FakeFunctionsHost> StartAsync(string storage, params (string Name, string Value)[] settings)
    {
        var published = await PublishedApp.GetAsync();
        var url = new Uri($"http://127.0.0.1:{AppProcess.FreePort()}");
        var simulator = await ProviderSimulator.StartAsync(new() { EventWebhookUrl = new Uri(url, "/hooks/sendgrid/events") });
        var all = published.SettingsOfTheHost.ToDictionary();
        foreach (var (name, value) in LocalEnvironment.Settings(storage, simulator, url.ToString()).Concat(settings.Select(s => KeyValuePair.Create(s.Name, s.Value))))
            all[name] = value;
        var handler = await HandlerProcess.StartAsync(published, all);
        var front = await HostFront.StartAsync(published, handler, url);
        return new(published, storage, simulator, handler, front, url);
    }

    public async Task<ApiUser> NewApiUserAsync()
    {
        var key = await new ApiKeys(Tables, TimeProvider.System).CreateAsync(new("test", [.. Scopes.All]), default);
        var http = new HttpClient { BaseAddress = Url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", key.Key);
        return new ApiUser(http);
    }

    public QueueClient Queue(string name) => new(_storage, name);

    /// <returns>Whether the timer function did its work.</returns>
    public Task<bool> TickAsync(string function)
    {
        var timer = _published.Functions.Single(found => found.Name == function && found.Type == "timerTrigger");
        return Invocations.InvokeAsync(function, HostInvocations.OfTick(timer.Text("name"), function));
    }

    public async ValueTask DisposeAsync()
    {
        await Queues.DisposeAsync();
        await _front.DisposeAsync();
        await Handler.DisposeAsync();
        await Simulator.DisposeAsync();
    }
}
