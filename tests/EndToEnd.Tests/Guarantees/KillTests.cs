using System.Diagnostics;
using Peyk.Core.Deliveries;
using Peyk.Local.Simulator;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Guarantees;

/// <summary>The app is killed with SIGKILL wherever it happens to be; nothing is lost, nothing goes out twice.</summary>
[Collection(nameof(OneAtATime))]
public sealed class KillTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    private const int Notifications = 500;
    private const int Kills = 10;
    private const int Posters = 6;

    [Fact]
    public async Task Five_hundred_notifications_survive_ten_kills_and_each_goes_out_once()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var elapsed = Stopwatch.StartNew();
        await using var app = await KillableApp.StartAsync(azurite.NewAccount());

        var posting = PostAllAsync(app);
        for (var kill = 0; kill < Kills; kill++)
        {
            await SomeSentAsync(app, random.Next(1, 40), posting);
            await app.KillAsync();
            await app.StartAsync();
        }

        var sentAtLastKill = Accepted(app);
        var killed = elapsed.Elapsed;
        var ids = await posting;
        await app.SettledAsync(TimeSpan.FromMinutes(5));

        output.WriteLine($"seed {seed}: {Kills} kills in {killed.TotalSeconds:0} s, {sentAtLastKill} sent by then, all final after {elapsed.Elapsed.TotalSeconds:0} s");
        var stored = await app.StoredAsync();
        sentAtLastKill.ShouldBeLessThan(Notifications, "the last kill came when all was sent already");
        stored.Count.ShouldBe(Notifications);
        ids.Distinct().Count().ShouldBe(Notifications);
        Recipients().Where(r => app.Simulator.AcceptedCount(r) != 1).Select(r => $"{r}: {app.Simulator.AcceptedCount(r)}").ShouldBeEmpty();
        stored.Where(s => s.Notification.Status != DeliveryStatus.Delivered).Select(s => $"{s.Notification.Id} {s.Notification.Status}").ShouldBeEmpty();
        app.Altered(stored).ShouldBeEmpty();
        output.WriteLine($"{stored.Sum(s => s.Notification.Deliveries.Sum(d => d.Attempts.Length)) - Notifications} attempts were repeated");
    }

    [Theory]
    [InlineData(Channel.Sms)]
    [InlineData(Channel.Email)]
    public async Task A_kill_between_the_providers_acceptance_and_our_write_repeats_nothing(Channel channel)
    {
        await using var app = await KillableApp.StartAsync(azurite.NewAccount());
        var recipient = channel == Channel.Sms ? "+989350000001" : "between@example.org";
        // Its receipts are lost too: for an SMS only the provider's list can tell. For an e-mail only its events can.
        app.Simulator.Faults.LoseReceipts = channel == Channel.Sms;
        app.Simulator.Faults.Twilio = app.Simulator.Faults.SendGrid = Fault.TimeoutAfterAccept;

        await app.Api.PersistAsync(Update(recipient), "between");
        await Wait.UntilAsync(() => app.Simulator.AcceptedCount(recipient) == 1, what: "the provider to accept");
        await app.KillAsync();
        app.Simulator.Faults.Twilio = app.Simulator.Faults.SendGrid = Fault.None;
        var left = (await app.StoredAsync()).Single();
        await app.StartAsync();
        await app.SettledAsync(TimeSpan.FromMinutes(5));

        left.Notification.Deliveries[0].LatestAttempt!.Outcome.ShouldBe(AttemptOutcome.Claimed);
        app.Simulator.AcceptedCount(recipient).ShouldBe(1);
        var stored = (await app.StoredAsync()).Single();
        stored.Notification.Status.ShouldBe(DeliveryStatus.Delivered);
        stored.Notification.Deliveries[0].Attempts.Length.ShouldBe(1);
        app.Altered([stored]).ShouldBeEmpty();
    }

    private static int Accepted(KillableApp app) => (int)(app.Simulator.AcceptedMessages + app.Simulator.AcceptedMails);

    private static Task SomeSentAsync(KillableApp app, int more, Task posting)
    {
        var before = Accepted(app);
        return Wait.UntilAsync(() => Accepted(app) >= before + more || posting.IsCompleted, TimeSpan.FromMinutes(3), "some to be sent");
    }

    private static async Task<List<string>> PostAllAsync(KillableApp app)
    {
        var ids = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            Recipients(), new ParallelOptions { MaxDegreeOfParallelism = Posters }, async (recipient, _) =>
                ids.Add(await app.Api.PersistAsync(Update(recipient), recipient)));
        return [.. ids];
    }

    private static IEnumerable<string> Recipients() =>
        Enumerable.Range(0, Notifications).Select(n => n % 2 == 0 ? $"+98935{n:D7}" : $"citizen{n}@example.org");

    private static System.Text.Json.Nodes.JsonObject Update(string recipient) =>
        recipient.StartsWith('+') ? ApiUser.StatusUpdate(recipient) : ApiUser.StatusUpdate(email: recipient);
}
