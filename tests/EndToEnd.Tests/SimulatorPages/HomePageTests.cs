using Microsoft.Playwright;
using Peyk.Local.Simulator;
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
