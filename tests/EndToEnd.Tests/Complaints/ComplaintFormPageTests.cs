using Peyk.EndToEnd.Tests.StatusUpdates;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Complaints;

/// <summary>The complaint form as a citizen sees it. Pictures are kept in <c>artifacts/pictures</c>.</summary>
public sealed class ComplaintFormPageTests(TrackingFixture fixture) : IClassFixture<TrackingFixture>
{
    [Theory]
    [InlineData("fa", Device.Phone, false)]
    [InlineData("fa", Device.Desktop, true)]
    [InlineData("en", Device.Phone, true)]
    [InlineData("en", Device.Desktop, false)]
    public async Task The_form_reads_well(string language, Device device, bool dark)
    {
        await using var page = await fixture.Chromium.OpenAsync(device, dark);
        await page.Page.GotoAsync($"{await fixture.UnderWayAsync()}?lang={language}");
        await page.Page.ClickAsync("main a[href*='/complaint']");
        await page.Page.Locator("textarea").WaitForAsync();

        await page.PictureAsync($"complaint-{language}-{Word(device)}-{(dark ? "dark" : "light")}", whole: true);
        await ShouldBeSoundAsync(page);
    }

    [Theory]
    [InlineData("fa", Device.Phone, "۰۹۱۲۱۲۳۰۰۰۱")]
    [InlineData("en", Device.Desktop, "+989121230002")]
    public async Task Mistakes_are_told_and_mended_with_the_keyboard_alone_without_JavaScript(string language, Device device, string mobile)
    {
        await using var page = await fixture.Chromium.OpenAsync(device, scripts: false);
        await page.Page.GotoAsync($"{await fixture.UnderWayAsync()}/complaint?lang={language}");
        await page.Page.FillAsync("#text", "…");
        await page.Page.FillAsync("#contact", "nobody");
        await page.Page.FocusAsync("#contact");
        await page.Page.Keyboard.PressAsync("Enter");

        await page.Page.Locator("[role=alert]").WaitForAsync();
        await page.PictureAsync($"complaint-wrong-{language}", whole: true);
        (await page.Page.InputValueAsync("#contact")).ShouldBe("nobody");
        (await page.Page.Locator("[aria-invalid=true]").CountAsync()).ShouldBe(2);
        await page.Page.FillAsync("#text", "Nobody answered.");
        await page.Page.FillAsync("#contact", mobile);
        await page.Page.FocusAsync("#contact");
        await page.Page.Keyboard.PressAsync("Enter");

        await page.Page.Locator("[role=status]").WaitForAsync();
        await page.PictureAsync($"complaint-kept-{language}", whole: true);
        (await page.Page.InnerTextAsync(".code bdi")).ShouldMatch("^[0-9]{10}$");
        page.Problems.ShouldAllBe(problem => problem.Contains("400", StringComparison.Ordinal));
    }

    private async Task ShouldBeSoundAsync(BrowserPage page)
    {
        page.Problems.ShouldBeEmpty();
        page.Hosts.ShouldBe([fixture.Host.Url.Authority]);
        (await page.SeriousViolationsAsync()).ShouldBeEmpty();
        (await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue("something is cut off");
    }

    private static string Word(Device device) => device switch
    {
        Device.Phone => "phone",
        Device.Desktop => "desktop",
        _ => throw new ArgumentOutOfRangeException(nameof(device)),
    };
}
