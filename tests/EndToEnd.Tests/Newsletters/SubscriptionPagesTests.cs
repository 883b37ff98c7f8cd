using Peyk.Core.Addresses;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Contacts;
using Peyk.Functions.Contacts.Settings;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Newsletters;

/// <summary>The app and a browser.</summary>
public sealed class SubscriptionPagesFixture(AzuriteFixture azurite, ChromiumFixture chromium) : IAsyncLifetime
{
    public PeykHost Host { get; private set; } = null!;

    public ChromiumFixture Chromium => chromium;

    public async ValueTask InitializeAsync() => Host = await PeykHost.StartAsync(azurite.NewAccount(), new Dictionary<string, string>
    {
        ["Peyk__Organisation__fa"] = "سازمان تأمین اجتماعی",
        ["Peyk__Organisation__en"] = "Social Security Organization",
        ["Peyk__TrackingGuesses"] = "1000",
    });

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();

    /// <summary>A subscriber of two newsletters, who asked or has confirmed.</summary>
    public async Task<Subscription> SubscribedAsync(string language, bool isConfirmed)
    {
        var email = EmailAddress.Parse($"sara{Guid.NewGuid():N}@example.org");
        foreach (var topic in (string[])["pensioners", "benefits-news"])
        {
            var wish = new SubscriptionWish(email, isConfirmed ? SubscriptionWay.Import : SubscriptionWay.SubscribePage, Guid.CreateVersion7())
            {
                Language = LanguageTag.Parse(language),
                Consent = isConfirmed ? new(TimeProvider.System.GetUtcNow(), "form") : null,
            };
            await Host.Get<Subscribing>().SubscribeAsync(topic, wish, default);
        }

        return (await FindAsync(email.Value))!;
    }

    public Task<Subscription?> FindAsync(string email) =>
        Host.Get<SubscriptionStore>().FindAsync("benefits-news", isTest: false, Host.Get<AddressHashes>().Of(Channel.Email, email, isTest: false), default);

    public async Task<SubscriptionState> StateAsync(Subscription subscription) => (await Host.Get<SubscriptionStore>().FindAsync(subscription.Id, default))!.State;

    public string ConfirmLink(Subscription subscription) => Host.Get<NewsletterLinks>().Confirm(subscription.Id);

    public string UnsubscribeLink(Subscription subscription) => Host.Get<NewsletterLinks>().Unsubscribe(subscription.Id);
}

/// <summary>The pages of newsletters as people see them. Pictures are kept in <c>artifacts/pictures</c>.</summary>
public sealed class SubscriptionPagesTests(SubscriptionPagesFixture fixture) : IClassFixture<SubscriptionPagesFixture>
{
    [Theory]
    [InlineData("fa", Device.Phone, false)]
    [InlineData("fa", Device.Desktop, true)]
    [InlineData("en", Device.Phone, true)]
    [InlineData("en", Device.Desktop, false)]
    public async Task The_way_in_reads_well_and_works_without_JavaScript(string language, Device device, bool dark)
    {
        var email = $"way-in-{language}-{device}@example.org".ToLowerInvariant();
        await using var page = await fixture.Chromium.OpenAsync(device, dark);
        await page.Page.GotoAsync($"{new Uri(fixture.Host.Get<NewsletterLinks>().Subscribe("benefits-news"))}?lang={language}");
        await LookAsync(page, "subscribe", language, device);
        await page.Page.FillAsync("#email", "nobody");
        await page.Page.ClickAsync("button");
        await page.Page.Locator("[role=alert]").WaitForAsync();
        await page.PictureAsync($"newsletter-wrong-{language}-{Word(device)}", whole: true);
        (await page.SeriousViolationsAsync()).ShouldBeEmpty();

        await using var plain = await fixture.Chromium.OpenAsync(device, dark, scripts: false);
        await plain.Page.GotoAsync($"{new Uri(fixture.Host.Get<NewsletterLinks>().Subscribe("benefits-news"))}?lang={language}");
        await plain.Page.FillAsync("#email", email);
        await plain.Page.ClickAsync("button");
        await plain.Page.WaitForURLAsync("**/done?lang=*");
        var subscription = (await fixture.FindAsync(email))!;
        await plain.Page.GotoAsync(fixture.ConfirmLink(subscription));
        await plain.Page.ClickAsync("button");
        await plain.Page.Locator(".notice.success").WaitForAsync();

        (await fixture.StateAsync(subscription)).ShouldBe(SubscriptionState.Confirmed);
        await using var after = await fixture.Chromium.OpenAsync(device, dark);
        await after.Page.GotoAsync(fixture.ConfirmLink(subscription));
        await LookAsync(after, "confirmed", language, device);
        await after.Page.GotoAsync(new Uri(fixture.Host.Url, $"/s/benefits-news/done?lang={language}").ToString());
        await LookAsync(after, "look", language, device);
    }

