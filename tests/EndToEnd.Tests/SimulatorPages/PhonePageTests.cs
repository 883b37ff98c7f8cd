using System.Security.Cryptography;
using System.Text;
using Microsoft.Playwright;
using Peyk.Local.Simulator;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.SimulatorPages;

public sealed class PhonePageTests(ChromiumFixture chromium) : SimulatorPageTest(chromium)
{
    private const string Persian =
        "سارا جان، درخواست بازنشستگی شما ثبت شد و در حال بررسی است. کد پیگیری: ۴۸۲۰۱۷۳۶۵۹۱۲ برای دیدن روند کار به نشانی peyk.example/t/482017365912 سر بزنید.";

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_conversation_can_be_read_and_answered(string language, Device device, bool dark)
    {
        await using var page = await OpenAsync($"/phone?lang={language}", device, dark);
        await SendSmsAsync(Sara, Persian);
        await SendSmsAsync(John, "Dear John, your documents have arrived. Next step: review, about 5 working days.");
        await SendSmsAsync(ScenarioMobile("003"), "یادآوری: فردا ساعت ۱۰ در شعبه منتظر شما هستیم.");
        await page.Page.Locator("#conversations li").Nth(2).WaitForAsync();
        await ShouldBeSoundAsync(page);
        await page.PictureAsync(Picture("phone-list", language, device, dark));

        await page.Page.Locator("#conversations a", new() { HasText = Sara }).ClickAsync();
        var first = page.Page.Locator(".bubble").First;
        await Assertions.Expect(first).ToContainTextAsync(language is "fa" ? "تحویل شد" : "delivered");
        await Assertions.Expect(first).ToContainTextAsync("UCS-2");
        await Assertions.Expect(first).ToContainTextAsync(language is "fa" ? "۳ بخش" : "3 segments");
        await page.Page.Locator("#body").FillAsync(language is "fa" ? "سپاس، منتظر می‌مانم" : "Thanks, I will wait [5]");
        await Assertions.Expect(page.Page.Locator("#size")).ToContainTextAsync(language is "fa" ? "UCS-2" : "GSM-7");
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator(".bubble.mine")).ToContainTextAsync(language is "fa" ? "به برنامه رسید" : "reached the app");
        await ShouldBeSoundAsync(page);
        await page.PictureAsync(Picture("phone", language, device, dark));

        var (url, form, signature) = Inbound.Single();
        form["From"].ShouldBe(Sara);
        form["Body"].ShouldBe(language is "fa" ? "سپاس، منتظر می‌مانم" : "Thanks, I will wait [5]");
        signature.ShouldBe(Signature(url, form));
    }

    [Fact]
    public async Task An_opt_out_by_a_ready_reply_is_answered_at_once()
    {
        await SendSmsAsync(Sara, Persian);
        await using var page = await OpenAsync($"/phone#{Uri.EscapeDataString(Sara)}", Device.Phone, dark: false);

        await page.Page.Locator(".quick button", new() { HasText = "لغو" }).ClickAsync();
        await page.Page.Locator("#reply .primary").ClickAsync();

        await Assertions.Expect(page.Page.Locator(".bubble")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Page.Locator(".bubble").Last).ToContainTextAsync("پاسخ خودکار");
        await page.PictureAsync("simulator-phone-stop-fa-phone-light");
        Inbound.Single().Form["OptOutType"].ShouldBe("STOP");
    }

    [Fact]
    public async Task A_failed_message_shows_its_code_and_a_reply_that_the_app_refused_says_so()
    {
        Simulator.InboundSmsUrl = new("http://127.0.0.1:9/");
        await SendSmsAsync(ScenarioMobile("007"), "Your code is 1234");
        await using var page = await OpenAsync($"/phone?lang=en#{Uri.EscapeDataString(ScenarioMobile("007"))}", Device.Desktop, dark: false);

        await Assertions.Expect(page.Page.Locator(".bubble")).ToContainTextAsync("undelivered");
        await Assertions.Expect(page.Page.Locator(".bubble")).ToContainTextAsync("30007");
        await page.Page.Locator("#body").FillAsync("Hello?");
        await page.Page.Locator("#reply .primary").ClickAsync();

        await Assertions.Expect(page.Page.Locator(".bubble.mine")).ToContainTextAsync("the app did not answer");
        await ShouldBeSoundAsync(page);
        await page.PictureAsync("simulator-phone-failed-en-desktop-light");
    }

    [Fact]
    public async Task The_whole_way_can_be_gone_with_the_keyboard()
    {
        await SendSmsAsync(Sara, Persian);
        await using var page = await OpenAsync("/phone", Device.Desktop, dark: false);
        await page.Page.Locator("#conversations a").WaitForAsync();

        await page.Page.Locator("#search").FocusAsync();
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.Locator(".bubble").WaitForAsync();
        for (var i = 0; i < 5; i++)
            await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.TypeAsync("۵");
        await page.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Page.Locator(".bubble.mine")).ToContainTextAsync("۵");
    }

    [Fact]
    public async Task A_number_that_never_got_a_message_can_text()
    {
        await using var page = await OpenAsync("/phone?lang=en", Device.Desktop, dark: false);

        await page.Page.Locator("#search").FillAsync("+98 912 765 4321");
        await page.Page.Locator("#conversations a.new").ClickAsync();
        await page.Page.Locator("#body").FillAsync("Where is my request?");
        await page.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Page.Locator(".bubble.mine")).ToContainTextAsync("reached the app");
        Inbound.Single().Form["From"].ShouldBe("+989127654321");
    }

    [Fact]
    public async Task The_reply_box_counts_parts_as_the_simulator_does()
    {
        string[] texts =
        [
            new('a', 160), new('a', 161), new string('a', 152) + "€" + new string('a', 152), new('س', 70), new('س', 71),
            new string('س', 66) + "👍" + new string('س', 66),
        ];
        await using var page = await OpenAsync($"/phone?lang=en#{Uri.EscapeDataString(Sara)}", Device.Desktop, dark: false);

        foreach (var text in texts)
        {
            await page.Page.Locator("#body").FillAsync(text);
            var size = await page.Page.Locator("#size").TextContentAsync();
            var message = await Simulator.ReplyAsync(Sara, text);
            size!.ShouldStartWith($"{message.Segments} segment");
            size.ShouldContain(message.Encoding);
        }
    }

    private static string ScenarioMobile(string digits) => Peyk.Local.Simulator.Scenarios.ScenarioTable.Mobile(digits);

    private static string Signature(string url, Dictionary<string, string> form)
    {
        var signed = url + string.Concat(form.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key + pair.Value));
        return Convert.ToBase64String(HMACSHA1.HashData(
            Encoding.UTF8.GetBytes(new ProviderSimulatorOptions().TwilioAuthToken), Encoding.UTF8.GetBytes(signed)));
    }
}
