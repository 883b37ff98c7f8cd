using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Peyk.Core.Newsletters;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Newsletters;

/// <summary>The app and a browser, with issues that went out.</summary>
public sealed class NewsletterFixture(AzuriteFixture azurite, ChromiumFixture chromium) : IAsyncLifetime
{
    public const string Topic = "benefits-news";

    private static readonly string[] Subjects = ["Longer opening hours", "Your statement of contributions", "New rates from winter on"];
    private static readonly string[] Titles = ["ساعت کار بیشتر شعبه‌ها", "گزارش سابقهٔ بیمهٔ شما", "نرخ‌های تازه از زمستان"];

    private ApiUser _api = null!;

    public PeykHost Host { get; private set; } = null!;

    public ChromiumFixture Chromium => chromium;

    /// <summary>The latest of the issues.</summary>
    public string Latest { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Host = await PeykHost.StartAsync(azurite.NewAccount(), new Dictionary<string, string>
        {
            ["Peyk__Organisation__fa"] = "سازمان تأمین اجتماعی",
            ["Peyk__Organisation__en"] = "Social Security Organization",
            ["Peyk__HelpContact__fa"] = "شبانه‌روز، تلفن ۱۴۲۰",
            ["Peyk__HelpContact__en"] = "day and night, telephone 1420",
            ["AzureWebJobs.IssuesTimer.Disabled"] = "true",
            ["AzureWebJobs.SendIssueBatchQueue.Disabled"] = "true",
        });
        _api = new ApiUser(Host.ClientWith(await Host.NewKeyAsync()));
        foreach (var (english, persian) in Subjects.Zip(Titles))
            Latest = await SentAsync(english, persian);
    }

    /// <summary>The mail in one language, as a subscriber of a name gets it.</summary>
    public async Task<JsonNode> MailAsync(string language, string name)
    {
        using var answer = await _api.Http.PostAsJsonAsync(
            $"/api/v1/newsletters/{Topic}/issues/{Latest}/preview", new JsonObject { ["language"] = language, ["name"] = name });
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!["mails"]![0]!;
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await Host.DisposeAsync();
    }

    private async Task<string> SentAsync(string english, string persian)
    {
        var posted = new JsonObject
        {
            ["content"] = new JsonObject
            {
                ["fa"] = new JsonObject { ["subject"] = persian, ["preheader"] = "آنچه از یکم دی برای شما تغییر می‌کند", ["body"] = Persian },
                ["en"] = new JsonObject { ["subject"] = english, ["preheader"] = "What changes for you on 21 December", ["body"] = English },
            },
        };
        var id = (await (await _api.PostAsync(posted, path: $"/api/v1/newsletters/{Topic}/issues")).Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<string>();
        var store = Host.Get<IssueStore>();
        foreach (var state in new[] { IssueState.Scheduled, IssueState.Sending, IssueState.Sent })
        {
            var issue = (await store.FindAsync(Guid.Parse(id), default))!;
            var now = TimeProvider.System.GetUtcNow();
            if (await store.TryUpdateAsync(issue with { State = state, SendAt = now, StartedAt = now, EndedAt = state.IsFinal() ? now : null }, default) is null)
                throw new InvalidOperationException("Somebody else changed the issue.");
        }

        return id;
    }

    private const string English = """
        # New rates from winter on

        {{recipient.name}}, from **21 December** on these rates hold for everybody who is insured with {{organisation.name}}. *Nothing* needs to be done.

        > **Retirement** 7 %
        > **Unemployment** 3 %
        > **Health** 2 %

        ## What to do

        1. Look at your [statement of contributions](https://example.org/statement?year=1405&lang=en).
        2. Tell us of mistakes until the end of the month.
        3. Keep your number `A-1405-0001` at hand.

        [Read all rates](https://example.org/rates)

        ## And besides

        - Branches are open until 20:00 on Wednesdays.
        - The telephone is answered by night too.

        ---

        Best wishes from all of us.
        """;

    private const string Persian = """
        # نرخ‌های تازه از زمستان

        {{recipient.name}}، از **یکم دی** این نرخ‌ها برای همهٔ بیمه‌شدگان {{organisation.name}} برقرار است. *نیازی* به مراجعه نیست.

        > **بازنشستگی** ۷ درصد
        > **بیکاری** ۳ درصد
        > **درمان** ۲ درصد

        ## چه باید کرد

        1. [گزارش سابقهٔ بیمه](https://example.org/statement?year=1405&lang=fa) خود را ببینید.
        2. اگر اشتباهی هست، تا پایان ماه به ما بگویید.
        3. شمارهٔ `A-1405-0001` را در دسترس داشته باشید.

        [دیدن همهٔ نرخ‌ها](https://example.org/rates)

        ## و نیز

        - شعبه‌ها چهارشنبه‌ها تا ساعت ۲۰ باز هستند.
        - تلفن، شب‌ها هم پاسخگوست.

        ---

        با آرزوی بهترین‌ها از طرف همهٔ ما.
        """;
}
