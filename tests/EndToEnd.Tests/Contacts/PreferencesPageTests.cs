using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Peyk.Core.Addresses;
using Peyk.Core.Contacts;
using Peyk.Core.Definitions;
using Peyk.Core.Deliveries;
using Peyk.Functions.Contacts;
using Peyk.Functions.Contacts.Settings;
using Peyk.Local;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Contacts;

/// <summary>The app and a browser. One topic is mandatory here, which none of those that are shipped is.</summary>
public sealed class PreferencesPageFixture(AzuriteFixture azurite, ChromiumFixture chromium) : IAsyncLifetime
{
    public PeykHost Host { get; private set; } = null!;

    public ChromiumFixture Chromium => chromium;

    public async ValueTask InitializeAsync() => Host = await PeykHost.StartAsync(
        azurite.NewAccount(),
        new Dictionary<string, string>
        {
            ["Peyk__Organisation__fa"] = "سازمان تأمین اجتماعی",
            ["Peyk__Organisation__en"] = "Social Security Organization",
            ["Contacts__QuietHours"] = "21:00-08:00",
        },
        services => services.AddSingleton(TopicCatalog.Load([.. Shipped(), new DefinitionFile("notices.yaml", """
            key: notices
            kind: notices
            order: 5
            mandatory: true
            names: { fa: ابلاغ‌های قانونی, en: Legal notices }
            descriptions: { fa: تصمیم‌هایی که مهلت اعتراض دارد., en: Decisions against which you can appeal. }
            """)], LanguageTag.Parse("fa"))));

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();

    public async Task<Contact> NewContactAsync(string language, bool paused = false)
    {
        var now = TimeProvider.System.GetUtcNow();
        var digits = Random.Shared.Next(1000, 10_000);
        var contact = new Contact(
            Guid.CreateVersion7(now), IsTest: false, PersonName.Parse("Maryam"), PhoneNumber.Parse($"+98912666{digits}"),
            EmailAddress.Parse($"maryam{digits}@example.ir"),
            new(LanguageTag.Parse(language), OptOuts: [new("feedback-requests", Channel.Sms)], PausedUntil: paused ? now.AddDays(12) : null), now, now);
        (await Host.Get<ContactStore>().TrySaveAsync(null, contact, default)).ShouldBeTrue();
        return contact;
    }

    public string LinkOf(Contact contact) => Host.Get<PreferenceLinks>().Of(contact);

    private static IEnumerable<DefinitionFile> Shipped() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "functions", "Topics"))
            .Select(path => new DefinitionFile(Path.GetFileName(path), File.ReadAllText(path)));
}

/// <summary>The settings page as a citizen sees it. Pictures are kept in <c>artifacts/pictures</c>.</summary>
public sealed class PreferencesPageTests(PreferencesPageFixture fixture) : IClassFixture<PreferencesPageFixture>
{
    [Theory]
    [InlineData("fa", Device.Phone, false)]
    [InlineData("fa", Device.Phone, true)]
    [InlineData("fa", Device.Desktop, false)]
    [InlineData("en", Device.Phone, false)]
    [InlineData("en", Device.Desktop, false)]
    [InlineData("en", Device.Desktop, true)]
    public async Task The_page_reads_well(string language, Device device, bool dark)
    {
        await using var page = await fixture.Chromium.OpenAsync(device, dark);
        await page.Page.GotoAsync(fixture.LinkOf(await fixture.NewContactAsync(language, paused: true)));

        await page.Page.Locator("details").EvaluateAsync("details => details.open = true");
        await page.PictureAsync($"preferences-{language}-{Word(device)}-{(dark ? "dark" : "light")}", whole: true);
        await ShouldBeSoundAsync(page);
    }

