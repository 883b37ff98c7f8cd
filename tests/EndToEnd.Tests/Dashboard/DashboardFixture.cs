using NodaTime;
using Peyk.Functions.Clients;
using Peyk.Functions.Delivery;
using Peyk.Functions.Reports;
using Peyk.Testing;
using Peyk.Testing.Reports;

namespace Peyk.EndToEnd.Tests.Dashboard;

/// <summary>An app with a month of made-up logs behind it and something in every view, and people at its dashboard.</summary>
public sealed class DashboardFixture(AzuriteFixture azurite, ChromiumFixture chromium) : IAsyncLifetime
{
    private const int Days = 30;
    private const int EntriesADay = 120;
    private const string Never = "0 0 0 1 1 *";

    public ChromiumFixture Chromium => chromium;

    public PeykHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        // Days are counted once and issues rest: what the pages show does not change while they are looked at.
        Host = await PeykHost.StartAsync(azurite.NewAccount(), new Dictionary<string, string>
        {
            ["RetentionSchedule"] = Never,
            ["AzureWebJobs.SendIssueBatchQueue.Disabled"] = "true",
            ["AzureWebJobs.IssuesTimer.Disabled"] = "true",
            ["NewsletterSending__BatchSize"] = "20",
            // What was paused goes on soon.
            ["Delivery__HintGrace"] = "00:00:01",
            ["SweepSchedule"] = "* * * * * *",
        });
        await OpsSamples.WriteAsync(Host);
        await AnswerSamples.WriteAsync(Host);
        var generated = new GeneratedLog(DateTimeZoneProviders.Tzdb["Asia/Tehran"]);
        var today = Host.Get<NotificationKeys>().Day(TimeProvider.System.GetUtcNow());
        for (var day = today.PlusDays(1 - Days); day <= today; day = day.PlusDays(1))
        {
            await ReportQuestions.WriteAsync(Host.Tables, generated.Day(day, EntriesADay));
            await Host.Get<DeliveryRollups>().CountAsync(day, default);
        }
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    /// <summary>The browser of somebody signed in, at a page of the dashboard.</summary>
    public async Task<BrowserPage> OpenAsync(string path, Device device, bool dark = false, bool scripts = true, string scope = Scopes.DashboardOperate)
    {
        var page = await chromium.OpenAsync(device, dark, scripts);
        await page.Page.GotoAsync(new Uri(Host.Url, path).ToString());
        await page.Page.FillAsync("input[name=key]", await Host.NewKeyAsync("desk", scope));
        await page.Page.ClickAsync("main button");
        await page.Page.Locator("nav").WaitForAsync();
        return page;
    }
}

/// <summary>Tests that share one dashboard.</summary>
[CollectionDefinition]
public sealed class DashboardCollection : ICollectionFixture<DashboardFixture>;
