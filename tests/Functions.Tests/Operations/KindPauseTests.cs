using System.Reflection;
using Azure.Data.Tables;
using Peyk.Core.Deliveries;
using Peyk.Functions.Cli;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;
using Peyk.Functions.Tests.Reminders;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Operations;

/// <summary>One kind of message is paused on a channel.</summary>
public sealed class KindPauseTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_paused_kind_is_not_sent_and_the_others_are_and_it_goes_out_when_it_is_resumed()
    {
        await using var host = await ReminderHost.StartAsync(azurite.NewAccount());
        await RunAsync(host, "pause", "sms", "--kind", "reminders");
        var (reminded, told) = ("+989127770201", "+989127770202");
        var reminder = await host.AcceptedAsync(host.Reminder(reminded, TimeSpan.FromMinutes(5)));
        await host.PassAsync(TimeSpan.FromMinutes(6));
        var waiting = (await host.NotificationsAsync(reminder)).Single();

        await host.LookAsync(waiting);
        await host.Api.FinalAsync(await host.Api.AcceptedAsync(ApiUser.StatusUpdate(told, policy: "only")));

        host.SentTo(told).ShouldBe(1);
        host.SentTo(reminded).ShouldBe(0);
        (await StatusAsync(host, waiting)).ShouldBe("scheduled");

        await RunAsync(host, "resume", "sms", "--kind", "reminders");
        // The sweep hints at it as at any message that is due.
        host.Time.Advance(TimeSpan.FromMinutes(5));
        await host.Host.Get<Sweep>().RunAsync(default);
        ((string?)(await host.Api.FinalAsync(waiting))["status"]).ShouldBe("delivered");
        host.SentTo(reminded).ShouldBe(1);
    }

    [Fact]
    public async Task What_expires_while_its_kind_is_paused_is_not_sent_afterwards()
    {
        await using var host = await ReminderHost.StartAsync(azurite.NewAccount());
        await RunAsync(host, "pause", "sms", "--kind", "status-updates");
        var update = ApiUser.StatusUpdate("+989127770203", policy: "only");
        update["expiresAt"] = (host.Now + TimeSpan.FromMinutes(30)).ToString("O");
        var id = await host.Api.AcceptedAsync(update);
        await host.LookAsync(id);

        host.Time.Advance(TimeSpan.FromMinutes(31));
        await RunAsync(host, "resume", "sms", "--kind", "status-updates");
        await host.LookAsync(id);

        (await StatusAsync(host, id)).ShouldBe("expired");
        host.SentTo("+989127770203").ShouldBe(0);
    }

    [Fact]
    public async Task A_pause_of_a_kind_stops_that_kind_on_that_channel_and_nothing_else()
    {
        var pauses = new ChannelPauses(await TablesAsync(), new ShiftedTime());

        await pauses.PauseAsync(Channel.Email, "newsletters", default);

        var stopped = new List<string>();
        foreach (var channel in Enum.GetValues<Channel>())
        {
            foreach (var kind in MessageKinds.All)
            {
                if (await pauses.IsPausedAsync(channel, kind.Name, default))
                    stopped.Add($"{kind.Name} {channel.ToWord()}");
            }
        }

        stopped.ShouldBe(["newsletters email"]);
    }

    [Fact]
    public async Task A_kinds_pause_and_its_channels_end_each_by_itself()
    {
        var pauses = new ChannelPauses(await TablesAsync(), new ShiftedTime());
        await pauses.PauseAsync(Channel.Sms, null, default);
        await pauses.PauseAsync(Channel.Sms, "reminders", default);

        await pauses.ResumeAsync(Channel.Sms, null, default);

        (await pauses.IsPausedAsync(Channel.Sms, "reminders", default)).ShouldBeTrue();
        (await pauses.IsPausedAsync(Channel.Sms, "status-updates", default)).ShouldBeFalse();
    }

    [Fact]
    public async Task Pausing_and_resuming_a_kind_twice_is_doing_so_once()
    {
        var time = new ShiftedTime();
        var pauses = new ChannelPauses(await TablesAsync(), time);

        await pauses.PauseAsync(Channel.Sms, "reminders", default);
        var first = await pauses.ListAsync(default);
        time.Advance(TimeSpan.FromHours(1));
        await pauses.PauseAsync(Channel.Sms, "reminders", default);
        (await pauses.ListAsync(default)).ShouldBe(first);

        await pauses.ResumeAsync(Channel.Sms, "reminders", default);
        await pauses.ResumeAsync(Channel.Sms, "reminders", default);
        (await pauses.ListAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_that_names_only_a_channel_pauses_every_kind_on_it()
    {
        var tables = await TablesAsync();
        await tables.GetTableClient(Tables.Controls).AddEntityAsync(new TableEntity("pause", "sms") { ["Since"] = DateTimeOffset.UnixEpoch });
        var pauses = new ChannelPauses(tables, new ShiftedTime());

        (await pauses.ListAsync(default)).ShouldBe([new(Channel.Sms, DateTimeOffset.UnixEpoch)]);
        foreach (var kind in MessageKinds.All)
            (await pauses.IsPausedAsync(Channel.Sms, kind.Name, default)).ShouldBeTrue(kind.Name);
    }

    [Theory]
    [InlineData("--kind", "letters", "no such kind")]
    [InlineData("--kind", "newsletters", "a kind that never goes by SMS")]
    public async Task A_pause_that_could_stop_nothing_is_refused(string option, string value, string why)
    {
        var tables = await TablesAsync();

        var code = await CommandLine.RunAsync(
            ["pause", "sms", option, value], () => throw new InvalidOperationException("Nothing should run."), TextWriter.Null, TextWriter.Null);

        code.ShouldNotBe(0, why);
        (await new ChannelPauses(tables, new ShiftedTime()).ListAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_kind_that_the_app_sends_can_be_paused()
    {
        var kinds = typeof(PeykApp).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(field => field is { Name: "Kind", IsLiteral: true })
            .Select(field => (string)field.GetRawConstantValue()!);

        MessageKinds.All.Select(kind => kind.Name).ShouldBe(kinds, ignoreOrder: true);
    }

    private static async Task<string?> StatusAsync(ReminderHost host, string id) => (string?)(await host.Api.NotificationAsync(id))["status"];

    private async Task<TableServiceClient> TablesAsync()
    {
        var tables = new TableServiceClient(azurite.NewAccount());
        await tables.CreateTableIfNotExistsAsync(Tables.Controls);
        return tables;
    }

    private static async Task RunAsync(ReminderHost host, params string[] arguments) =>
        (await CommandLine.RunAsync(arguments, () => host.Host.Services, TextWriter.Null, TextWriter.Null)).ShouldBe(0);
}
