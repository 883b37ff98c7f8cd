using System.Net.Http.Headers;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Identity;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Peyk.Functions.Operations;

/// <summary>
/// Sends the meters to Application Insights, where the alert rules of <c>infra/bicep</c> read them (table <c>AppMetrics</c>). The official
/// exporter is not on the feed; this one speaks the same protocol (<c>POST /v2.1/track</c>, signed in with the app's identity) and knows
/// sums and histograms, which are all that we have.
/// </summary>
internal sealed class AzureMonitorMetrics(AzureMonitorTarget target, TokenCredential credential, HttpClient http) : BaseExporter<Metric>
{
    /// <summary>What could not be sent waits for the next time; an outage longer than this many minutes loses the oldest.</summary>
    private const int MostWaiting = 15;

    private static readonly string Instance = Environment.GetEnvironmentVariable("WEBSITE_INSTANCE_ID") ?? Environment.MachineName;
    private readonly Queue<byte[]> _waiting = [];

    public override ExportResult Export(in Batch<Metric> batch)
    {
        if (Write(batch) is { Length: > 0 } body)
            _waiting.Enqueue(body);
        while (_waiting.Count > MostWaiting)
            _waiting.Dequeue();
        while (_waiting.TryPeek(out var next))
        {
            if (!TrySend(next))
                return ExportResult.Failure;
            _waiting.Dequeue();
        }

        return ExportResult.Success;
    }

    /// <returns>False when it may succeed later.</returns>
    private bool TrySend(byte[] body)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, target.Ingestion) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Authorization = new("Bearer", credential.GetToken(new TokenRequestContext([target.Scope]), default).Token);
            using var response = http.Send(request);
            // What it refuses for good is dropped: told again, it would be refused again.
            return (int)response.StatusCode is < 400 or (>= 400 and < 500 and not 401 and not 403 and not 408 and not 429);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or AuthenticationFailedException or RequestFailedException)
        {
            return false;
        }
    }

    /// <summary>A JSON array with an envelope for each series; empty when there is nothing to tell.</summary>
    private byte[] Write(in Batch<Metric> batch)
    {
        using var body = new MemoryStream();
        using var json = new Utf8JsonWriter(body);
        var count = 0;
        json.WriteStartArray();
        foreach (var metric in batch)
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                if (Measure(metric, point) is not { Count: > 0 } measured)
                    continue;
                Write(json, metric.Name, point, measured);
                count++;
            }
        }

        json.WriteEndArray();
        json.Flush();
        return count == 0 ? [] : body.ToArray();
    }

    private static Measured? Measure(Metric metric, in MetricPoint point) => metric.MetricType switch
    {
        MetricType.LongSum => new(point.GetSumLong(), point.GetSumLong() == 0 ? 0 : 1, null, null),
        MetricType.DoubleSum => new(point.GetSumDouble(), point.GetSumDouble() == 0 ? 0 : 1, null, null),
        MetricType.Histogram => point.TryGetHistogramMinMaxValues(out var min, out var max)
            ? new(point.GetHistogramSum(), point.GetHistogramCount(), min, max)
            : new(point.GetHistogramSum(), point.GetHistogramCount(), null, null),
        _ => null,
    };

    private void Write(Utf8JsonWriter json, string name, in MetricPoint point, Measured measured)
    {
        json.WriteStartObject();
        json.WriteNumber("ver", 1);
        json.WriteString("name", "Microsoft.ApplicationInsights.Metric");
        json.WriteString("time", point.EndTime);
        json.WriteString("iKey", target.InstrumentationKey);
        json.WriteStartObject("tags");
        json.WriteString("ai.cloud.role", "peyk");
        json.WriteString("ai.cloud.roleInstance", Instance);
        json.WriteEndObject();
        json.WriteStartObject("data");
        json.WriteString("baseType", "MetricData");
        json.WriteStartObject("baseData");
        json.WriteNumber("ver", 2);
        json.WriteStartArray("metrics");
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteNumber("value", measured.Sum);
        json.WriteNumber("count", measured.Count);
        if (measured is { Min: { } min, Max: { } max })
        {
            json.WriteNumber("min", min);
            json.WriteNumber("max", max);
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("properties");
        foreach (var tag in point.Tags)
            json.WriteString(tag.Key, Convert.ToString(tag.Value, System.Globalization.CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private sealed record Measured(double Sum, long Count, double? Min, double? Max);
}
