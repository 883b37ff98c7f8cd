using Microsoft.Playwright;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Dashboard;

/// <summary>The dashboard as its users see it. Pictures are kept in <c>artifacts/pictures</c>.</summary>
[Collection<DashboardCollection>]
public sealed class DashboardPagesTests(DashboardFixture fixture)
{
    public static TheoryData<string, string> Views
    {
        get
        {
            var views = new TheoryData<string, string>();
            foreach (var path in (string[])["/ops", "/ops/deliveries", "/ops/satisfaction", "/ops/outlook", "/ops/search", "/ops/sending", "/ops/dead-letters", "/ops/callbacks", "/ops/health", "/ops/audit"])
            {
                views.Add(path, "fa");
                views.Add(path, "en");
            }

            return views;
        }
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Every_view_reads_well_on_a_desk_and_on_a_phone(string path, string language)
    {
        await using var page = await fixture.OpenAsync($"{path}?lang={language}", Device.Desktop);
        await ShouldReadWellAsync(page, $"ops-{Name(path)}-{language}-desktop");
        (await page.Page.GetAttributeAsync("html", "dir")).ShouldBe(language == "fa" ? "rtl" : "ltr");

        await page.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.Page.SetViewportSizeAsync(390, 844);
        await ShouldReadWellAsync(page, $"ops-{Name(path)}-{language}-phone-dark");

        page.Problems.ShouldBeEmpty();
        page.Hosts.ShouldBe([fixture.Host.Url.Authority]);
    }

    private static async Task ShouldReadWellAsync(BrowserPage page, string picture)
    {
        await DrawnAsync(page);
        await page.PictureAsync(picture, whole: true);
        (await page.SeriousViolationsAsync()).ShouldBeEmpty();
        (await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue("something is cut off");
    }

    /// <summary>Every chart has been drawn from its table.</summary>
    private static async Task DrawnAsync(BrowserPage page)
    {
        await page.Page.WaitForFunctionAsync("document.querySelectorAll('figure[data-chart]:not(.drawn)').length === 0");
    }

    private static string Name(string path) => path == "/ops" ? "overview" : path["/ops/".Length..];
}
