using Peyk.Functions;
using Peyk.Local.Simulator;
using Peyk.Runtime;

namespace Peyk.Local;

/// <summary>
/// The whole app in this process, with its own provider simulator: for trials and tests that set its clock or look into its services.
/// </summary>
public sealed class InProcessApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private InProcessApp(WebApplication app, ProviderSimulator simulator, Uri url) => (_app, Simulator, Url) = (app, simulator, url);

    public Uri Url { get; }

    public ProviderSimulator Simulator { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="storage">Connection string of an account; apps that share one see each other's rows.</param>
    /// <param name="settings">Settings that differ from the usual local ones.</param>
    /// <param name="configure">Changes logging, or replaces services after the app has added its own.</param>
    public static async Task<InProcessApp> StartAsync(
        string storage,
        IReadOnlyDictionary<string, string>? settings = null,
        Action<IHostApplicationBuilder>? configure = null,
        ProviderSimulatorOptions? simulation = null,
        CancellationToken cancellationToken = default)
    {
        var url = new Uri($"http://127.0.0.1:{AppProcess.FreePort()}");
        var simulator = await ProviderSimulator.StartAsync(
            (simulation ?? new()) with
            {
                EventWebhookUrl = new Uri(url, "/hooks/sendgrid/events"),
                InboundSmsUrl = new Uri(url, "/hooks/twilio/inbound"),
            },
            cancellationToken);
        var all = LocalEnvironment.Settings(storage, simulator, url.ToString())
            .Concat(settings ?? new Dictionary<string, string>())
            .GroupBy(s => s.Key)
            .ToDictionary(g => g.Key.Replace("__", ":", StringComparison.Ordinal), string? (g) => g.Last().Value);
        var app = FunctionHost.BuildSelfHosted(["--urls", url.ToString()], typeof(PeykApp).Assembly, builder =>
        {
            builder.Configuration.AddInMemoryCollection(all);
            PeykApp.Configure(builder);
            configure?.Invoke(builder);
        });
        await app.StartAsync(cancellationToken);
        return new(app, simulator, url);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Simulator.DisposeAsync();
    }
}
