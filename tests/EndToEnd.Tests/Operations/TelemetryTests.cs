using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Operations;

public sealed partial class TelemetryTests(AzuriteFixture azurite)
{
    private const string Digits = "989121119901";
    private const string Mobile = "+" + Digits;
    private const string Email = "traced@example.org";
    private const string Name = "Shahrzad";

    [Fact]
    public async Task One_trace_leads_from_the_post_through_queue_and_provider_to_the_receipt()
    {
        using var telemetry = new RecordedTelemetry();
        await using var host = await PeykHost.StartAsync(azurite.NewAccount());
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var trace = ActivityTraceId.CreateRandom();

        await api.FinalAsync(await PostAsync(api, trace, ApiUser.StatusUpdate(Mobile, Email, "en", "all", Name)));

        string[] expected =
        [
            "AcceptStatusUpdateHttp", "SendSmsQueue", "send sms", "SendEmailQueue", "send email", "receipt",
        ];
        await Wait.UntilAsync(() => expected.All(name => telemetry.SpansOf(trace).Any(s => s.OperationName == name)), what: "all spans of the trace");
        telemetry.SpansOf(trace).Single(s => s.OperationName == "AcceptStatusUpdateHttp").Kind.ShouldBe(ActivityKind.Server);
    }

    [Fact]
    public async Task A_receipt_goes_on_with_the_trace_of_its_notification_and_links_the_webhooks_own()
    {
        using var telemetry = new RecordedTelemetry();
        await using var host = await PeykHost.StartAsync(azurite.NewAccount());
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var trace = ActivityTraceId.CreateRandom();

        await api.FinalAsync(await PostAsync(api, trace, ApiUser.StatusUpdate(Mobile)));

        await Wait.UntilAsync(() => telemetry.SpansOf(trace).Any(s => s.OperationName == "receipt"), what: "the span of the receipt");
        var receipt = telemetry.SpansOf(trace).First(s => s.OperationName == "receipt");
        var webhook = telemetry.SpansOf(receipt.Links.Single().Context.TraceId);
        await Wait.UntilAsync(
            () => telemetry.SpansOf(receipt.Links.Single().Context.TraceId).Any(s => s.OperationName == "TwilioStatusHttp"),
            what: $"the webhook's span beside {webhook.Count} others");
    }

    [Fact]
    public async Task The_metrics_tell_intake_queue_age_provider_latency_outcomes_and_storage_operations()
    {
        using var telemetry = new RecordedTelemetry();
        await using var host = await PeykHost.StartAsync(azurite.NewAccount());
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));

        await api.FinalAsync(await api.AcceptedAsync(ApiUser.StatusUpdate(Mobile)));
        using var refused = await api.PostAsync(new JsonObject());

        (string, string)[] expected =
        [
            ("peyk.intake", "kind=status-updates outcome=accepted"),
            ("peyk.api.problems", "code=validation status=400"),
            ("peyk.queue.age", "queue=send-sms"),
            ("peyk.provider.duration", "channel=sms outcome=taken"),
            ("peyk.deliveries", "channel=sms status=sent"),
            ("peyk.deliveries", "channel=sms status=delivered"),
            ("peyk.delivery.age", "channel=sms status=delivered"),
            ("peyk.storage.operations", "service=table operation=transaction"),
            ("peyk.storage.operations", "service=queue operation=put"),
            ("peyk.storage.operations", "service=queue operation=get"),
            ("peyk.runtime.invocation.duration", "function=SendSmsQueue outcome=ok"),
        ];
        foreach (var one in expected)
            await Wait.UntilAsync(() => telemetry.Measurements.Contains(one), what: one.ToString());
    }

    [Fact]
    public async Task A_failed_delivery_is_told_with_its_reason()
    {
        using var telemetry = new RecordedTelemetry();
        await using var host = await PeykHost.StartAsync(azurite.NewAccount());
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));

        await api.FinalAsync(await api.AcceptedAsync(ApiUser.StatusUpdate("+989120000005", policy: "only")));

        var expected = ("peyk.deliveries", "channel=sms status=failed reason=invalid_address");
        await Wait.UntilAsync(() => telemetry.Measurements.Contains(expected), what: expected.ToString());
    }

    [Fact]
    public async Task Neither_spans_nor_metrics_carry_personal_data_and_metrics_carry_no_ids()
    {
        using var telemetry = new RecordedTelemetry();
        await using var host = await PeykHost.StartAsync(azurite.NewAccount());
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var trace = ActivityTraceId.CreateRandom();

        await api.FinalAsync(await PostAsync(api, trace, ApiUser.StatusUpdate(Mobile, Email, "en", "all", Name)));
        await Wait.UntilAsync(() => telemetry.SpansOf(trace).Count(s => s.OperationName == "receipt") >= 2);

        var spans = telemetry.SpansOf(trace).Select(s => $"{s.DisplayName} {string.Join(' ', s.TagObjects)} {string.Join(' ', s.Baggage)}").ToList();
        foreach (var text in spans.Concat(telemetry.Measurements.Select(m => m.Tags)))
        {
            text.ShouldNotContain(Digits);
            text.ShouldNotContain("@");
            text.ShouldNotContain(Name);
        }

        telemetry.Measurements.Where(m => Id().IsMatch(m.Tags)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Traces_and_metrics_are_posted_to_the_OTLP_endpoint_that_is_set()
    {
        await using var collector = await RecordingServer.StartAsync(_ => new CannedAnswer(System.Net.HttpStatusCode.OK, ContentType: "application/x-protobuf"));
        var settings = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address.ToString(),
            ["OTEL_SERVICE_NAME"] = "peyk-of-this-test",
        };

        await using (var host = await PeykHost.StartAsync(azurite.NewAccount(), settings))
        {
            using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
            await api.FinalAsync(await api.AcceptedAsync(ApiUser.StatusUpdate(Mobile, Email, "en", "all", Name)));
        }

        collector.Requests.ShouldAllBe(r => r.Headers["Content-Type"] == "application/x-protobuf");
        string[] traces = ["AcceptStatusUpdateHttp", "SendSmsQueue", "send email", "peyk-of-this-test"];
        foreach (var name in traces)
            collector.Requests.Where(r => r.Target == "/v1/traces").ShouldContain(r => r.Body.Contains(name, StringComparison.Ordinal));
        string[] metrics = ["peyk.deliveries", "peyk.storage.operations", "peyk.queue.age"];
        foreach (var name in metrics)
            collector.Requests.Where(r => r.Target == "/v1/metrics").ShouldContain(r => r.Body.Contains(name, StringComparison.Ordinal));
        collector.Requests.ShouldNotContain(r => r.Body.Contains(Digits, StringComparison.Ordinal) || r.Body.Contains(Email, StringComparison.Ordinal));
    }

    private static async Task<string> PostAsync(ApiUser api, ActivityTraceId trace, JsonObject update)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/status-updates") { Content = JsonContent.Create(update) };
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        using var answer = await api.Http.SendAsync(request);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<string>();
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}|[0-9]{4,}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();
}
