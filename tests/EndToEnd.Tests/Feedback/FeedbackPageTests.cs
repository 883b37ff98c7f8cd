using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Feedback;

/// <summary>The app and a browser; each test asks somebody of its own.</summary>
public sealed class FeedbackPageFixture(AzuriteFixture azurite, ChromiumFixture chromium) : IAsyncLifetime
{
    private int _persons;

    public PeykHost Host { get; private set; } = null!;

    public ApiUser Api { get; private set; } = null!;

    public ChromiumFixture Chromium => chromium;

    public async ValueTask InitializeAsync()
    {
        Host = await PeykHost.StartAsync(
            azurite.NewAccount(),
            new Dictionary<string, string>
            {
                ["Peyk__Organisation__fa"] = "سازمان تأمین اجتماعی",
                ["Peyk__Organisation__en"] = "Social Security Organization",
                ["Feedback__Hasty"] = "00:00:00",
            });
        Api = new ApiUser(Host.ClientWith(await Host.NewKeyAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Host.DisposeAsync();
    }

    /// <summary>Asks somebody by e-mail; gives the request's id, its page and the address.</summary>
    public async Task<(string Id, Uri Page, string Email)> AskAsync(string survey, string language)
    {
        var email = $"browser{Interlocked.Increment(ref _persons)}@example.org";
        var request = new JsonObject
        {
            ["to"] = new JsonObject { ["email"] = email, ["language"] = language },
            ["survey"] = survey,
        };
        using var answer = await Api.PostAsync(request, path: "/api/v1/feedback-requests");
        var id = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]!;
        return (id, new Uri(Host.Url, $"/f/{Host.Get<PageTokens>().Make(PagePurpose.Feedback, Guid.Parse(id))}"), email);
    }

    public async Task<JsonArray> AnswersAsync(string id) =>
        (await Api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/feedback-requests/{id}"))!["answers"]!.AsArray();
}

/// <summary>The page on which citizens answer, as they see it. Pictures are kept in <c>artifacts/pictures</c>.</summary>
public sealed class FeedbackPageTests(FeedbackPageFixture fixture) : IClassFixture<FeedbackPageFixture>
{
    [Theory]
    [InlineData("csat", "fa", Device.Phone, false)]
    [InlineData("csat", "fa", Device.Desktop, true)]
    [InlineData("csat", "en", Device.Phone, true)]
    [InlineData("csat", "en", Device.Desktop, false)]
    [InlineData("nps", "fa", Device.Phone, false)]
    [InlineData("nps", "en", Device.Desktop, false)]
    [InlineData("servqual", "fa", Device.Phone, false)]
    [InlineData("servqual", "en", Device.Desktop, false)]
    public async Task The_form_reads_well(string survey, string language, Device device, bool dark)
    {
        var (_, url, _) = await fixture.AskAsync(survey, language);
        await using var page = await fixture.Chromium.OpenAsync(device, dark);

        await page.Page.GotoAsync($"{url}?score=4");

        await page.PictureAsync($"feedback-{survey}-{language}-{Word(device)}-{(dark ? "dark" : "light")}", whole: true);
        await ShouldBeSoundAsync(page);
    }

    [Theory]
    [InlineData("fa", Device.Phone)]
    [InlineData("en", Device.Desktop)]
    public async Task What_is_asked_next_mistakes_and_thanks_read_well(string language, Device device)
    {
        var (id, url, _) = await fixture.AskAsync("csat", language);
        await using var page = await fixture.Chromium.OpenAsync(device);

        await page.Page.GotoAsync(url.ToString());
        await page.Page.ClickAsync(".survey button");
        await page.Page.Locator("[role=alert]").WaitForAsync();
        await page.PictureAsync($"feedback-empty-{language}", whole: true);
        (await page.SeriousViolationsAsync()).ShouldBeEmpty();

        await page.Page.CheckAsync("[name=item-satisfaction][value='2']", new() { Force = true });
        await page.Page.ClickAsync(".survey button");
        await page.Page.Locator("textarea").FillAsync("سه هفته منتظر ماندم.");
        await page.PictureAsync($"feedback-comment-{language}", whole: true);
        (await page.SeriousViolationsAsync()).ShouldBeEmpty();

        await page.Page.ClickAsync(".survey button");
        await page.Page.Locator("[role=status]").WaitForAsync();
        await page.PictureAsync($"feedback-thanks-{language}", whole: true);
        (await page.SeriousViolationsAsync()).ShouldBeEmpty();
        page.Problems.ShouldAllBe(problem => problem.Contains("400", StringComparison.Ordinal));
        (await fixture.AnswersAsync(id)).Select(a => ((string?)a!["item"], (int?)a["score"])).ShouldBe([("satisfaction", 2), ("trouble", null)]);
    }

    [Theory]
    [InlineData("fa")]
    [InlineData("en")]
    public async Task Everything_works_without_JavaScript_and_with_the_keyboard_alone(string language)
    {
        var (id, url, _) = await fixture.AskAsync("csat", language);
        await using var page = await fixture.Chromium.OpenAsync(Device.Phone, scripts: false);
        await page.Page.GotoAsync($"{url}?score=4");

        // The chosen radio takes the focus; an arrow chooses its neighbour.
        await page.Page.FocusAsync("[name=item-satisfaction][value='4']");
        await page.Page.Keyboard.PressAsync("ArrowDown");
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.Locator("textarea").WaitForAsync();
        await page.Page.Locator("textarea").FocusAsync();
        await page.Page.Keyboard.InsertTextAsync("Kind people.");
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.PressAsync("Enter");

        await page.Page.Locator("[role=status]").WaitForAsync();
        var answers = await fixture.AnswersAsync(id);
        answers.Select(a => ((int?)a!["score"], (string?)a["comment"])).ShouldBe([(5, null), (null, "Kind people.")]);
        answers.ShouldAllBe(a => a!["flags"]!.AsArray().Count == 0);
    }

    [Fact]
    public async Task A_browser_that_runs_scripts_and_follows_every_link_stores_nothing()
    {
        var (id, url, email) = await fixture.AskAsync("csat", "en");
        await fixture.Api.FinalAsync(id);
        await using var page = await fixture.Chromium.OpenAsync(Device.Desktop);
        await page.Page.SetContentAsync(fixture.Host.Simulator.Mails.Last(m => m.To == email).Html!);
        var links = (await page.Page.EvalOnSelectorAllAsync<string[]>("a[href]", "links => links.map(link => link.href)"))
            .Where(link => link.Contains("/f/", StringComparison.Ordinal)).Select(link => new Uri(fixture.Host.Url, new Uri(link).PathAndQuery)).Distinct().ToList();
        links.Count.ShouldBeGreaterThanOrEqualTo(6, "the page and each of five scores");
        links.ShouldContain(link => link.AbsolutePath == url.AbsolutePath);

        for (var i = 0; i < 20; i++)
        {
            foreach (var link in links)
                (await page.Page.GotoAsync(link.ToString()))!.Status.ShouldBe(200);
        }

        (await fixture.AnswersAsync(id)).ShouldBeEmpty();
        (await fixture.Host.Tables.GetTableClient(Tables.Responses).QueryAsync<Azure.Data.Tables.TableEntity>().ToListAsync())
            .ShouldNotContain(row => row.RowKey.StartsWith(id, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("fa", Device.Phone)]
    [InlineData("fa", Device.Desktop)]
    [InlineData("en", Device.Phone)]
    [InlineData("en", Device.Desktop)]
    public async Task The_mail_shows_a_bar_of_scores_that_can_be_touched(string language, Device device)
    {
        var (id, _, email) = await fixture.AskAsync("csat", language);
        await fixture.Api.FinalAsync(id);
        await using var page = await fixture.Chromium.OpenAsync(device);

        await page.Page.SetContentAsync(fixture.Host.Simulator.Mails.Last(m => m.To == email).Html!);

        await page.PictureAsync($"feedback-mail-{language}-{Word(device)}", whole: true);
        (await page.SeriousViolationsAsync()).ShouldBeEmpty();
        (await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue("the mail scrolls sideways");
        foreach (var score in await page.Page.Locator("a[href*='score=']").AllAsync())
        {
            var box = (await score.BoundingBoxAsync())!;
            // Target size of WCAG 2.2, success criterion 2.5.8, at the least.
            (box.Width, box.Height).ShouldSatisfyAllConditions(
                size => size.Width.ShouldBeGreaterThanOrEqualTo(24), size => size.Height.ShouldBeGreaterThanOrEqualTo(24));
        }
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
