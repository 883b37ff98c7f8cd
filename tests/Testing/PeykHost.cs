using System.Net.Http.Headers;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Peyk.Functions.Clients;
using Peyk.Local;
using Peyk.Local.Simulator;

namespace Peyk.Testing;

/// <summary>The whole app in this process, on its own account of Azurite and with its own provider simulator.</summary>
public sealed class PeykHost : IAsyncDisposable
{
    private readonly InProcessApp _app;

    private PeykHost(InProcessApp app, string storage, RecordedLogs logs) => (_app, Storage, Logs) = (app, storage, logs);

    public Uri Url => _app.Url;

    /// <summary>Connection string of its storage account.</summary>
    public string Storage { get; }

    public ProviderSimulator Simulator => _app.Simulator;

    public IServiceProvider Services => _app.Services;

    /// <summary>Every line that the app logged.</summary>
    public RecordedLogs Logs { get; }

    public TableServiceClient Tables => Services.GetRequiredService<TableServiceClient>();

    /// <param name="storage">Connection string of an account; tests that share one see each other's rows.</param>
    /// <param name="settings">Settings that differ from the usual ones of a test.</param>
    /// <param name="configure">Replaces services, after the app has added its own.</param>
    public static async Task<PeykHost> StartAsync(
        string storage,
        IReadOnlyDictionary<string, string>? settings = null,
        Action<IServiceCollection>? configure = null,
        ProviderSimulatorOptions? simulation = null)
    {
        var logs = new RecordedLogs();
        var app = await InProcessApp.StartAsync(
            storage,
            settings,
            builder =>
            {
                builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Debug);
                configure?.Invoke(builder.Services);
            },
            simulation);
        return new(app, storage, logs);
    }

    /// <summary>A key of its own client, with every scope unless some are named.</summary>
    public async Task<string> NewKeyAsync(string client = "test", params string[] scopes) =>
        (await Services.GetRequiredService<ApiKeys>().CreateAsync(client, scopes.Length > 0 ? scopes : [.. Scopes.All], null, default)).Key;

    /// <summary>A client of the API that sends the key with every request.</summary>
    public HttpClient ClientWith(string? key)
    {
        var http = new HttpClient { BaseAddress = Url };
        if (key is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
