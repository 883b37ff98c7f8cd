using System.Net;
using System.Text.Json.Nodes;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Peyk.Runtime.Queues;
using Peyk.Runtime.Tests.Support;
using Peyk.Runtime.Timers;
using Peyk.Testing;

namespace Peyk.Runtime.Tests.CustomHandler;

public sealed class InvocationTests : IAsyncLifetime
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private readonly RecordedLogs _logs = new();
    private readonly Setup _setup;
    private TestHost _host = null!;

    public InvocationTests() => _setup = new Setup(typeof(HandlerFunctions))
    {
        Settings = ["Peyk:Runtime:FunctionDeadline=00:00:01"],
        Configure = builder => builder.Logging.AddProvider(_logs),
    };

    public async ValueTask InitializeAsync() => _host = await TestHost.StartHandlerAsync(_setup);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_recorded_queue_message_comes_with_its_text_and_its_metadata()
    {
        await SucceedsAsync("OnQueue", HostCalls.Recorded("queue"));

        var message = _setup.Seen.All.OfType<QueueMessage>().Single();
        message.Body.ToString().ShouldBe("plain text");
        message.MessageId.ShouldBe("cf2e660c-0147-48ce-bb31-2d5c50e9c6c8");
        message.PopReceipt.ShouldBe("MjFOb3YyMDI2MjI6NDc6MTAzMjcx");
        message.DequeueCount.ShouldBe(1);
        message.InsertedOn.ShouldBe(new DateTimeOffset(2026, 11, 21, 22, 47, 9, TimeSpan.Zero));
        message.NextVisibleOn.ShouldBe(new DateTimeOffset(2026, 11, 21, 22, 57, 10, TimeSpan.Zero));
        message.ExpiresOn.ShouldBe(new DateTimeOffset(2026, 11, 28, 22, 47, 9, TimeSpan.Zero));
    }

    [Fact]
    public async Task The_context_shows_what_the_self_hosted_way_shows_and_the_hosts_own_id()
    {
        await SucceedsAsync("OnQueue", HostCalls.Recorded("queue"));

        var context = _setup.Seen.All.OfType<FunctionContext>().Single();
        context.InvocationId.ShouldBe(HostCalls.InvocationId);
        context.BindingContext.BindingData["Id"].ShouldBe("cf2e660c-0147-48ce-bb31-2d5c50e9c6c8");
        context.BindingContext.BindingData["DequeueCount"].ShouldBe("1");
        context.BindingContext.BindingData["QueueTrigger"].ShouldBe("plain text");
    }

    [Fact]
    public async Task A_recorded_JSON_message_comes_as_it_was_put()
    {
        await SucceedsAsync("OnQueue", HostCalls.Recorded("queue-json"));

        _setup.Seen.All.OfType<QueueMessage>().Single().Body.ToString().ShouldBe("""{"order":5,"nested":{"a":[1,2]}}""");
    }

    /// <summary>The host overwrites its own metadata with members of the message that have the same name.</summary>
    [Fact]
    public async Task Members_of_a_message_that_hide_the_metadata_do_no_harm()
    {
        await SucceedsAsync("OnQueue", """
            {"Data":{"msg":"\"{}\""},"Metadata":{"Id":{"x":1},"DequeueCount":"\"many\"","PopReceipt":null,"InsertionTime":[],"ExpirationTime":"\"soon\""}}
            """);

        var message = _setup.Seen.All.OfType<QueueMessage>().Single();
        (message.MessageId, message.DequeueCount, message.InsertedOn, message.ExpiresOn).ShouldBe(("", 1, null, null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("e30=")]
    [InlineData("\"quoted\"")]
    [InlineData("{\"a\": \"<سلام> & \\n \\\" \\ud83d\\ude00 \"}")]
    public async Task Text_comes_as_it_was_put(string text)
    {
        await SucceedsAsync("Text", HostCalls.Message(text));

        _setup.Seen.All.ShouldBe([text]);
    }

    [Theory]
    [InlineData("\"plain text\"", "plain text")]
    [InlineData("\"{\\\"a\\\":1}\"", "{\"a\":1}")]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    [InlineData("\"\\\"unfinished\"", "\"unfinished")]
    public async Task Text_that_is_encoded_once_or_not_at_all_is_taken_too(string value, string text)
    {
        await SucceedsAsync("Text", $$$"""{"Data":{"message":{{{value}}}},"Metadata":{}}""");

        _setup.Seen.All.ShouldBe([text]);
    }

    [Fact]
    public async Task A_message_nested_deeper_than_JSON_readers_usually_go_is_taken()
    {
        var deep = new string('[', 200) + new string(']', 200);

        await SucceedsAsync("Text", $$$"""{"Data":{"message":"\"{}\""},"Metadata":{"deep":{{{deep}}}}}""");

        _setup.Seen.All.ShouldBe(["{}"]);
    }

    [Fact]
    public async Task A_trace_goes_on_through_the_message()
    {
        await SucceedsAsync("OnQueue", HostCalls.Message($$"""{"traceparent":"{{Parent}}"}"""));

        _setup.Seen.All.OfType<string>().Single()[..36].ShouldBe(Parent[..36]);
    }

    [Fact]
    public async Task A_recorded_tick_comes_with_its_times()
    {
        await SucceedsAsync("TickMin", HostCalls.Recorded("timer"));

        var timer = _setup.Seen.All.OfType<TimerInfo>().Single();
        timer.IsPastDue.ShouldBeFalse();
        timer.ScheduleStatus!.Next.ShouldBe(new DateTime(2026, 11, 21, 22, 48, 0, DateTimeKind.Utc));
        timer.ScheduleStatus.Last.ShouldBe(new DateTime(2026, 11, 21, 22, 47, 0, DateTimeKind.Utc).AddTicks(12_338));
        timer.ScheduleStatus.Last.Kind.ShouldBe(DateTimeKind.Utc);
    }

    [Fact]
    public async Task The_first_tick_knows_no_last_one()
    {
        var first = HostCalls.Recorded("timer").Replace("2026-11-21T22:47:00.0012338+00:00", "0001-01-01T00:00:00+00:00", StringComparison.Ordinal);

        await SucceedsAsync("TickMin", first);

        var status = _setup.Seen.All.OfType<TimerInfo>().Single().ScheduleStatus!;
        (status.Last, status.LastUpdated).ShouldBe((default, default));
    }

    [Fact]
    public async Task A_tick_of_a_schedule_under_a_minute_has_no_status()
    {
        await SucceedsAsync("TickMin", """{"Data":{"myTimer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":true}},"Metadata":{}}""");

        var timer = _setup.Seen.All.OfType<TimerInfo>().Single();
        (timer.IsPastDue, timer.ScheduleStatus).ShouldBe((true, null));
    }

    [Fact]
    public async Task A_function_that_throws_fails_the_invocation_and_its_words_stay_here() =>
        (await FailsAsync("Fails", HostCalls.Message("secret"), HttpStatusCode.InternalServerError)).ShouldNotContain("secret");

    [Fact]
    public Task A_function_over_its_deadline_fails_the_invocation() =>
        FailsAsync("Endless", HostCalls.Message("{}"), HttpStatusCode.InternalServerError);

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"Data\":5}")]
    [InlineData("{\"Data\":{}}")]
    [InlineData("{\"Data\":{\"one\":\"\",\"two\":\"\"}}")]
    [InlineData("{\"Data\":{\"message\":\"\\ud800\"}}")]
    public async Task A_body_that_is_no_invocation_fails(string body)
    {
        await FailsAsync("Text", body, HttpStatusCode.BadRequest);

        _setup.Seen.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_timer_without_an_object_fails() => await FailsAsync("TickMin", HostCalls.Message("now"), HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_function_that_is_not_there_fails_and_the_log_says_why()
    {
        await FailsAsync("Renamed", HostCalls.Recorded("queue"), HttpStatusCode.NotFound);

        _logs.Lines.ShouldContain(line => line.Contains("function.json is of another version", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_that_does_not_proxy_is_told_so()
    {
        const string Body = """{"Data":{"req":{"Url":"http://localhost/greetings/x","Method":"POST","Query":{},"Headers":{},"Params":{"name":"x"},"Identities":[]}},"Metadata":{}}""";

        await FailsAsync("Greet", Body, HttpStatusCode.InternalServerError);

        _logs.Lines.ShouldContain(line => line.Contains("enableProxyingHttpRequest", StringComparison.Ordinal));
    }

    [Fact]
    public void Neither_queues_nor_timers_are_watched_here()
    {
        var services = ((IEnumerable<IHostedService>)_host.Services.GetService(typeof(IEnumerable<IHostedService>))!).ToList();

        services.ShouldNotContain(service => service is QueueListeners || service is TimerListeners);
        _host.Services.GetService(typeof(IQueueWakeup)).ShouldBeOfType<NoQueueWakeup>();
    }

    private async Task SucceedsAsync(string function, string body)
    {
        using var answer = await _host.InvokeAsync(function, body);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        await IsReadableAsync(answer);
    }

    private async Task<string> FailsAsync(string function, string body, HttpStatusCode status)
    {
        using var answer = await _host.InvokeAsync(function, body);

        answer.StatusCode.ShouldBe(status);
        return await IsReadableAsync(answer);
    }

    /// <summary>With anything else than a JSON object the host hangs or counts a failure.</summary>
    private static async Task<string> IsReadableAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        JsonNode.Parse(text).ShouldBeOfType<JsonObject>();
        return text;
    }
}