    [Theory]
    [InlineData("fa", Device.Phone)]
    [InlineData("en", Device.Desktop)]
    public async Task The_page_behind_the_mail_asks_for_one_tap(string language, Device device)
    {
        await using var page = await fixture.Chromium.OpenAsync(device);
        await page.Page.GotoAsync(fixture.ConfirmLink(await fixture.SubscribedAsync(language, isConfirmed: false)));

        (await page.Page.Locator("main button").CountAsync()).ShouldBe(1);
        await LookAsync(page, "confirm", language, device);
    }

    [Theory]
    [InlineData("fa", Device.Phone, false)]
    [InlineData("fa", Device.Desktop, false)]
    [InlineData("en", Device.Phone, false)]
    [InlineData("en", Device.Desktop, true)]
    public async Task The_way_out_reads_well_and_leads_back(string language, Device device, bool dark)
    {
        var subscription = await fixture.SubscribedAsync(language, isConfirmed: true);
        await using var page = await fixture.Chromium.OpenAsync(device, dark);
        await page.Page.GotoAsync(fixture.UnsubscribeLink(subscription));
        await LookAsync(page, "unsubscribe", language, device);

        await page.Page.ClickAsync("button:not(.quiet)");
        await page.Page.Locator("[role=status]").WaitForAsync();
        await LookAsync(page, "unsubscribed", language, device);
        (await fixture.StateAsync(subscription)).ShouldBe(SubscriptionState.Unsubscribed);

        await page.Page.Locator("form:has([value=again]) button").ClickAsync();
        await page.Page.Locator("form:has([value=one]) button").WaitForAsync();
        (await fixture.StateAsync(subscription)).ShouldBe(SubscriptionState.Confirmed);
    }

    [Theory]
    [InlineData("fa", Device.Phone)]
    [InlineData("en", Device.Desktop)]
    public async Task The_settings_page_has_the_newsletters_among_its_topics(string language, Device device)
    {
        var subscription = await fixture.SubscribedAsync(language, isConfirmed: true);
        var now = TimeProvider.System.GetUtcNow();
        var contact = new Contact(
            Guid.CreateVersion7(now), IsTest: false, PersonName.Parse("Sara"), PhoneNumber.Parse($"+98912667{Random.Shared.Next(1000, 10_000)}"),
            EmailAddress.Parse(fixture.Host.Get<SubscriptionStore>().Open(subscription)!.Email), new(LanguageTag.Parse(language)), now, now);
        (await fixture.Host.Get<ContactStore>().TrySaveAsync(null, contact, default)).ShouldBeTrue();
        await using var page = await fixture.Chromium.OpenAsync(device);
        await page.Page.GotoAsync(fixture.Host.Get<PreferenceLinks>().Of(contact));
        await LookAsync(page, "settings", language, device);

        await page.Page.UncheckAsync("[name=wanted][value='benefits-news.email']");
        await page.Page.ClickAsync(".settings button");
        await page.Page.Locator("[role=status]").WaitForAsync();

        (await fixture.StateAsync(subscription)).ShouldBe(SubscriptionState.Unsubscribed);
    }

    private async Task LookAsync(BrowserPage page, string name, string language, Device device)
    {
        await page.PictureAsync($"newsletter-{name}-{language}-{Word(device)}", whole: true);
        page.Problems.ShouldBeEmpty();
        page.Hosts.ShouldBe([fixture.Host.Url.Authority]);
        (await page.SeriousViolationsAsync()).ShouldBeEmpty();
        (await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue("the page scrolls sideways");
        (await page.Page.EvaluateAsync<string>("document.documentElement.lang")).ShouldBe(language);
    }

    private static string Word(Device device) => device is Device.Phone ? "phone" : "desktop";
}
