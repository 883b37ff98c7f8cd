using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json.Nodes;
using Azure.Core;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Peyk.Functions.Operations;

namespace Peyk.Functions.Tests.Operations;

public sealed class AzureMonitorMetricsTests
{
    private const string Key = "00000000-0000-0000-0000-00000000abcd";

    [Fact]
    public void Counts_and_measures_arrive_as_Application_Insights_wants_them()
    {
        using var ingestion = new Ingestion();
        using var meter = new Meter("test-" + Guid.NewGuid());
        using var provider = Provider(meter, ingestion);
        meter.CreateCounter<long>("peyk.dead_letters").Add(3, new KeyValuePair<string, object?>("queue", "send-sms"));
        var ages = meter.CreateHistogram<double>("peyk.queue.age");
        ages.Record(2, new KeyValuePair<string, object?>("queue", "send-sms"));
        ages.Record(7, new KeyValuePair<string, object?>("queue", "send-sms"));

        provider.ForceFlush();

        var sent = ingestion.Taken.ShouldHaveSingleItem().AsArray();
        sent.ShouldAllBe(e => (string?)e!["iKey"] == Key && (string?)e["data"]!["baseType"] == "MetricData");
        Metric(sent, "peyk.dead_letters").ToJsonString().ShouldBe("""{"name":"peyk.dead_letters","value":3,"count":1}""");
        Metric(sent, "peyk.queue.age").ToJsonString().ShouldBe("""{"name":"peyk.queue.age","value":9,"count":2,"min":2,"max":7}""");
        sent.ShouldAllBe(e => (string?)e!["data"]!["baseData"]!["properties"]!["queue"] == "send-sms");
        ingestion.Requests.ShouldAllBe(r => r == "POST https://in.example/v2.1/track Bearer token for https://monitor.azure.com//.default");
    }

    [Fact]
    public void Each_time_only_what_is_new_is_told()
    {
        using var ingestion = new Ingestion();
        using var meter = new Meter("test-" + Guid.NewGuid());
        using var provider = Provider(meter, ingestion);
        var counter = meter.CreateCounter<long>("peyk.intake");

        counter.Add(2);
        provider.ForceFlush();
        counter.Add(5);
        provider.ForceFlush();

        ingestion.Taken.Select(t => (int)Metric(t.AsArray(), "peyk.intake")["value"]!).ShouldBe([2, 5]);
    }

    [Fact]
    public void What_could_not_be_sent_is_sent_the_next_time()
    {
        using var ingestion = new Ingestion { Status = HttpStatusCode.ServiceUnavailable };
        using var meter = new Meter("test-" + Guid.NewGuid());
        using var provider = Provider(meter, ingestion);
        var counter = meter.CreateCounter<long>("peyk.intake");

        counter.Add(2);
        provider.ForceFlush();
        ingestion.Status = HttpStatusCode.OK;
        counter.Add(5);
        provider.ForceFlush();

        ingestion.Taken.Select(t => (int)Metric(t.AsArray(), "peyk.intake")["value"]!).ShouldBe([2, 5]);
    }

    [Theory]
    [InlineData($"InstrumentationKey={Key};IngestionEndpoint=https://in.example/;LiveEndpoint=https://live.example/", "https://in.example/v2.1/track")]
    [InlineData($"InstrumentationKey={Key}", "https://dc.services.visualstudio.com/v2.1/track")]
    public void A_connection_string_is_read(string text, string address) => AzureMonitorTarget.Parse(text)!.Ingestion.ToString().ShouldBe(address);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("IngestionEndpoint=https://in.example/")]
    [InlineData("InstrumentationKey=none")]
    public void What_names_no_resource_is_none(string? text) => AzureMonitorTarget.Parse(text).ShouldBeNull();

    private static MeterProvider Provider(Meter meter, Ingestion ingestion) => Sdk.CreateMeterProviderBuilder()
        .AddMeter(meter.Name)
        .AddReader(new PeriodicExportingMetricReader(
            new AzureMonitorMetrics(AzureMonitorTarget.Parse($"InstrumentationKey={Key};IngestionEndpoint=https://in.example/")!, new ScopedToken(), new HttpClient(ingestion)))
        {
            TemporalityPreference = MetricReaderTemporalityPreference.Delta,
        })
        .Build();

    private static JsonNode Metric(JsonArray sent, string name) =>
        sent.Select(e => e!["data"]!["baseData"]!["metrics"]![0]!).Single(m => (string?)m["name"] == name);

    private sealed class Ingestion : HttpMessageHandler
    {
        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public List<JsonNode> Taken { get; } = [];

        public List<string> Requests { get; } = [];

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add($"{request.Method} {request.RequestUri} {request.Headers.Authorization}");
            if (Status == HttpStatusCode.OK)
                Taken.Add(JsonNode.Parse(request.Content!.ReadAsStream(cancellationToken))!);
            return new(Status);
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(Send(request, cancellationToken));
    }

    private sealed class ScopedToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new($"token for {requestContext.Scopes[0]}", TimeProvider.System.GetUtcNow().AddHours(1));

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
