using Peyk.EndToEnd.Tests.Guarantees;
using Peyk.Functions.Shared.Storage;
using Peyk.Local.Simulator;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.FunctionsHost;

[Collection(nameof(OneAtATime))]
public sealed class HandlerStopTests(AzuriteFixture azurite)
{
    /// <summary>The provider takes the message and never answers, so that the call is still under way when the host stops.</summary>
    [Fact]
    public async Task A_stop_lets_the_sending_under_way_end()
    {
        await using var host = await FakeFunctionsHost.StartAsync(azurite.NewAccount(), ("Delivery__CallTimeout", "00:00:08"));
        using var api = await host.NewApiUserAsync();
        host.Simulator.Faults.Twilio = Fault.TimeoutAfterAccept;
        await api.AcceptedAsync(ApiUser.StatusUpdate("+989124440009"));
        await Wait.UntilAsync(() => host.Simulator.Messages.Any(message => message.To == "+989124440009"), what: "the provider's call");
        host.Queues.Held = Queues.SendSms;
        host.Invocations.Ended.ShouldNotContain(run => run.Function == "SendSmsQueue");

        (await host.Handler.TerminateAsync()).ShouldBe(0, host.Handler.Output);

        host.Invocations.Ended.ShouldContain(("SendSmsQueue", true));
    }
}
