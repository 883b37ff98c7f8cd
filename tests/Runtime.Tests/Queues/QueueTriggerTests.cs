using System.Text;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Runtime.Queues;
using Peyk.Runtime.Tests.Support;
using Peyk.Testing;

namespace Peyk.Runtime.Tests.Queues;

public sealed class QueueTriggerTests(AzuriteFixture azurite)
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private readonly string storage = azurite.NewAccount();

    [Theory]
    [InlineData(typeof(TextQueue), "text")]
    [InlineData(typeof(BytesQueue), "bytes")]
    public async Task Text_comes_as_it_was_put(Type function, string queueName)
    {
        const string Message = "{\"a\": \"<سلام> & \\n\"}";
        var seen = await RunAsync(function, queueName, Message);

        seen.ShouldBe([Message]);
    }

    [Fact]
    public async Task Base64_text_is_left_alone() => (await RunAsync(typeof(TextQueue), "text", "e30=")).ShouldBe(["e30="]);

    [Fact]
    public async Task An_object_is_read_from_JSON() =>
        (await RunAsync(typeof(OrderQueue), "orders", """ {"number": 1, "name": "ن"} """)).ShouldBe([new Order(1, "ن")]);

    [Fact]
    public async Task An_object_is_read_from_Base64_of_JSON() =>
        (await RunAsync(typeof(OrderQueue), "orders", Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"number": 1, "name": "ن"}""")))).ShouldBe([new Order(1, "ن")]);

    [Fact]
    public async Task Name_and_connection_can_come_from_settings()
    {
        var setup = new Setup(typeof(NamedQueue)) { Settings = ["Stage=blue", $"Other={storage}"] };
        var queue = await TestQueue.CreateAsync(storage, "named-blue");
        await queue.SendMessageAsync("hello");
        await using var host = await TestHost.StartAsync(setup);

        await setup.Seen.WaitForAsync(1);

        setup.Seen.All.ShouldBe(["hello"]);
    }

    [Fact]
    public async Task The_whole_message_its_data_and_its_trace_are_there()
    {
        var seen = await RunAsync(typeof(WholeQueue), "whole", $$"""{"deep": {"traceparent": "no"}, "traceparent": "{{Parent}}"}""", 3);

        var message = (QueueMessage)seen[0];
        var data = ((FunctionContext)seen[1]).BindingContext.BindingData;
        data["Id"].ShouldBe(message.MessageId);
        data["DequeueCount"].ShouldBe("1");
        data["QueueTrigger"].ShouldBe(message.Body.ToString());
        ((string)seen[2])[..36].ShouldBe(Parent[..36]);
    }

    [Fact]
    public async Task A_message_that_fails_is_tried_again_with_its_text_and_ends_in_the_poison_queue()
    {
        var setup = new Setup(typeof(FailingQueue), typeof(PoisonedQueue)) { Storage = storage, Settings = ["AzureFunctionsJobHost:extensions:queues:maxDequeueCount=3"] };
        var queue = await TestQueue.CreateAsync(storage, "failing");
        await queue.SendMessageAsync("text", timeToLive: TimeSpan.FromMinutes(5));
        await using var host = await TestHost.StartAsync(setup);

        await setup.Seen.WaitForAsync(4);

        setup.Seen.All.OfType<QueueMessage>().Select(message => (message.DequeueCount, message.Body.ToString()))
            .ShouldBe([(1, "text"), (2, "text"), (3, "text")]);
        setup.Seen.All[^1].ShouldBe("poison text");
        await Wait.UntilAsync(async () => await queue.CountAsync() == 0);
    }

    [Fact]
    public async Task A_poisoned_message_lives_for_ever()
    {
        var setup = new Setup(typeof(FailingQueue)) { Storage = storage, Settings = ["AzureFunctionsJobHost:extensions:queues:maxDequeueCount=1"] };
        var queue = await TestQueue.CreateAsync(storage, "failing");
        await queue.SendMessageAsync("text", timeToLive: TimeSpan.FromMinutes(5));
        await using var host = await TestHost.StartAsync(setup);
        var poison = new QueueClient(storage, "failing-poison");
        await Wait.UntilAsync(async () => await poison.CountAsync() == 1);

        PeekedMessage message = await poison.PeekMessageAsync();

        message.Body.ToString().ShouldBe("text");
        message.ExpiresOn!.Value.Year.ShouldBeGreaterThan(2100);
    }

    [Fact]
    public async Task A_message_fetched_too_often_is_poisoned_without_running()
    {
        var setup = new Setup(typeof(FailingQueue)) { Storage = storage, Settings = ["AzureFunctionsJobHost:extensions:queues:maxDequeueCount=1"] };
        var queue = await TestQueue.CreateAsync(storage, "failing");
        await queue.SendMessageAsync("text");
        QueueMessage taken = await queue.ReceiveMessageAsync();
        await queue.UpdateMessageAsync(taken.MessageId, taken.PopReceipt, visibilityTimeout: TimeSpan.Zero);
        await using var host = await TestHost.StartAsync(setup);
        var poison = new QueueClient(storage, "failing-poison");

        await Wait.UntilAsync(async () => await poison.CountAsync() == 1);

        setup.Seen.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_poison_queue_has_no_poison_queue_and_its_messages_run_on()
    {
        var setup = new Setup(typeof(FailingPoisonQueue))
        {
            Storage = storage,
            Settings = ["AzureFunctionsJobHost:extensions:queues:maxDequeueCount=2", "Peyk:Runtime:MessageLease=00:00:01"],
        };
        var queue = await TestQueue.CreateAsync(storage, "old-poison");
        await queue.SendMessageAsync("text");
        await using var host = await TestHost.StartAsync(setup);

        await setup.Seen.WaitForAsync(4);

        (await new QueueClient(storage, "old-poison-poison").ExistsAsync()).Value.ShouldBeFalse();
    }

    [Fact]
    public async Task An_absent_queue_is_listened_to_as_soon_as_it_is_there()
    {
        var setup = new Setup(typeof(TextQueue)) { Storage = storage };
        await using var host = await TestHost.StartAsync(setup);

        var queue = await TestQueue.CreateAsync(storage, "text");
        await queue.SendMessageAsync("late");

        await setup.Seen.WaitForAsync(1);
    }

    [Fact]
    public async Task A_wake_up_ends_the_back_off()
    {
        var setup = new Setup(typeof(TextQueue))
        {
            Storage = storage,
            Settings = ["Peyk:Runtime:MinPollingInterval=12:00:00", "AzureFunctionsJobHost:extensions:queues:maxPollingInterval=12:00:00"],
        };
        var queue = await TestQueue.CreateAsync(storage, "text");
        await using var host = await TestHost.StartAsync(setup);
        var wakeup = host.Services.GetRequiredService<IQueueWakeup>();

        // The first may be found by the poll at start; after it the next poll is twelve hours away.
        for (var i = 1; i <= 3; i++)
        {
            await queue.SendMessageAsync($"{i}");
            wakeup.Wake("text");
            await setup.Seen.WaitForAsync(i);
        }
    }

    [Fact]
    public async Task A_stop_puts_unfinished_messages_back_at_once()
    {
        var setup = new Setup(typeof(StuckQueue)) { Storage = storage, Settings = ["Peyk:Runtime:DrainTimeout=00:00:00.2"] };
        var queue = await TestQueue.CreateAsync(storage, "stuck");
        await queue.SendMessageAsync("text");
        var host = await TestHost.StartAsync(setup);
        await setup.Seen.WaitForAsync(1);

        await host.DisposeAsync();

        QueueMessage message = await queue.ReceiveMessageAsync();
        message.Body.ToString().ShouldBe("text");
    }

    [Fact]
    public async Task At_most_one_batch_and_the_threshold_run_at_once()
    {
        var setup = new Setup(typeof(StuckQueue))
        {
            Storage = storage,
            Settings =
            [
                "AzureFunctionsJobHost:extensions:queues:batchSize=4",
                "AzureFunctionsJobHost:extensions:queues:newBatchThreshold=2",
                "Peyk:Runtime:DrainTimeout=00:00:00",
            ],
        };
        var queue = await TestQueue.CreateAsync(storage, "stuck");
        await queue.PutAsync(Enumerable.Range(0, 12).Select(i => $"{i}"));
        await using var host = await TestHost.StartAsync(setup);
        await setup.Seen.WaitForAsync(4);

        // All others can still be had by somebody else.
        QueueMessage[] left = await queue.ReceiveMessagesAsync(32);

        left.Length.ShouldBe(8);
        setup.Seen.All.Count.ShouldBe(4);
    }

    private async Task<IReadOnlyList<object>> RunAsync(Type function, string queueName, string message, int expected = 1)
    {
        var setup = new Setup(function) { Storage = storage };
        var queue = await TestQueue.CreateAsync(storage, queueName);
        await queue.SendMessageAsync(message);
        await using var host = await TestHost.StartAsync(setup);
        await setup.Seen.WaitForAsync(expected);
        await Wait.UntilAsync(async () => await queue.CountAsync() == 0);
        return setup.Seen.All;
    }
}
