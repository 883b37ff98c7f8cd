using Peyk.Core.Reports;
using Peyk.Functions.Reports;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Reports;

/// <summary>Alerts of indicators: once each and day, whatever breaks.</summary>
public sealed class IndicatorWatchTests(AzuriteFixture azurite)
{
    private const string Event = "Warning Peyk.Functions.Reports.IndicatorWatch: ComplaintBacklog of ";

    [Fact]
    public async Task It_is_told_once_of_a_day_however_often_it_is_looked()
    {
        await using var host = await WithHistoryAsync();
        await host.PutAsync(host.Today, new(), Backlog(40));

        var first = await host.App.Get<IndicatorWatch>().RunAsync(default);
        var second = await host.App.Get<IndicatorWatch>().RunAsync(default);

        (first, second, Told(host)).ShouldBe((1, 0, 1));
        host.App.Logs.Lines.ShouldContain(l => l.Contains($"{Event}{host.Today:uuuu-MM-dd} is 40, worse than usual: 0 to 10, median 4", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_next_day_is_told_anew_and_the_one_before_not_again()
    {
        await using var host = await WithHistoryAsync();
        await host.PutAsync(host.Today, new(), Backlog(40));
        await host.App.Get<IndicatorWatch>().RunAsync(default);
        host.Time.Advance(TimeSpan.FromDays(1));
        await host.PutAsync(host.Today, new(), Backlog(41));

        var told = await host.App.Get<IndicatorWatch>().RunAsync(default);

        (told, Told(host)).ShouldBe((1, 2));
    }

    [Fact]
    public async Task What_is_usual_is_not_told()
    {
        await using var host = await WithHistoryAsync();
        await host.PutAsync(host.Today, new(), Backlog(5));

        (await host.App.Get<IndicatorWatch>().RunAsync(default)).ShouldBe(0);
    }

    [Fact]
    public async Task Who_crashed_after_telling_and_before_noting_it_tells_again_and_no_more()
    {
        await using var host = await WithHistoryAsync();
        await host.PutAsync(host.Today, new(), Backlog(40));

        host.Failure.BreakNext("\"Told\":true", after: false);
        await Should.ThrowAsync<InvalidOperationException>(() => host.App.Get<IndicatorWatch>().RunAsync(default));
        var atOnce = await host.App.Get<IndicatorWatch>().RunAsync(default);
        host.Time.Advance(TimeSpan.FromMinutes(6));
        var later = await host.App.Get<IndicatorWatch>().RunAsync(default);
        var last = await host.App.Get<IndicatorWatch>().RunAsync(default);

        (atOnce, later, last, Told(host)).ShouldBe((0, 1, 0, 2));
    }

    [Fact]
    public async Task Who_crashed_before_telling_leaves_it_to_another()
    {
        await using var host = await WithHistoryAsync();
        await host.PutAsync(host.Today, new(), Backlog(40));

        // The claim is written, and its owner never learns of it.
        host.Failure.BreakNext("|complaint_backlog", after: true);
        await Should.ThrowAsync<InvalidOperationException>(() => host.App.Get<IndicatorWatch>().RunAsync(default));
        host.Time.Advance(TimeSpan.FromMinutes(6));
        await host.App.Get<IndicatorWatch>().RunAsync(default);

        (host.Failure.Broken, Told(host)).ShouldBe((1, 1));
    }

    private static int Told(ReportHost host) => host.App.Logs.Lines.Count(l => l.StartsWith(Event, StringComparison.Ordinal));

    /// <summary>Twenty quiet days with four complaints waiting.</summary>
    private async Task<ReportHost> WithHistoryAsync()
    {
        var host = await ReportHost.StartAsync(azurite.NewAccount());
        for (var age = 1; age <= 20; age++)
            await host.PutAsync(host.Today.PlusDays(-age), new(), Backlog(4));
        return host;
    }

    private static DayFacts Backlog(int open)
    {
        var facts = new DayFacts();
        facts[new ComplaintKey("retirement", "form", IsTest: false)].Open = open;
        return facts;
    }
}
