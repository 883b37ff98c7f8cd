using Peyk.Runtime.Tests.Support;
using Peyk.Testing;

namespace Peyk.Runtime.Tests.Queues;

public sealed class TwoProcessesTests(AzuriteFixture azurite)
{
    private readonly string storage = azurite.NewAccount();

    [Fact]
    public async Task Two_processes_on_one_queue_process_each_message_once()
    {
        var queue = await TestQueue.CreateAsync(storage, "work");
        await using var one = Start(20);
        await using var other = Start(20);
        var messages = Enumerable.Range(0, 200).Select(i => $"{i}").ToList();

        await queue.PutAsync(messages);
        await Wait.UntilAsync(async () => await queue.CountAsync() == 0, TimeSpan.FromSeconds(60));
        (await one.TerminateAsync()).ShouldBe(0, one.Output);
        (await other.TerminateAsync()).ShouldBe(0, other.Output);

        one.Said("done").Concat(other.Said("done")).ShouldBe(messages, ignoreOrder: true);
        one.Said("done").ShouldNotBeEmpty();
        other.Said("done").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task SIGTERM_during_100_messages_loses_none()
    {
        var queue = await TestQueue.CreateAsync(storage, "work");
        var messages = Enumerable.Range(0, 100).Select(i => $"{i}").ToList();
        await queue.PutAsync(messages);
        await using var first = Start(200);
        await Wait.UntilAsync(() => first.Said("done").Count >= 10, what: "ten messages: " + first.Output);

        (await first.TerminateAsync()).ShouldBe(0, first.Output);
        var doneByFirst = first.Said("done");
        await using var second = Start(0);

        // Sooner than the lease of two and a half minutes: none was left hidden.
        await Wait.UntilAsync(async () => await queue.CountAsync() == 0, TimeSpan.FromSeconds(60));
        (await second.TerminateAsync()).ShouldBe(0, second.Output);
        doneByFirst.Count.ShouldBeLessThan(100);
        first.Said("begun").ShouldBe(doneByFirst, ignoreOrder: true);
        doneByFirst.Concat(second.Said("done")).ShouldBe(messages, ignoreOrder: true);
    }

    private TestProcess Start(int milliseconds) => TestProcess.Start(
        ("AzureWebJobsStorage", storage),
        ("WorkQueue", "work"),
        ("WorkMilliseconds", $"{milliseconds}"),
        ("AzureWebJobs__Tick__Disabled", "true"));
}
