using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Azure.Functions.Worker;
using Peyk.Runtime.Tests.Support;
using Peyk.Runtime.Timers;
using Peyk.Testing;

namespace Peyk.Runtime.Tests.Timers;

public sealed class TimerTriggerTests(AzuriteFixture azurite)
{
    private const string Hourly = "0 0 * * * *";

    private readonly string storage = azurite.NewAccount();

    [Fact]
    public async Task A_first_start_waits_for_the_next_tick()
    {
        var setup = new Setup(typeof(HourlyTimer)) { Storage = storage, Settings = [$"Schedule={Yearly()}"] };
        await using (await TestHost.StartAsync(setup))
            await Wait.UntilAsync(async () => await BlobOf("Hourly").ExistsAsync());

        setup.Seen.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tick_missed_while_nothing_ran_comes_once_and_says_that_it_is_past_due()
    {
        var last = DateTimeOffset.UtcNow.AddHours(-6);
        await StoreAsync("Hourly", Hourly, next: last.AddHours(1), last: last);
        var setup = new Setup(typeof(HourlyTimer)) { Storage = storage, Settings = [$"Schedule={Hourly}"] };
        await using var one = await TestHost.StartAsync(setup);
        await using var other = await TestHost.StartAsync(setup);

        await setup.Seen.WaitForAsync(1);
        await Wait.UntilAsync(async () => (await ReadAsync("Hourly")).Next > DateTimeOffset.UtcNow);

        var timer = setup.Seen.All.ShouldHaveSingleItem().ShouldBeOfType<TimerInfo>();
        timer.IsPastDue.ShouldBeTrue();
        timer.ScheduleStatus!.Last.Hour.ShouldBe(last.Hour);
    }

    [Fact]
    public async Task Without_the_monitor_a_missed_tick_is_left_out()
    {
        await StoreAsync("Hourly", Hourly, next: DateTimeOffset.UtcNow.AddHours(-5));
        var setup = new Setup(typeof(UnmonitoredTimer)) { Storage = storage, Settings = [$"Schedule={Hourly}"] };
        await using var host = await TestHost.StartAsync(setup);

        await Wait.UntilAsync(async () => (await ReadAsync("Hourly")).Next > DateTimeOffset.UtcNow);

        setup.Seen.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_changed_schedule_is_reckoned_anew_and_is_not_past_due()
    {
        await StoreAsync("Hourly", "0 30 * * * *", next: DateTimeOffset.UtcNow.AddHours(-5));
        var setup = new Setup(typeof(HourlyTimer)) { Storage = storage, Settings = [$"Schedule={Hourly}"] };
        await using var host = await TestHost.StartAsync(setup);

        await Wait.UntilAsync(async () => (await ReadAsync("Hourly")) is var record && record.Schedule == Hourly && record.Next > DateTimeOffset.UtcNow);

        setup.Seen.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunOnStartup_runs_once_at_each_start()
    {
        var setup = new Setup(typeof(StartupTimer)) { Storage = storage };

        await using (await TestHost.StartAsync(setup))
            await setup.Seen.WaitForAsync(1);
        await using (await TestHost.StartAsync(setup))
            await setup.Seen.WaitForAsync(2);

        setup.Seen.All.Count.ShouldBe(2);
        setup.Seen.All.Cast<TimerInfo>().ShouldAllBe(timer => !timer.IsPastDue);
    }

    [Fact]
    public async Task A_failed_tick_is_not_run_again_and_the_next_one_comes()
    {
        var setup = new Setup(typeof(FailingTimer)) { Storage = storage };
        await using var host = await TestHost.StartAsync(setup);

        await setup.Seen.WaitForAsync(2);

        (await ReadAsync("Failing")).Last.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_tick_cut_short_by_a_stop_stays_due()
    {
        var due = DateTimeOffset.UtcNow.AddMinutes(-1);
        await StoreAsync("Stuck", "0 0 0 1 1 *", next: due);
        var setup = new Setup(typeof(StuckTimer)) { Storage = storage, Settings = ["Peyk:Runtime:DrainTimeout=00:00:00"] };
        var host = await TestHost.StartAsync(setup);
        await setup.Seen.WaitForAsync(1);

        await host.DisposeAsync();

        (await ReadAsync("Stuck")).Next.ShouldBe(due);
        BlobProperties properties = await BlobOf("Stuck").GetPropertiesAsync();
        properties.LeaseState.ShouldBe(LeaseState.Available);
    }

    [Fact]
    public async Task A_timer_runs_once_per_tick_with_two_processes()
    {
        await using var one = StartTicking("*/2 * * * * *", milliseconds: 0);
        await using var other = StartTicking("*/2 * * * * *", milliseconds: 0);

        await Wait.UntilAsync(() => one.Said("tick").Count + other.Said("tick").Count >= 8, TimeSpan.FromSeconds(60));
        (await one.TerminateAsync()).ShouldBe(0, one.Output);
        (await other.TerminateAsync()).ShouldBe(0, other.Output);

        var ticks = one.Said("tick").Concat(other.Said("tick")).Select(second => long.Parse(second) / 2).ToList();
        ticks.ShouldBeUnique();
    }

    [Fact]
    public async Task A_run_longer_than_its_schedule_never_overlaps_with_two_processes()
    {
        await using var one = StartTicking("* * * * * *", milliseconds: 2_500);
        await using var other = StartTicking("* * * * * *", milliseconds: 2_500);

        await Wait.UntilAsync(() => one.Said("tock").Count + other.Said("tock").Count >= 3, TimeSpan.FromSeconds(60));
        (await one.TerminateAsync()).ShouldBe(0, one.Output);
        (await other.TerminateAsync()).ShouldBe(0, other.Output);

        var starts = one.Said("tick").Concat(other.Said("tick")).Select(long.Parse).Order().ToList();
        starts.Zip(starts.Skip(1), (a, b) => b - a).ShouldAllBe(gap => gap >= 2);
    }

    [Fact]
    public async Task A_tick_whose_process_died_is_taken_over()
    {
        await using var dying = StartTicking("* * * * * *", milliseconds: 60_000);
        await Wait.UntilAsync(() => dying.Said("tick").Count == 1);
        dying.Kill();

        await using var other = StartTicking("* * * * * *", milliseconds: 0);

        await Wait.UntilAsync(() => other.Said("tock").Count > 0, TimeSpan.FromSeconds(45));
    }

    /// <summary>A schedule whose next tick is months away.</summary>
    private static string Yearly() => $"0 0 0 1 {(DateTimeOffset.UtcNow.Month + 5) % 12 + 1} *";

    private TestProcess StartTicking(string schedule, int milliseconds) => TestProcess.Start(
        ("AzureWebJobsStorage", storage),
        ("TickSchedule", schedule),
        ("TickMilliseconds", $"{milliseconds}"),
        ("Peyk__Runtime__TimerLease", "00:00:15"),
        ("AzureWebJobs__Work__Disabled", "true"));

    private BlobClient BlobOf(string function) =>
        new(storage, TimerListeners.Container, $"{typeof(TimerTriggerTests).Assembly.GetName().Name}/{function}");

    private async Task StoreAsync(string function, string schedule, DateTimeOffset next, DateTimeOffset? last = null) =>
        await new TimerBlob(BlobOf(function)).CreateAsync(new TimerRecord(last, next, next, schedule), CancellationToken.None);

    private async Task<TimerRecord> ReadAsync(string function) =>
        await new TimerBlob(BlobOf(function)).ReadAsync(CancellationToken.None) ?? throw new InvalidOperationException("No record.");
}
