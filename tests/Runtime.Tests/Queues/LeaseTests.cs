using Peyk.Runtime.Tests.Support;
using Peyk.Testing;

namespace Peyk.Runtime.Tests.Queues;

public sealed class LeaseTests(AzuriteFixture azurite)
{
    private readonly string storage = azurite.NewAccount();

    [Fact]
    public async Task A_message_whose_function_runs_three_times_its_lease_goes_to_nobody_else()
    {
        var setup = new Setup(typeof(SlowQueue)) { Storage = storage, Settings = ["Peyk:Runtime:MessageLease=00:00:02"] };
        var queue = await TestQueue.CreateAsync(storage, "slow");
        await queue.SendMessageAsync("a");
        await using var one = await TestHost.StartAsync(setup);
        await using var other = await TestHost.StartAsync(setup);

        await setup.Seen.WaitForAsync(2);
        await Wait.UntilAsync(async () => await queue.CountAsync() == 0);

        setup.Seen.All.ShouldBe(["begun a", "done a"]);
    }

    [Fact]
    public async Task A_function_whose_message_was_taken_away_runs_on_and_the_next_message_comes()
    {
        var setup = new Setup(typeof(SlowQueue)) { Storage = storage, Settings = ["Peyk:Runtime:MessageLease=00:00:02"] };
        var queue = await TestQueue.CreateAsync(storage, "slow");
        await queue.SendMessageAsync("a");
        await using var host = await TestHost.StartAsync(setup);
        await setup.Seen.WaitForAsync(1);

        await queue.ClearMessagesAsync();
        await queue.SendMessageAsync("b");

        await setup.Seen.WaitForAsync(4);
        setup.Seen.All.ShouldBe(["begun a", "begun b", "done a", "done b"], ignoreOrder: true);
    }
}
