using Azure.Storage.Queues;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Peyk.Functions.Callbacks;
using Peyk.Functions.Delivery;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Callbacks;

/// <summary>Everything may come twice, and may break off between any two lines.</summary>
public sealed class CallbackCrashTests(CallbackFixture fixture) : IClassFixture<CallbackFixture>
{
    [Fact]
    public async Task A_queue_message_that_comes_twice_sends_once()
    {
        await using var endpoint = await Endpoint.StartAsync();
        await fixture.SetAsync("twice", endpoint.Address);
        await fixture.AddAsync("twice");
        var function = new SendCallbacksQueue(fixture.Host.Get<CallbackPump>(), fixture.Host.Get<Hints>());
        const string Message = """{"v":1,"client":"twice"}""";

        await Task.WhenAll(function.Run(Message, default), function.Run(Message, default));
        await function.Run(Message, default);

        await endpoint.RequestsAsync(1);
    }

    [Fact]
    public async Task Two_instances_send_each_callback_once()
    {
        await using var endpoint = await Endpoint.StartAsync();
        await fixture.SetAsync("instances", endpoint.Address);
        var added = await fixture.AddAsync("instances", 24);

        await Task.WhenAll(fixture.PumpAsync("instances"), NewInstance().RunAsync("instances", default));
        await fixture.PumpAsync("instances");

        (await endpoint.RequestsAsync(24)).Select(Endpoint.IdOf).Order(StringComparer.Ordinal)
            .ShouldBe(added.Select(a => a.Event.Id).Order(StringComparer.Ordinal));
        (await fixture.ListAsync("instances", CallbackStatus.Delivered)).Count.ShouldBe(24);
    }

    [Fact]
    public async Task A_crash_before_the_outcome_is_written_sends_the_same_event_under_the_same_id_again()
    {
        await using var endpoint = await Endpoint.StartAsync();
        await fixture.SetAsync("crash-before", endpoint.Address);
        var callback = (await fixture.AddAsync("crash-before"))[0];

        fixture.Storage.BreakNext("\"Status\":\"delivered\"", after: false);
        await Should.ThrowAsync<AggregateException>(fixture.PumpAsync("crash-before"));
        await fixture.PumpAsync("crash-before"); // Claimed: another try waits until the attempt counts as lost.
        endpoint.Requests.Count.ShouldBe(1);
        fixture.Time.Advance(CallbackFixture.Lease);
        await fixture.PumpAsync("crash-before");

        var requests = await endpoint.RequestsAsync(2);
        requests.Select(Endpoint.IdOf).Distinct().ShouldHaveSingleItem().ShouldBe(callback.Event.Id);
        requests[0].Body.ShouldBe(requests[1].Body);
        (await fixture.FindAsync(callback)).ShouldSatisfyAllConditions(c => c.Status.ShouldBe(CallbackStatus.Delivered), c => c.Attempts.ShouldBe(2));
    }

    [Fact]
    public async Task A_crash_after_the_outcome_is_written_sends_nothing_again()
    {
        await using var endpoint = await Endpoint.StartAsync();
        await fixture.SetAsync("crash-after", endpoint.Address);
        var callback = (await fixture.AddAsync("crash-after"))[0];

        fixture.Storage.BreakNext("\"Status\":\"delivered\"", after: true);
        await Should.ThrowAsync<AggregateException>(fixture.PumpAsync("crash-after"));
        fixture.Time.Advance(TimeSpan.FromMinutes(1));
        await fixture.PumpAsync("crash-after");

        await endpoint.RequestsAsync(1);
        (await fixture.FindAsync(callback)).Status.ShouldBe(CallbackStatus.Delivered);
    }

    [Fact]
    public async Task A_crash_around_the_claim_loses_nothing()
    {
        await using var endpoint = await Endpoint.StartAsync();
        await fixture.SetAsync("crash-claim", endpoint.Address);
        await fixture.AddAsync("crash-claim");

        fixture.Storage.BreakNext("\"Attempts\":1", after: true);
        await Should.ThrowAsync<AggregateException>(fixture.PumpAsync("crash-claim"));
        endpoint.Requests.ShouldBeEmpty();
        fixture.Time.Advance(CallbackFixture.Lease);
        await fixture.PumpAsync("crash-claim");

        await endpoint.RequestsAsync(1);
    }

