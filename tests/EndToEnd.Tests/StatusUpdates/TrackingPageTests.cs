using Microsoft.Playwright;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.StatusUpdates;

/// <summary>The tracking page as a citizen sees it. Pictures are kept in <c>artifacts/pictures</c>.</summary>
public sealed class TrackingPageTests(TrackingFixture fixture) : IClassFixture<TrackingFixture>
{
    public static TheoryData<string, Device, bool> Looks
    {
        get
        {
            var looks = new TheoryData<string, Device, bool>();
            foreach (var language in (string[])["fa", "en"])
            {
                foreach (var device in Enum.GetValues<Device>())
                {
                    looks.Add(language, device, false);
                    looks.Add(language, device, true);
                }
            }

            return looks;
        }
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task A_case_under_way_reads_well(string language, Device device, bool dark)
    {
        await using var page = await OpenAsync(await fixture.UnderWayAsync(), language, device, dark);

        await page.Page.Locator("[aria-current=step]").WaitForAsync();
        await page.PictureAsync($"tracking-{language}-{Word(device)}-{(dark ? "dark" : "light")}", whole: true);
        await ShouldBeSoundAsync(page);
    }

    [Theory]
    [InlineData("late", "en")]
    [InlineData("missing", "fa")]
    [InlineData("done", "fa")]
    [InlineData("done", "en")]
    public async Task Every_place_where_a_case_can_stand_reads_well(string place, string language)
    {
        var url = place switch
        {
            "late" => await fixture.LateAsync(),
            "missing" => await fixture.MissingPapersAsync(),
            _ => await fixture.DoneAsync(),
        };
        await using var page = await OpenAsync(url, language, Device.Phone, dark: false);

        await page.PictureAsync($"tracking-{place}-{language}", whole: true);
        await ShouldBeSoundAsync(page);
    }

    [Theory]
    [InlineData("fa", false)]
    [InlineData("en", true)]
    public async Task A_wrong_code_can_be_mended_where_it_stands(string language, bool dark)
    {
        var right = await fixture.UnderWayAsync();
        await using var page = await OpenAsync(new Uri(fixture.Host.Url, "/t"), language, Device.Phone, dark);
        await page.Page.FillAsync("#code", "1234");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.Locator("[role=alert]").WaitForAsync();
        await page.PictureAsync($"tracking-not-found-{language}", whole: true);
        (await page.SeriousViolationsAsync()).ShouldBeEmpty();

        await page.Page.FillAsync("#code", string.Concat(right.Segments[^1].Select(digit => (char)('۰' + digit - '0'))));
        await page.Page.ClickAsync("button");

        await page.Page.WaitForURLAsync($"**{right.AbsolutePath}?lang={language}");
        await page.Page.Locator(".steps").WaitForAsync();
    }

    [Fact]
    public async Task The_language_can_be_changed_with_the_keyboard()
    {
        await using var page = await OpenAsync(await fixture.UnderWayAsync(), "fa", Device.Desktop, dark: false);

        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.PressAsync("Enter");

        await page.Page.Locator("html[lang=en]").WaitForAsync();
        page.Problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("fa")]
    [InlineData("en")]
    public async Task It_prints_on_one_sheet_in_black_on_white(string language)
    {
        await using var page = await OpenAsync(await fixture.UnderWayAsync(), language, Device.Desktop, dark: true);
        await page.Page.EmulateMediaAsync(new() { Media = Media.Print });

        (await page.Page.Locator(".languages").IsVisibleAsync()).ShouldBeFalse();
        (await page.Page.EvaluateAsync<string>("getComputedStyle(document.body).color")).ShouldBe("rgb(0, 0, 0)");
        (await page.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")).ShouldBe("rgb(255, 255, 255)");
        await page.Page.SetViewportSizeAsync(794, 1123);
        await page.PictureAsync($"tracking-print-{language}", whole: true);
        var sheet = System.Text.Encoding.Latin1.GetString(await page.Page.PdfAsync(new() { Format = "A4" }));
        System.Text.RegularExpressions.Regex.Count(sheet, @"/Type\s*/Page\b").ShouldBe(1);
    }

    private async Task<BrowserPage> OpenAsync(Uri url, string language, Device device, bool dark)
    {
        var page = await fixture.Chromium.OpenAsync(device, dark);
        await page.Page.GotoAsync($"{url}?lang={language}");
        return page;
    }

    private async Task ShouldBeSoundAsync(BrowserPage page)
    {
        page.Problems.ShouldBeEmpty();
        page.Hosts.ShouldBe([fixture.Host.Url.Authority]);
        (await page.SeriousViolationsAsync()).ShouldBeEmpty();
        (await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue("the page scrolls sideways");
    }

    private static string Word(Device device) => device is Device.Phone ? "phone" : "desktop";
}
