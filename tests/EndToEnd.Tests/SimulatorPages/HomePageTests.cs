using Microsoft.Playwright;
using Peyk.Local.Simulator;
using Peyk.Local.Simulator.Pages;
using Peyk.Local.Simulator.Scenarios;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.SimulatorPages;

public sealed class HomePageTests(ChromiumFixture chromium) : SimulatorPageTest(chromium)
{
    [Theory]
    [MemberData(nameof(Views))]
    public async Task The_home_page_leads_everywhere_and_lists_every_recipient(string language, Device device, bool dark)
    {
        await SendSmsAsync(Sara, "سلام");
        await using var page = await OpenAsync($"/?lang={language}", device, dark);

        await Assertions.Expect(page.Page.Locator("tbody tr")).ToHaveCountAsync(ScenarioTable.Rows.Count);
        await Assertions.Expect(page.Page.Locator("#messages")).ToHaveTextAsync(language is "fa" ? "۱ پیامک" : "1 texts");
        await ShouldBeSoundAsync(page);
        await page.PictureAsync(Picture("home", language, device, dark), whole: true);
        await page.Page.Locator("a.card").First.ClickAsync();
        await page.Page.WaitForURLAsync($"**/phone?lang={language}");
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_bar_shows_how_far_an_issue_has_come_and_moves_with_it(string language, Device device, bool dark)
    {
        var issue = new IssueFigures(
            Guid.Parse("0198c5a0-0000-7000-8000-00000000000e"), "New rates · نرخ‌های تازه", "sending", 1000, 400, 390, 380, 3, 10, 120.4, null);
        Simulator.Issues = _ => Task.FromResult<IReadOnlyList<IssueFigures>>([issue]);
        await using var page = await OpenAsync($"/?lang={language}", device, dark);
        var bar = page.Page.Locator("#issues progress");

        await Assertions.Expect(bar).ToHaveJSPropertyAsync("position", 0.4);
        await Assertions.Expect(page.Page.Locator(".issue-figures")).ToContainTextAsync(language is "fa" ? "۳۹۰ از ۱٬۰۰۰" : "390 of 1,000 sent");
        await ShouldBeSoundAsync(page);
        await page.Page.Locator("#issues").ScrollIntoViewIfNeededAsync();
        await page.PictureAsync(Picture("issues", language, device, dark));
        issue = issue with { Status = "sent", Done = 1000, Sent = 990 };

        await Assertions.Expect(bar).ToHaveJSPropertyAsync("position", 1);
        await Assertions.Expect(page.Page.Locator(".issue-state")).ToHaveTextAsync(language is "fa" ? "فرستاده شد" : "Sent");
    }

    [Fact]
    public async Task Faults_are_switched_on_the_page()
    {
        await using var page = await OpenAsync("/", Device.Desktop, dark: false);

        await page.Page.Locator("select[name=twilio]").SelectOptionAsync("serverError");

        await Wait.UntilAsync(() => Simulator.Faults.Twilio == Fault.ServerError);
        Simulator.Faults.SendGrid.ShouldBe(Fault.None);
    }

    [Fact]
    public async Task The_table_can_be_searched_and_the_language_changed()
    {
        await using var page = await OpenAsync("/", Device.Desktop, dark: false);

        await page.Page.Locator("#filter").FillAsync("30007");
        await Assertions.Expect(page.Page.Locator("#sms tr")).ToHaveCountAsync(1);
        await page.Page.Locator("#language").ClickAsync();

        await Assertions.Expect(page.Page.Locator("html")).ToHaveAttributeAsync("dir", "ltr");
    }
}
