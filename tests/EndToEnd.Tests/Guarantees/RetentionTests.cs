using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Functions.Delivery;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Guarantees;

/// <summary>Nothing is kept longer than was promised, and nothing goes before.</summary>
[Collection(nameof(OneAtATime))]
public sealed class RetentionTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task After_thirty_days_the_content_goes_and_the_log_still_verifies()
    {
        var time = new ShiftedTime();
        await using var host = await StartAsync(time);
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var update = ApiUser.StatusUpdate("+989390000001");
        update["reference"] = "file-8";
        var id = await api.AcceptedAsync(update);
        await api.FinalAsync(id);

        time.Advance(TimeSpan.FromDays(29.9));
        await host.Get<Retention>().RunAsync(default);
        var kept = await api.NotificationAsync(id);
        time.Advance(TimeSpan.FromDays(1));
        await host.Get<Retention>().RunAsync(default);
        var cleared = await api.NotificationAsync(id);

        kept["reference"]!.GetValue<string>().ShouldBe("file-8");
        (await RowsAsync(host, Tables.Notifications)).ShouldNotContain(r => r.EndsWith("|c", StringComparison.Ordinal));
        cleared["reference"].ShouldBeNull();
        cleared["status"]!.GetValue<string>().ShouldBe("delivered");
        cleared["logIntegrity"]!["verified"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task What_has_not_ended_keeps_its_content()
    {
        var time = new ShiftedTime();
        await using var host = await StartAsync(time);
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var mobile = Local.Simulator.Scenarios.ScenarioTable.Mobile("905", 9);
        var id = await api.AcceptedAsync(ApiUser.StatusUpdate(mobile));
        await api.WhenAsync(id, n => n["status"]!.GetValue<string>() == "sent");

        time.Advance(TimeSpan.FromDays(40));
        await host.Get<Retention>().RunAsync(default);

        (await RowsAsync(host, Tables.Notifications)).ShouldContain(id + "|c");
    }

    [Fact]
    public async Task After_four_hundred_days_everything_goes_with_what_only_the_head_named()
    {
        var time = new ShiftedTime();
        await using var host = await StartAsync(time);
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var update = ApiUser.StatusUpdate("+989390000002");
        update["reference"] = "a-reference";
        await api.FinalAsync(await api.AcceptedAsync(update, "a-key"));
        // The timer runs all the time; here, for the first time, a week before the content is due.
        time.Advance(TimeSpan.FromDays(399));
        await host.Get<Retention>().RunAsync(default);
        var kept = (await RowsAsync(host, Tables.Notifications)).Count;

        time.Advance(TimeSpan.FromDays(8));
        await host.Get<Retention>().RunAsync(default);

        kept.ShouldBeGreaterThan(0);
        (await RowsAsync(host, Tables.Notifications)).ShouldBeEmpty();
        (await RowsAsync(host, Tables.Idempotency)).ShouldBeEmpty();
        (await RowsAsync(host, Tables.References)).ShouldBeEmpty();
        (await RowsAsync(host, Tables.ProviderMessages)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Dead_letters_go_after_fourteen_days()
    {
        var time = new ShiftedTime();
        await using var host = await StartAsync(time);
        await host.Get<DeadLetterStore>().AddAsync(Queues.SendSms, "an-id", "unreadable", "a message", default);

        time.Advance(TimeSpan.FromDays(13));
        await host.Get<Retention>().RunAsync(default);
        var kept = (await host.Get<DeadLetterStore>().ListAsync(Queues.SendSms, default)).Count;
        time.Advance(TimeSpan.FromDays(2));
        await host.Get<Retention>().RunAsync(default);

        kept.ShouldBe(1);
        (await host.Get<DeadLetterStore>().ListAsync(Queues.SendSms, default)).ShouldBeEmpty();
    }

    private Task<PeykHost> StartAsync(ShiftedTime time) => PeykHost.StartAsync(
        azurite.NewAccount(),
        ShortTimes.Patient(("SweepSchedule", ShortTimes.Never)),
        services => services.AddSingleton<TimeProvider>(time));

    private static async Task<List<string>> RowsAsync(PeykHost host, string table) =>
        await host.Tables.GetTableClient(table).QueryAsync<TableEntity>().Select(r => r.RowKey).ToListAsync();
}
