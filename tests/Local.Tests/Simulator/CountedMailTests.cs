using System.Net;
using Peyk.Local.Simulator;

namespace Peyk.Local.Tests.Simulator;

public sealed class CountedMailTests : SimulatorTest
{
    protected override ProviderSimulatorOptions Options => base.Options with { OnlyCountMails = true };

    [Fact]
    public async Task Mails_that_are_only_counted_are_not_kept_and_their_addresses_count_once()
    {
        var first = await SendMailAsync("a@example.com");
        await SendMailAsync("b@example.com");
        await SendMailAsync("A@example.com");

        first.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        first.Headers.Contains("X-Message-Id").ShouldBeTrue();
        (Simulator.AcceptedMails, Simulator.MailRecipients, Simulator.Mails.Count).ShouldBe((3L, 2, 0));
    }
}
