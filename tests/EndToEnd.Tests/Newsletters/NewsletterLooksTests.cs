using System.Text;
using Peyk.Core.Newsletters;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Newsletters;

/// <summary>An issue as a reader sees it, as a mail and in the archive. Pictures are kept in <c>artifacts/pictures</c>.</summary>
public sealed class NewsletterLooksTests(NewsletterFixture fixture) : IClassFixture<NewsletterFixture>
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
    public async Task A_mail_reads_well(string language, Device device, bool dark)
    {
        var mail = await fixture.MailAsync(language, language == "fa" ? "سارا احمدی" : "Sara Ahmadi");
        await using var page = await fixture.Chromium.OpenAsync(device, dark, scripts: true);

        await page.Page.SetContentAsync((string)mail["html"]!);

        await page.PictureAsync(Picture("newsletter-mail", language, device, dark), whole: true);
        page.Problems.ShouldBeEmpty();
        page.Hosts.ShouldBeEmpty(); // Nothing is fetched: no picture, no font, nothing that counts readers.
        (await page.SeriousViolationsAsync()).ShouldBeEmpty();
        (await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue("the mail scrolls sideways");
        (await page.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.body')).direction")).ShouldBe(language == "fa" ? "rtl" : "ltr");
        Encoding.UTF8.GetByteCount((string)mail["html"]!).ShouldBeLessThan(IssueTemplate.LargestHtml / 2);
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task An_issue_in_the_archive_reads_well(string language, Device device, bool dark)
    {
        await using var page = await OpenAsync($"/n/{NewsletterFixture.Topic}/{fixture.Latest}", language, device, dark);

        await page.PictureAsync(Picture("archive-issue", language, device, dark), whole: true);
        await ShouldBeSoundAsync(page);
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task The_archive_lists_what_was_sent(string language, Device device, bool dark)
    {
        await using var page = await OpenAsync($"/n/{NewsletterFixture.Topic}", language, device, dark);

        (await page.Page.Locator(".issues li").CountAsync()).ShouldBe(3);
        await page.PictureAsync(Picture("archive-list", language, device, dark), whole: true);
        await ShouldBeSoundAsync(page);
    }

    [Theory]
    [InlineData("fa")]
    [InlineData("en")]
    public async Task The_archive_is_walked_without_scripts(string language)
    {
        await using var page = await fixture.Chromium.OpenAsync(Device.Phone, scripts: false);
        await page.Page.GotoAsync(new Uri(fixture.Host.Url, $"/n/{NewsletterFixture.Topic}?lang={language}").ToString());

        await page.Page.Locator(".issues a").First.ClickAsync();
        await page.Page.Locator("article h1").WaitForAsync();
        await page.Page.Locator(".languages a").ClickAsync();
        await page.Page.Locator($"html[lang={(language == "fa" ? "en" : "fa")}]").WaitForAsync();
        await page.Page.Locator(".pages a").First.ClickAsync();

        await page.Page.Locator(".issues").WaitForAsync();
        page.Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_issue_that_is_not_there_leads_to_those_that_are()
    {
        await using var page = await fixture.Chromium.OpenAsync(Device.Phone);
        await page.Page.GotoAsync(new Uri(fixture.Host.Url, $"/n/{NewsletterFixture.Topic}/0198c5a0-0000-7000-8000-00000000000e?lang=fa").ToString());
        await page.PictureAsync("archive-not-found-fa", whole: true);
        (await page.SeriousViolationsAsync()).ShouldBeEmpty();

        await page.Page.Locator(".pages a").ClickAsync();

        await page.Page.Locator(".issues").WaitForAsync();
    }

    private async Task<BrowserPage> OpenAsync(string path, string language, Device device, bool dark)
    {
        var page = await fixture.Chromium.OpenAsync(device, dark);
        await page.Page.GotoAsync(new Uri(fixture.Host.Url, $"{path}?lang={language}").ToString());
        return page;
    }

    private async Task ShouldBeSoundAsync(BrowserPage page)
    {
        page.Problems.ShouldBeEmpty();
        page.Hosts.ShouldBe([fixture.Host.Url.Authority]);
        (await page.SeriousViolationsAsync()).ShouldBeEmpty();
        (await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue("the page scrolls sideways");
    }

    private static string Picture(string name, string language, Device device, bool dark) =>
        $"{name}-{language}-{(device is Device.Phone ? "phone" : "desktop")}-{(dark ? "dark" : "light")}";
}
