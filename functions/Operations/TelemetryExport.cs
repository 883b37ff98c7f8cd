using Azure.Core;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Peyk.Functions.Shared.Settings;
using Peyk.Runtime;

namespace Peyk.Functions.Operations;

/// <summary>
/// Exports traces and metrics over OTLP while <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set. All <c>OTEL_…</c> settings of the OpenTelemetry
/// SDK apply; the protocol is <c>http/protobuf</c> unless one is named. Metrics also go to Application Insights while
/// <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c> is set. Without either nothing is collected and nothing costs.
/// </summary>
public sealed class TelemetryExport(IConfiguration configuration, TokenCredential? credential = null) : IHostedLifecycleService, IDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(20);

    private TracerProvider? _traces;
    private MeterProvider? _metrics;
    private HttpClient? _http;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        var hasEndpoint = !string.IsNullOrEmpty(configuration[Endpoint]);
        if (hasEndpoint)
        {
            _traces = Sdk.CreateTracerProviderBuilder()
                .ConfigureServices(services => services.AddSingleton(configuration))
                .ConfigureResource(Describe)
                .AddSource(Telemetry.Name, RuntimeTelemetry.Name)
                .AddOtlpExporter(SetProtocol)
                .Build();
        }

        var insights = AzureMonitorTarget.Parse(configuration[AzureMonitorTarget.Setting]);
        if (!hasEndpoint && insights is null)
            return Task.CompletedTask;
        var metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .ConfigureResource(Describe)
            .AddMeter(Telemetry.Name, RuntimeTelemetry.Name);
        if (hasEndpoint)
            metrics.AddOtlpExporter(SetProtocol);
        if (insights is not null)
            metrics.AddReader(Reader(insights));
        _metrics = metrics.Build();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends what is left, after everything else has stopped.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
        _http?.Dispose();
    }

    // What OTEL_SERVICE_NAME says comes later and wins.
    private static void Describe(ResourceBuilder resource) => resource.Clear().AddService("peyk").AddTelemetrySdk().AddEnvironmentVariableDetector();

    private PeriodicExportingMetricReader Reader(AzureMonitorTarget insights)
    {
        _http = new HttpClient { Timeout = SendTimeout };
        return new(new AzureMonitorMetrics(insights, credential ?? AppIdentity.Create(configuration), _http), (int)Interval.TotalMilliseconds)
        {
            // Application Insights adds up what it gets.
            TemporalityPreference = MetricReaderTemporalityPreference.Delta,
        };
    }

    private void SetProtocol(OtlpExporterOptions options)
    {
        if (string.IsNullOrEmpty(configuration[Protocol]))
            options.Protocol = OtlpExportProtocol.HttpProtobuf;
    }
}
