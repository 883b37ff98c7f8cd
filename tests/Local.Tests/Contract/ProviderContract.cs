using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Peyk.Core.Deliveries;
using Peyk.Functions;
using Peyk.Functions.Delivery;
using Peyk.Local.Simulator;
using Peyk.Testing;
using SendGrid;
using Twilio.Clients;
using Twilio.Http;

namespace Peyk.Local.Tests.Contract;

/// <summary>
/// The app's own senders, talking to the simulator through proxies that hold both sides to the providers' official OpenAPI
/// documents: a request of ours or an answer of the simulator that breaks them does not pass.
/// </summary>
public sealed class ProviderContract : IAsyncLifetime
{
    private readonly ProviderSimulatorOptions options = new()
    {
        Delays = new() { Sent = TimeSpan.FromMilliseconds(20), Final = TimeSpan.FromMilliseconds(60), Late = TimeSpan.FromMilliseconds(200) },
    };

    private ProviderSimulator? simulator;
    private Prism? twilio;
    private Prism? sendGrid;
    private IHost? app;

    public ProviderSimulator Simulator => Required(simulator);

    public Prism TwilioProxy => Required(twilio);

    public Prism SendGridProxy => Required(sendGrid);

    /// <summary>The client that the app makes of its settings.</summary>
    public ITwilioRestClient Twilio => Required(app).Services.GetRequiredService<ITwilioRestClient>();

    /// <inheritdoc cref="Twilio"/>
    public ISendGridClient SendGrid => Required(app).Services.GetRequiredService<ISendGridClient>();

    public IChannelSender Sender(Channel channel) =>
        Required(app).Services.GetServices<IChannelSender>().Single(sender => sender.Channel == channel);

    public static string Document(string name) => Path.Combine(SharedFolder.Require(), "contracts", "openapi", name);

    /// <summary>A client whose token is wrong, through the same proxy.</summary>
    public TwilioRestClient StrangerTo(Uri address) => new(
        options.TwilioAccountSid,
        "not-the-token",
        httpClient: new SystemNetHttpClient(new System.Net.Http.HttpClient(new SendElsewhere(address))));

    public async ValueTask InitializeAsync()
    {
        // Without the documents every test says that it is skipped, or fails on a build server.
        if (SharedFolder.Path is null)
            return;

        simulator = await ProviderSimulator.StartAsync(options);
        var proxies = await Task.WhenAll(
            Prism.StartAsync(Document("twilio-messages.json"), simulator.Url),
            Prism.StartAsync(Document("sendgrid.json"), simulator.Url));
        (twilio, sendGrid) = (proxies[0], proxies[1]);

        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(simulator.AppSettings.Select(Setting));
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Twilio:BaseUrl"] = twilio.Address.AbsoluteUri,
            ["SendGrid:BaseUrl"] = sendGrid.Address.AbsoluteUri,
            ["SendGrid:From"] = "notices@example.org",
            ["SendGrid:FromName"] = "Notices",
            ["Peyk:PublicUrl"] = "https://notify.example.org",
            ["Peyk:MasterKeys"] = $"test:{Convert.ToBase64String(new byte[32])}",
            ["Peyk:LookupKey"] = Convert.ToBase64String(new byte[32]),
        });
        PeykApp.Configure(builder);
        app = builder.Build();
    }

    public async ValueTask DisposeAsync()
    {
        app?.Dispose();
        foreach (var part in new IAsyncDisposable?[] { twilio, sendGrid, simulator })
        {
            if (part is not null)
                await part.DisposeAsync();
        }
    }

    private static KeyValuePair<string, string?> Setting(KeyValuePair<string, string> variable) =>
        new(variable.Key.Replace("__", ":", StringComparison.Ordinal), variable.Value);

    private static T Required<T>(T? part)
        where T : class
    {
        SharedFolder.Require();
        return part!;
    }
}

/// <summary>One pair of proxies for all contract tests.</summary>
[CollectionDefinition]
public sealed class ContractCollection : ICollectionFixture<ProviderContract>;