    [Theory]
    [InlineData("cursor-before", false)]
    [InlineData("cursor-after", true)]
    public async Task A_crash_around_the_cursor_repeats_no_event_and_loses_none(string client, bool after)
    {
        await using var endpoint = await Endpoint.StartAsync();
        await fixture.SetAsync(client, endpoint.Address);
        using var api = await fixture.UserAsync(client);
        List<string> ids =
        [
            await CallbackFixture.FinalAsync(api, "+989126220001"),
            await CallbackFixture.FinalAsync(api, "+989126220002"),
            await CallbackFixture.FinalAsync(api, "+989126220003"),
        ];

        fixture.Storage.BreakNext("\"Position\"", after);
        await Should.ThrowAsync<AggregateException>(fixture.CollectAsync());
        await fixture.CollectAsync();
        await fixture.CollectAsync();

        (await endpoint.RequestsAsync(3)).Select(r => (string?)Endpoint.EventOf(r)["subject"]).Order(StringComparer.Ordinal)
            .ShouldBe(ids.Order(StringComparer.Ordinal));
        (await fixture.ListAsync(client)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Two_timers_at_once_take_each_event_in_once()
    {
        await using var endpoint = await Endpoint.StartAsync();
        await fixture.SetAsync("timers", endpoint.Address);
        using var api = await fixture.UserAsync("timers");
        await CallbackFixture.FinalAsync(api, "+989126220004");

        fixture.Time.Advance(TimeSpan.FromSeconds(11));
        var collector = fixture.Host.Get<CallbackCollector>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => collector.RunAsync(default)));

        await endpoint.RequestsAsync(1);
        (await fixture.ListAsync("timers")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_hint_that_was_lost_is_put_again()
    {
        await using var endpoint = await Endpoint.StartAsync();
        await fixture.SetAsync("lost", endpoint.Address);
        await fixture.AddAsync("lost"); // Without a hint.

        await fixture.CollectAsync();

        await endpoint.RequestsAsync(1);
    }

    [Theory]
    [InlineData("""{"v":1,"client":"poisoned"}""")]
    [InlineData("no hint for nobody@example.org")]
    public async Task A_hint_that_failed_too_often_is_kept_once_and_encrypted(string message)
    {
        var function = new SendCallbacksPoisonQueue(fixture.Host.Get<PoisonedMessages>());
        var letters = fixture.Host.Get<DeadLetterStore>();
        var before = (await letters.ListAsync(Queues.Callbacks, default)).Count;

        await function.Run(message, default);
        await function.Run(message, default);

        var found = await letters.ListAsync(Queues.Callbacks, default);
        found.Count.ShouldBe(before + 1);
        found.ShouldAllBe(letter => letter.Reason == "failed_too_often");
    }

    [Fact]
    public async Task A_message_of_a_newer_version_is_put_back()
    {
        var queue = fixture.Host.Get<QueueServiceClient>().GetQueueClient(Queues.Callbacks);
        var handler = new SendCallbacksQueue(fixture.Host.Get<CallbackPump>(), fixture.Host.Get<Hints>());

        // What another test left may be taken out at the same moment; then it is tried again.
        await Wait.UntilAsync(async () =>
        {
            var before = (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount;
            await handler.Run("""{"v":2,"clients":["a","b"]}""", default);
            return (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount == before + 1;
        }, what: "the message to be put back");
    }

    private CallbackPump NewInstance() => new(
        fixture.Store,
        fixture.Host.Get<CallbackEndpoints>(),
        fixture.Host.Get<CallbackSender>(),
        new EndpointPace(fixture.Time),
        fixture.Host.Get<CallbackHints>(),
        fixture.Host.Get<IOptions<CallbackOptions>>(),
        fixture.Time,
        NullLogger<CallbackPump>.Instance);
}
