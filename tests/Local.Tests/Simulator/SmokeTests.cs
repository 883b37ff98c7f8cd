namespace Peyk.Local.Tests.Simulator;

public sealed class SmokeTests : SimulatorTest
{
    [Fact]
    public async Task An_sms_is_accepted_and_its_receipts_come()
    {
        var response = await SendSmsAsync();
        ((int)response.StatusCode).ShouldBe(201, await response.Content.ReadAsStringAsync());
        await EventuallyAsync(() => Callbacks().Length == 3);
        Callbacks().ShouldBe(["queued", "sent", "delivered"]);
    }

    [Fact]
    public async Task A_mail_is_accepted_and_its_events_come()
    {
        var response = await SendMailAsync("someone@example.com");
        ((int)response.StatusCode).ShouldBe(202, await response.Content.ReadAsStringAsync());
        await EventuallyAsync(() => EventTypes().Length == 2);
        EventTypes().ShouldBe(["processed", "delivered"]);
        Simulator.Mails.Single().Html.ShouldBe("<p>Rich</p>");
    }
}
