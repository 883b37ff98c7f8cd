using Azure.Data.Tables;
using Peyk.Core.Deliveries;
using Peyk.Functions.Cli;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Operations;

public sealed class PauseTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_paused_channel_sends_nothing_until_it_is_resumed_and_the_other_goes_on()
    {
        await using var host = await PeykHost.StartAsync(
            azurite.NewAccount(), new Dictionary<string, string> { ["Delivery__HintGrace"] = "00:00:01", ["SweepSchedule"] = "* * * * * *" });
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        await RunAsync(host, "pause", "sms");

        var waiting = await api.AcceptedAsync(ApiUser.StatusUpdate("+989127770101", policy: "only"));
        var other = await api.FinalAsync(await api.AcceptedAsync(ApiUser.StatusUpdate(email: "paused@example.org")));
        await Wait.UntilAsync(() => host.Logs.Lines.Count(l => l.Contains("The sweep hinted at", StringComparison.Ordinal)) >= 2, what: "the sweep to hint twice");

        ((string?)other["status"]).ShouldBe("delivered");
        host.Simulator.AcceptedMessages.ShouldBe(0);

        await RunAsync(host, "resume", "sms");
        ((string?)(await api.FinalAsync(waiting))["status"]).ShouldBe("delivered");
        host.Simulator.AcceptedMessages.ShouldBe(1);
    }

    [Fact]
    public async Task Another_instance_hears_of_a_pause_and_of_its_end_within_seconds()
    {
        var (tables, time) = (await TablesAsync(), new ShiftedTime());
        var (here, there) = (new ChannelPauses(tables, time), new ChannelPauses(tables, time));
        (await there.IsPausedAsync(Channel.Sms, "reminders", default)).ShouldBeFalse();

        await here.PauseAsync(Channel.Sms, null, default);
        (await here.IsPausedAsync(Channel.Sms, "reminders", default)).ShouldBeTrue();
        time.Advance(ChannelPauses.Believed);
        (await there.IsPausedAsync(Channel.Sms, "reminders", default)).ShouldBeTrue();
        (await there.IsPausedAsync(Channel.Email, "reminders", default)).ShouldBeFalse();

        await here.ResumeAsync(Channel.Sms, null, default);
        time.Advance(ChannelPauses.Believed);
        (await there.IsPausedAsync(Channel.Sms, "reminders", default)).ShouldBeFalse();
    }

    [Fact]
    public async Task Pausing_and_resuming_twice_is_pausing_and_resuming_once()
    {
        var (tables, time) = (await TablesAsync(), new ShiftedTime());
        var pauses = new ChannelPauses(tables, time);

        await pauses.PauseAsync(Channel.Email, null, default);
        var first = (await pauses.ListAsync(default)).Single();
        time.Advance(TimeSpan.FromHours(1));
        await pauses.PauseAsync(Channel.Email, null, default);
        (await pauses.ListAsync(default)).ShouldBe([first]);

        await pauses.ResumeAsync(Channel.Email, null, default);
        await pauses.ResumeAsync(Channel.Email, null, default);
        (await pauses.ListAsync(default)).ShouldBeEmpty();
    }

    private async Task<TableServiceClient> TablesAsync()
    {
        var tables = new TableServiceClient(azurite.NewAccount());
        await tables.CreateTableIfNotExistsAsync(Tables.Controls);
        return tables;
    }

    private static async Task RunAsync(PeykHost host, params string[] arguments) =>
        (await CommandLine.RunAsync(arguments, () => host.Services, TextWriter.Null, TextWriter.Null)).ShouldBe(0);
}
