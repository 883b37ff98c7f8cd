using System.Security.Cryptography;
using Azure.Data.Tables;
using Peyk.Functions.Clients;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Local.Simulator;

namespace Peyk.Local;

/// <summary>Azurite, the provider simulator and the function app, connected, with an API key to post with.</summary>
public sealed class LocalEnvironment : IAsyncDisposable
{
    /// <summary>Where the unit that answers complaints reads its mail: on the page of the inbox.</summary>
    public const string UnitEmail = "unit@peyk.example";

    private readonly IReadOnlyDictionary<string, string> _settings;

    private LocalEnvironment(Azurite azurite, ProviderSimulator simulator, AppProcess app, IReadOnlyDictionary<string, string> settings, string apiKey)
    {
        _settings = settings;
        Azurite = azurite;
        Simulator = simulator;
        App = app;
        ApiKey = apiKey;
        Samples = SampleReaders.Of(new TableServiceClient(azurite.ConnectionString), settings);
    }

    public Azurite Azurite { get; }

    public ProviderSimulator Simulator { get; }

    public AppProcess App { get; }

    /// <summary>Key of the client <c>local</c>, with every scope.</summary>
    public string ApiKey { get; }

    /// <summary>Writes subscribers who do not exist, for newsletters.</summary>
    public SampleSubscriptions Samples { get; }

    /// <param name="appPort">Port of the app; 0 takes a free one.</param>
    /// <param name="simulatorPort">Port of the simulator; 0 takes a free one.</param>
    public static async Task<LocalEnvironment> StartAsync(int appPort, int simulatorPort, CancellationToken cancellationToken)
    {
        var port = appPort == 0 ? AppProcess.FreePort() : appPort;
        var url = $"http://127.0.0.1:{port}";
        var azurite = await Azurite.StartAsync(cancellationToken: cancellationToken);
        ProviderSimulator? simulator = null;
        try
        {
            simulator = await ProviderSimulator.StartAsync(
                new ProviderSimulatorOptions
                {
                    Port = simulatorPort,
                    EventWebhookUrl = new Uri($"{url}/hooks/sendgrid/events"),
                    InboundSmsUrl = new Uri($"{url}/hooks/twilio/inbound"),
                },
                cancellationToken);
            var log = Path.Combine(Repository.Root, ".local", "app.log");
            var settings = Settings(azurite.ConnectionString, simulator, url);
            var app = await AppProcess.StartAsync(port, settings, log, cancellationToken);
            simulator.Issues = new NewsletterProgress(new TableServiceClient(azurite.ConnectionString)).ReadAsync;
            var key = await NewKeyAsync(azurite, "local", cancellationToken);
            simulator.Dashboard = new DashboardSession(app.Url, key);
            return new(azurite, simulator, app, settings, key);
        }
        catch
        {
            if (simulator is not null)
                await simulator.DisposeAsync();
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a command for operators beside the app, with its settings, and gives what it printed.</summary>
    public Task<string> CommandAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        AppProcess.CommandAsync(_settings, arguments, cancellationToken);

    /// <summary>Every setting that the app needs here, with keys made for this run.</summary>
    public static IReadOnlyDictionary<string, string> Settings(string storage, ProviderSimulator simulator, string publicUrl) =>
        new Dictionary<string, string>(simulator.AppSettings)
        {
            ["AzureWebJobsStorage"] = storage,
            ["SendGrid__From"] = "no-reply@peyk.example",
            ["SendGrid__FromName"] = "Peyk",
            ["Peyk__PublicUrl"] = publicUrl,
            ["Peyk__MasterKeys"] = $"local:{NewSecret()}",
            ["Peyk__LookupKey"] = NewSecret(),
            ["Peyk__SigningKey"] = NewSigningKey(),
            ["Api__RequestsPerMinute"] = "1000000",
            ["Api__Burst"] = "1000000",
            ["Contacts__QuietHours"] = "none", // What is tried at night goes out at night.
            ["Dashboard__Access"] = "Key",
            ["Prices__Sms__98"] = "0.08", // So that reports have something to reckon with.
            ["Prices__Email"] = "0.0009",
            ["Complaints__UnitEmail"] = UnitEmail,
            ["Complaints__EscalationEmail"] = "director@peyk.example",
            ["SweepSchedule"] = "*/5 * * * * *",
            ["ReminderSchedule"] = "*/5 * * * * *",
            ["CallbackSchedule"] = "*/5 * * * * *",
            ["BatchesSchedule"] = "*/5 * * * * *",
            ["DOTNET_ENVIRONMENT"] = "Development",
        };

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Simulator.DisposeAsync();
        await Azurite.DisposeAsync();
    }

    private static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static string NewSigningKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Convert.ToBase64String(key.ExportPkcs8PrivateKey());
    }

    /// <summary>A key of a client, with every scope.</summary>
    public Task<string> NewKeyAsync(string client, CancellationToken cancellationToken) => NewKeyAsync(Azurite, client, cancellationToken);

    private static async Task<string> NewKeyAsync(Azurite azurite, string client, CancellationToken cancellationToken)
    {
        var keys = new ApiKeys(new TableServiceClient(azurite.ConnectionString), TimeProvider.System);
        return (await keys.CreateAsync(client, [.. Scopes.All], expiresAt: null, cancellationToken)).Key;
    }
}
