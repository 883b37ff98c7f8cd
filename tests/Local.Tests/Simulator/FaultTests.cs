using System.Net;
using System.Net.Http.Json;
using Peyk.Local.Simulator;

namespace Peyk.Local.Tests.Simulator;

public sealed class FaultTests : SimulatorTest
{
    [Theory]
    [InlineData(Fault.ServerError, HttpStatusCode.InternalServerError, 0)]
    [InlineData(Fault.RateLimited, HttpStatusCode.TooManyRequests, 0)]
    [InlineData(Fault.ErrorAfterAccept, HttpStatusCode.InternalServerError, 1)]
    public async Task A_fault_meets_every_send_of_its_provider(Fault fault, HttpStatusCode status, int accepted)
    {
        Simulator.Faults.Twilio = fault;
        Simulator.Faults.SendGrid = fault;

        (await SendSmsAsync()).StatusCode.ShouldBe(status);
        (await SendMailAsync("citizen@example.com")).StatusCode.ShouldBe(status);
        Simulator.AcceptedMessages.ShouldBe(accepted);
        Simulator.AcceptedMails.ShouldBe(accepted);
    }

    [Theory]
    [InlineData(Fault.ResetBeforeAccept, 0)]
    [InlineData(Fault.ResetAfterAccept, 1)]
    public async Task A_fault_can_reset_connections(Fault fault, int accepted)
    {
        Simulator.Faults.Twilio = fault;

        await Should.ThrowAsync<HttpRequestException>(SendSmsAsync());

        Simulator.AcceptedMessages.ShouldBe(accepted);
    }

    [Theory]
    [InlineData(Fault.TimeoutBeforeAccept, 0)]
    [InlineData(Fault.TimeoutAfterAccept, 1)]
    public async Task A_fault_can_leave_requests_unanswered(Fault fault, int accepted)
    {
        Simulator.Faults.SendGrid = fault;

        await GiveUpAsync(token => SendMailAsync(Mail("citizen@example.com"), token));

        Simulator.AcceptedMails.ShouldBe(accepted);
    }

    [Fact]
    public async Task One_provider_fails_alone()
    {
        Simulator.Faults.Twilio = Fault.ServerError;

        (await SendMailAsync("citizen@example.com")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public void A_fault_ends_with_its_period()
    {
        var time = new SetTime();
        var faults = new Faults(time);
        faults.SetTwilio(Fault.ServerError, TimeSpan.FromSeconds(30));

        time.Now += TimeSpan.FromSeconds(29);
        faults.Twilio.ShouldBe(Fault.ServerError);
        time.Now += TimeSpan.FromSeconds(1);
        faults.Twilio.ShouldBe(Fault.None);
    }

    [Fact]
    public async Task Another_process_can_switch_faults()
    {
        await SendGrid.PutAsJsonAsync("_sim/faults", new { twilio = "serverError", loseReceipts = true });

        Simulator.Faults.Twilio.ShouldBe(Fault.ServerError);
        Simulator.Faults.SendGrid.ShouldBe(Fault.None);
        Simulator.Faults.LoseReceipts.ShouldBeTrue();
    }

    [Fact]
    public async Task Reset_makes_all_well_again()
    {
        Simulator.Faults.SendGrid = Fault.ServerError;
        await SendSmsAsync();

        await SendGrid.PostAsync("_sim/reset", null);

        Simulator.Faults.SendGrid.ShouldBe(Fault.None);
        Simulator.Messages.ShouldBeEmpty();
        Simulator.AcceptedCount(Mobile).ShouldBe(0);
    }

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
