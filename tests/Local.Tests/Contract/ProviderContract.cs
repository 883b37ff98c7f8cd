using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Peyk.Core.Deliveries;
using Peyk.Functions;
using Peyk.Functions.Delivery;
using Peyk.Local.Simulator;
using Peyk.Runtime;
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

    private readonly ConcurrentQueue<string> refusals = new();
    private readonly OfficialDocuments documents = new();
    private ProviderSimulator? simulator;
    private Prism? twilio;
    private Prism? sendGrid;
    private IHost? app;

    public ProviderSimulator Simulator => Required(simulator);

    /// <summary>What the proxies refused so far, in their words: for the message of a test that fails.</summary>
    public string Refusals => string.Join('\n', refusals);

    /// <summary>The client that the app makes of its settings.</summary>
    public ITwilioRestClient Twilio => Required(app).Services.GetRequiredService<ITwilioRestClient>();

    /// <inheritdoc cref="Twilio"/>
    public ISendGridClient SendGrid => Required(app).Services.GetRequiredService<ISendGridClient>();

    public IChannelSender Sender(Channel channel) =>
        Required(app).Services.GetServices<IChannelSender>().Single(sender => sender.Channel == channel);

    /// <summary>A client whose token is wrong, through the same proxy.</summary>
    public TwilioRestClient Stranger() => new(
        options.TwilioAccountSid,
        "not-the-token",
        httpClient: new SystemNetHttpClient(new System.Net.Http.HttpClient(new SendElsewhere(Required(twilio).Address))));

    public async ValueTask InitializeAsync()
    {
        // Without the documents every test says that it is skipped, or fails on a build server.
        if (SharedFolder.Path is null)
            return;

        simulator = await ProviderSimulator.StartAsync(options);
        var proxies = await Task.WhenAll(
            Prism.StartAsync(documents.Twilio, simulator.Url),
            Prism.StartAsync(documents.SendGrid, simulator.Url));
        (twilio, sendGrid) = (proxies[0], proxies[1]);

        var settings = new Dictionary<string, string?>(simulator.AppSettings.Select(Setting))
        {
            ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true", // Never called: the app is not started.
            ["Twilio:BaseUrl"] = twilio.Address.AbsoluteUri,
            ["SendGrid:BaseUrl"] = sendGrid.Address.AbsoluteUri,
            ["SendGrid:From"] = "notices@example.org",
            ["SendGrid:FromName"] = "Notices",
            ["Peyk:PublicUrl"] = "https://notify.example.org",
            ["Peyk:MasterKeys"] = $"test:{Convert.ToBase64String(new byte[32])}",
            ["Peyk:LookupKey"] = Convert.ToBase64String(new byte[32]),
        };
        app = FunctionHost.BuildSelfHosted([], typeof(PeykApp).Assembly, builder =>
        {
            builder.Configuration.AddInMemoryCollection(settings);
            PeykApp.Configure(builder);
            builder.Services.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler(() => new KeepRefusals(refusals)));
        });
    }

    public async ValueTask DisposeAsync()
    {
        app?.Dispose();
        foreach (var part in new IAsyncDisposable?[] { twilio, sendGrid, simulator })
        {
            if (part is not null)
                await part.DisposeAsync();
        }

        documents.Dispose();
    }

    private static KeyValuePair<string, string?> Setting(KeyValuePair<string, string> variable) =>
        new(variable.Key.Replace("__", ":", StringComparison.Ordinal), variable.Value);

    private static T Required<T>(T? part)
        where T : class
    {
        SharedFolder.Require();
        return part!;
    }

    /// <summary>The proxies tell what was wrong only in their answer, which the clients do not show.</summary>
    private sealed class KeepRefusals(ConcurrentQueue<string> refusals) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (response.Content.Headers.ContentType?.MediaType == "application/problem+json")
                refusals.Enqueue($"{request.Method} {request.RequestUri}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
            return response;
        }
    }
}

/// <summary>One pair of proxies for all contract tests.</summary>
[CollectionDefinition]
public sealed class ContractCollection : ICollectionFixture<ProviderContract>;
