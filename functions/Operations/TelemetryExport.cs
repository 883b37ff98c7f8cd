using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Peyk.Runtime;

namespace Peyk.Functions.Operations;

/// <summary>
/// Exports traces and metrics over OTLP while <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set. All <c>OTEL_…</c> settings of the OpenTelemetry
/// SDK apply; the protocol is <c>http/protobuf</c> unless one is named. Without an endpoint nothing is collected and nothing costs.
/// </summary>
public sealed class TelemetryExport(IConfiguration configuration) : IHostedLifecycleService, IDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(configuration[Endpoint]))
            return Task.CompletedTask;
        _traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .ConfigureResource(Describe)
            .AddSource(Telemetry.Name, RuntimeTelemetry.Name)
            .AddOtlpExporter(SetProtocol)
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .ConfigureResource(Describe)
            .AddMeter(Telemetry.Name, RuntimeTelemetry.Name)
            .AddOtlpExporter(SetProtocol)
            .Build();
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
    }

    // What OTEL_SERVICE_NAME says comes later and wins.
    private static void Describe(ResourceBuilder resource) => resource.Clear().AddService("peyk").AddTelemetrySdk().AddEnvironmentVariableDetector();

    private void SetProtocol(OtlpExporterOptions options)
    {
        if (string.IsNullOrEmpty(configuration[Protocol]))
            options.Protocol = OtlpExportProtocol.HttpProtobuf;
    }
}
