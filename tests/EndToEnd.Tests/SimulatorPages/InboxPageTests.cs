using Microsoft.Playwright;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.SimulatorPages;

public sealed class InboxPageTests(ChromiumFixture chromium) : SimulatorPageTest(chromium)
{
    private const string PersianHtml =
        """
        <!doctype html><html lang="fa" dir="rtl"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">
        <style>body{font-family:Vazirmatn,Tahoma,sans-serif;line-height:1.9;margin:0;padding:24px;background:#f3f6f5;color:#17211f}
        main{max-width:560px;margin:auto;background:#fff;border-radius:16px;padding:28px}a{color:#0f6b5f}
        @media(prefers-color-scheme:dark){body{background:#101514;color:#e7eeec}main{background:#181f1d}a{color:#67cdb9}}</style></head>
        <body><main><h1 style="margin-top:0">مدارک شما رسید</h1><p>سارا جان، مدارک درخواست بازنشستگی شما دریافت شد. می‌توانید روند کار را
        <a href="https://peyk.example/t/482017365912">در صفحه پیگیری</a> ببینید.</p><p>کد پیگیری: <strong>۴۸۲۰۱۷۳۶۵۹۱۲</strong></p>
        </main></body></html>
        """;

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_mail_can_be_looked_at_from_every_side(string language, Device device, bool dark)
    {
        await using var page = await OpenAsync($"/inbox?lang={language}", device, dark);
        await SendMailAsync("john@example.com", "John", "Your documents have arrived", "Dear John, thank you.", "<p>Dear John, thank you.</p>");
        await SendMailAsync("sara@example.com", "سارا محمدی", "مدارک شما رسید", "سارا جان، مدارک شما دریافت شد.\nکد پیگیری: ۴۸۲۰۱۷۳۶۵۹۱۲", PersianHtml);
        await page.Page.Locator("#mails li").Nth(1).WaitForAsync();
        await Assertions.Expect(page.Page.Locator("#mails .status.good")).ToHaveCountAsync(2);
        await page.PictureAsync(Picture("inbox-list", language, device, dark));

        await page.Page.Locator("#mails a", new() { HasText = "مدارک" }).ClickAsync();
        var frame = page.Page.FrameLocator("iframe");
        await Assertions.Expect(frame.Locator("h1")).ToHaveTextAsync("مدارک شما رسید");
        await Assertions.Expect(page.Page.Locator("#events li")).ToHaveCountAsync(2);
        await page.PictureAsync(Picture("inbox", language, device, dark));

        await page.Page.Locator("#tab-text").ClickAsync();
        await Assertions.Expect(page.Page.Locator("#panel-text")).ToContainTextAsync("سارا جان");
        await page.Page.Locator("#tab-text").PressAsync(language is "fa" ? "ArrowLeft" : "ArrowRight");
        await Assertions.Expect(page.Page.Locator("#panel-headers")).ToContainTextAsync("List-Unsubscribe=One-Click");
        await page.PictureAsync(Picture("inbox-headers", language, device, dark));
        await page.Page.Locator("#tab-source").ClickAsync();
        await Assertions.Expect(page.Page.Locator("#panel-source")).ToContainTextAsync("\"peyk_id\"");
        await ShouldBeSoundAsync(page);
    }

    [Theory]
    [InlineData("fa", Device.Desktop)]
    [InlineData("en", Device.Phone)]
    public async Task The_inbox_is_sound(string language, Device device)
    {
        await SendMailAsync("sara@example.com", "سارا", "سلام", "سلام", "<p dir=rtl>سلام</p>");
        await using var page = await OpenAsync($"/inbox?lang={language}#{Simulator.Mails.Single().Id}", device, dark: false);

        await Assertions.Expect(page.Page.FrameLocator("iframe").Locator("p")).ToHaveTextAsync("سلام");

        await ShouldBeSoundAsync(page);
    }

    [Fact]
    public async Task A_hostile_mail_runs_nothing_and_asks_nobody()
    {
        await SendMailAsync("sara@example.com", "سارا", "سلام", "سلام",
            "<p>سلام</p><script>document.querySelector('p').textContent = 'ran'</script><img src=\"https://elsewhere.example/pixel.png\">");
        await using var page = await OpenAsync($"/inbox#{Simulator.Mails.Single().Id}", Device.Desktop, dark: false);
        await Wait.UntilAsync(() => page.Problems.Count > 0);

        await Assertions.Expect(page.Page.FrameLocator("iframe").Locator("p")).ToHaveTextAsync("سلام");
        page.Hosts.ShouldBe([Simulator.Url.Authority]);
        page.Problems.ShouldContain(problem => problem.Contains("elsewhere.example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mails_can_be_narrowed_to_one_address_and_a_bounce_tells_its_reason()
    {
        await SendMailAsync("bounced@sim.example", "Nobody", "Are you there?", "Hello", "<p>Hello</p>");
        await SendMailAsync("john@example.com", "John", "Hello John", "Hello", "<p>Hello</p>");
        await using var page = await OpenAsync("/inbox?lang=en", Device.Desktop, dark: false);

        await page.Page.Locator("#address").SelectOptionAsync("bounced@sim.example");
        await Assertions.Expect(page.Page.Locator("#mails li")).ToHaveCountAsync(1);
        await page.Page.Locator("#mails a").ClickAsync();

        await Assertions.Expect(page.Page.Locator("#reason")).ToHaveTextAsync("550 5.1.1 no such user here");
        await page.PictureAsync("simulator-inbox-bounced-en-desktop-light");
    }
}