    [Theory]
    [InlineData("fa", Device.Phone, "۲۵:۰۰")]
    [InlineData("en", Device.Desktop, "25:00")]
    public async Task Mistakes_are_listed_lead_to_their_fields_and_keep_what_was_typed(string language, Device device, string typed)
    {
        await using var page = await fixture.Chromium.OpenAsync(device);
        await page.Page.GotoAsync(fixture.LinkOf(await fixture.NewContactAsync(language)));
        await page.Page.CheckAsync("#hours-own");
        await page.Page.FillAsync("#from", typed);
        await page.Page.CheckAsync("#pause-date");
        await page.Page.ClickAsync(".settings button");

        await page.Page.Locator("[role=alert]").WaitForAsync();
        await page.PictureAsync($"preferences-wrong-{language}", whole: true);

        (await page.Page.InputValueAsync("#from")).ShouldBe(typed);
        (await page.Page.Locator("[role=alert] li").CountAsync()).ShouldBe(3);
        await page.Page.ClickAsync("[role=alert] a[href='#until']");
        (await page.Page.EvaluateAsync<string>("location.hash")).ShouldBe("#until");
        page.Problems.ShouldAllBe(problem => problem.Contains("400", StringComparison.Ordinal));
        (await page.SeriousViolationsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("fa", "۲۲:۱۵")]
    [InlineData("en", "22:15")]
    public async Task Everything_works_without_JavaScript_and_with_the_keyboard_alone(string language, string from)
    {
        var contact = await fixture.NewContactAsync(language);
        await using var page = await fixture.Chromium.OpenAsync(Device.Phone, scripts: false);
        await page.Page.GotoAsync(fixture.LinkOf(contact));

        await page.Page.FocusAsync("[name=wanted][value='reminders.sms']");
        await page.Page.Keyboard.PressAsync("Space");
        await page.Page.FocusAsync("#hours-own");
        await page.Page.Keyboard.PressAsync("Space");
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.InsertTextAsync(from);
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.InsertTextAsync("6:45");
        await page.Page.Keyboard.PressAsync("Enter");

        await page.Page.Locator("[role=status]").WaitForAsync();
        new Uri(page.Page.Url).Query.ShouldBe("?saved=1");
        var kept = (await fixture.Host.Get<ContactStore>().FindAsync(contact.Id, isTest: false, default))!.Preferences;
        kept.QuietHours!.ToString().ShouldBe("22:15-06:45");
        kept.Wants("reminders", Channel.Sms).ShouldBeFalse();
        kept.Wants("reminders", Channel.Email).ShouldBeTrue();
        (await page.Page.InputValueAsync("#from")).ShouldBe(from);
    }

    [Fact]
    public async Task Changing_the_language_of_messages_shows_the_page_in_it()
    {
        await using var page = await fixture.Chromium.OpenAsync(Device.Phone, scripts: false);
        await page.Page.GotoAsync(fixture.LinkOf(await fixture.NewContactAsync("fa")));

        await page.Page.SelectOptionAsync("#language", "en");
        await page.Page.ClickAsync(".settings button");

        await page.Page.Locator("html[lang=en] [role=status]").WaitForAsync();
    }

    [Theory]
    [InlineData("fa")]
    [InlineData("en")]
    public async Task Somebody_else_can_say_so_without_JavaScript(string language)
    {
        var contact = await fixture.NewContactAsync(language);
        await using (var page = await fixture.Chromium.OpenAsync(Device.Phone, scripts: false))
        {
            await page.Page.GotoAsync(fixture.LinkOf(contact));
            await page.Page.ClickAsync("summary");
            await page.Page.Locator("button.danger").First.ClickAsync();
            await page.Page.WaitForURLAsync("**/p/not-me/done?lang=*");
        }

        await using var after = await fixture.Chromium.OpenAsync(Device.Phone);
        await after.Page.GotoAsync(new Uri(fixture.Host.Url, $"/p/not-me/done?lang={language}").ToString());
        await after.PictureAsync($"preferences-disowned-{language}", whole: true);
        await ShouldBeSoundAsync(after);
        (await fixture.Host.Get<ContactStore>().FindAsync(contact.Id, isTest: false, default))!.Mobile.ShouldBeNull();
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
