using System.Text.Json.Nodes;
using NodaTime;
using Peyk.Testing;
using Peyk.Testing.Reports;

namespace Peyk.Functions.Tests.Reports;

/// <summary>Every number of the API and of the dashboard's pages against a second count in another way, over a month of made-up logs. The bench does the same with a million entries.</summary>
public sealed class RecountTests(AzuriteFixture azurite)
{
    private const int Days = 30;
    private const int Entries = 20_000;

    [Fact]
    public async Task An_independent_recount_of_a_months_logs_equals_every_number()
    {
        await using var host = await ReportHost.StartAsync(azurite.NewAccount(), null, null, ("Reports__SmallestGroup", "1"), ("Dashboard__Access", "Key"));
        var recount = new Recount();
        var generated = new GeneratedLog(DateTimeZoneProviders.Tzdb["Asia/Tehran"]);
        var first = host.Today.PlusDays(1 - Days);
        for (var day = first; day <= host.Today; day = day.PlusDays(1))
        {
            var notifications = generated.Day(day, Entries / Days).ToList();
            notifications.ForEach(recount.Add);
            await ReportQuestions.WriteAsync(host.App.Tables, notifications);
        }

        // A run takes as long as it may; a slow machine needs several.
        await Wait.UntilAsync(async () => await host.Rollups.RunAsync(default) == 0, TimeSpan.FromMinutes(5), "every day to be counted");
        var (numbers, differences) = await ReportQuestions.CompareAsync(host.Http, recount, $"{first:uuuu-MM-dd}", $"{host.Today:uuuu-MM-dd}");

        using var desk = await OpsUser.SignInAsync(host.App);
        var pages = await ReportQuestions.ComparePagesAsync(desk.ReadAsync, recount, first, host.Today);

        differences.ShouldBeEmpty();
        pages.Differences.ShouldBeEmpty();
        numbers.ShouldBeGreaterThan(50_000);
        pages.Numbers.ShouldBeGreaterThan(2_000);
        recount.Deliveries.ShouldBeGreaterThan(Entries / 6);
    }

    [Fact]
    public async Task The_recount_sees_a_wrong_number()
    {
        await using var host = await ReportHost.StartAsync(azurite.NewAccount());
        var recount = new Recount();
        var notifications = new GeneratedLog(DateTimeZoneProviders.Tzdb["Asia/Tehran"]).Day(host.Today, 100).ToList();
        notifications.ForEach(recount.Add);
        await ReportQuestions.WriteAsync(host.App.Tables, notifications.Skip(1));
        await host.Rollups.RunAsync(default);
        var report = JsonNode.Parse(await host.Http.GetStringAsync("/api/v1/reports/deliveries"))!;

        recount.Compare(report, []).Differences.ShouldNotBeEmpty();
    }
}
