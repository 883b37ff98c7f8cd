using Peyk.Core.Deliveries;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Guarantees;

/// <summary>The app is killed with SIGKILL while it works a batch off.</summary>
[Collection(nameof(OneAtATime))]
public sealed class BatchKillTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    private const int Rows = 400;
    private const int Kills = 5;
    private const long First = 9_383_000_000;
    private static readonly int[] Refused = [3, 111, 399];

    [Fact]
    public async Task Each_accepted_row_of_a_batch_goes_out_once_whenever_the_app_is_killed()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var app = await KillableApp.StartAsync(azurite.NewAccount());
        using var batches = new BatchUser(app.Api.Http);
        var id = await batches.AcceptedAsync(BatchUser.Csv(Rows, First, Refused), "killed");

        for (var kill = 0; kill < Kills; kill++)
        {
            var goal = app.Simulator.AcceptedMessages + random.Next(5, 50);
            await Wait.UntilAsync(() => app.Simulator.AcceptedMessages >= goal, TimeSpan.FromMinutes(3), "some to be sent");
            await app.KillAsync();
            await app.StartAsync();
        }

        var sentAtLastKill = app.Simulator.AcceptedMessages;
        await batches.CompletedAsync(id, TimeSpan.FromMinutes(5));
        await app.SettledAsync(TimeSpan.FromMinutes(5));

        output.WriteLine($"seed {seed}: {sentAtLastKill} of {Rows - Refused.Length} sent at the last kill");
        sentAtLastKill.ShouldBeLessThan(Rows - Refused.Length, "the last kill came when all was sent already");
        var rows = await batches.RowsAsync(id);
        rows.Select(r => r["row"]!.GetValue<int>()).ShouldBe(Enumerable.Range(1, Rows));
        rows.Where(r => (string?)r["status"] == "refused").Select(r => r["row"]!.GetValue<int>()).ShouldBe(Refused);
        Good().Where(number => app.Simulator.AcceptedCount(number) != 1).Select(n => $"{n}: {app.Simulator.AcceptedCount(n)}").ShouldBeEmpty();
        var stored = await app.StoredAsync();
        stored.Select(s => s.Notification.Id.ToString("D")).Order().ShouldBe(rows.Select(r => (string?)r["id"]).OfType<string>().Order());
        stored.ShouldAllBe(s => s.Notification.Status == DeliveryStatus.Delivered && s.Facts.Lane == Lane.Bulk);
        app.Altered(stored).ShouldBeEmpty();
    }

    private static IEnumerable<string> Good() =>
        Enumerable.Range(1, Rows).Except(Refused).Select(row => $"+98{First + row - 1}");
}
