using System.Net;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Functions.Operations.Checks;
using Peyk.Functions.Operations.Providers;
using Peyk.Functions.Shared.Storage;
using Peyk.Local;
using Peyk.Local.Simulator;

namespace Peyk.Functions.Tests.Operations;

/// <summary>A complete, right configuration, which a test makes wrong in one place, and the commands of an operator.</summary>
internal sealed class Operator : IAsyncDisposable
{
    public const string PublicUrl = "https://peyk.example.org";

    /// <summary>Every webhook that there could be, whichever this build serves.</summary>
    private static readonly HashSet<string> Routes = ["hooks/twilio/inbound", "hooks/sendgrid/inbound", "hooks/sendgrid/events"];

    private Operator(ProviderSimulator simulator, string storage)
    {
        Simulator = simulator;
        Settings = new(LocalEnvironment.Settings(storage, simulator, PublicUrl))
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:4318",
        };
    }

    public ProviderSimulator Simulator { get; }

    public Dictionary<string, string> Settings { get; }

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public static async Task<Operator> StartAsync(string storage, bool isRegistered = true, bool isSetUp = true)
    {
        var simulator = await ProviderSimulator.StartAsync(isRegistered ? Registered : new());
        var created = new Operator(simulator, storage);
        if (isSetUp)
            await new StorageSetup(new TableServiceClient(storage), new QueueServiceClient(storage)).CreateAsync(default);
        return created;
    }

    public async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using var app = UnstartedApp.Create(Settings, services =>
        {
            services.AddSingleton(Time);
            services.AddSingleton(new WebhookAddresses(Settings["Peyk__PublicUrl"], Routes));
            services.AddHttpClient(AddressCheck.HttpClient).ConfigurePrimaryHttpMessageHandler(() => new AnswersAlways());
        });
        return await app.RunAsync(arguments);
    }

    public ValueTask DisposeAsync() => Simulator.DisposeAsync();

    private static ProviderSimulatorOptions Registered => new()
    {
        EventWebhookUrl = new Uri($"{PublicUrl}/hooks/sendgrid/events"),
        InboundSmsUrl = new Uri($"{PublicUrl}/hooks/twilio/inbound#rc=5&rp=all"),
    };

    private sealed class AnswersAlways : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
    }
}
