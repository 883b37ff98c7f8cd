using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Peyk.Core.Addresses;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Guarantees;

/// <summary>The app is killed with SIGKILL while an issue goes out.</summary>
[Collection(nameof(OneAtATime))]
public sealed class NewsletterKillTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    private const int Subscribers = 20_000;
    private const int Kills = 10;
    private const string Topic = "benefits-news";
    private static readonly LanguageTag[] Languages = [LanguageTag.Parse("fa"), LanguageTag.Parse("en")];

    [Fact]
    public async Task Each_of_twenty_thousand_subscribers_gets_an_issue_once_though_the_app_is_killed_ten_times()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var elapsed = Stopwatch.StartNew();
        // The events of a call are waited for so long that a slow machine brings them in time.
        await using var app = await KillableApp.StartAsync(
            azurite.NewAccount(), ("NewsletterSending__BatchSize", "250"), ("Delivery__EmailEvidence", "00:00:30"));
        await app.Samples.WriteAsync(Topic, isTest: false, Subscribers, Languages, TestContext.Current.CancellationToken);
        var written = elapsed.Elapsed;
        var path = await PostAsync(app);

        for (var kill = 0; kill < Kills; kill++)
        {
            var goal = app.Simulator.AcceptedMails + random.Next(1, 1200);
            await Wait.UntilAsync(() => app.Simulator.AcceptedMails >= goal, TimeSpan.FromSeconds(120), "some to be sent");
            await app.KillAsync();
            await app.StartAsync();
        }

        var sentAtLastKill = app.Simulator.AcceptedMails;
        await Wait.UntilAsync(async () => (string?)(await ReadAsync(app, path))?["status"] == "sent", TimeSpan.FromSeconds(300), "the issue to be sent");
        var sent = elapsed.Elapsed;
        await Wait.UntilAsync(
            async () => (int?)(await ReadAsync(app, path))?["progress"]?["delivered"] == Subscribers, TimeSpan.FromSeconds(300), "every receipt to be counted");

        output.WriteLine(
            $"seed {seed}: subscribers written after {written.TotalSeconds:0} s, {sentAtLastKill} sent at the last kill, all after {sent.TotalSeconds:0} s, counted after {elapsed.Elapsed.TotalSeconds:0} s");
        sentAtLastKill.ShouldBeLessThan(Subscribers, "the last kill came when all was sent already");
        Addresses().Where(a => app.Simulator.AcceptedCount(a) != 1).Select(a => $"{a}: {app.Simulator.AcceptedCount(a)}").ShouldBeEmpty();
        app.Simulator.AcceptedMails.ShouldBe(Subscribers);
        var progress = (await ReadAsync(app, path))!["progress"]!;
        ((int)progress["total"]!, (int)progress["sent"]!, (int)progress["failed"]!, (int)progress["suppressed"]!).ShouldBe((Subscribers, Subscribers, 0, 0));
    }

    private static IEnumerable<string> Addresses() => Enumerable.Range(0, Subscribers).Select(SampleSubscriptions.AddressOf);

    private static async Task<string> PostAsync(KillableApp app)
    {
        var issue = new JsonObject
        {
            ["content"] = new JsonObject
            {
                ["fa"] = new JsonObject { ["subject"] = "خبرنامه آذر", ["body"] = "{{recipient.name}}، مستمری‌ها افزایش یافت." },
                ["en"] = new JsonObject { ["subject"] = "News of December", ["body"] = "Dear {{recipient.name}}, pensions rise." },
            },
            ["sendAt"] = TimeProvider.System.GetUtcNow().ToString("O"),
        };
        using var answer = await app.Api.Http.PostAsJsonAsync($"/api/v1/newsletters/{Topic}/issues", issue);
        var body = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(202, body);
        return $"/api/v1/newsletters/{Topic}/issues/{(string)JsonNode.Parse(body)!["id"]!}";
    }

    /// <summary>Null when the app does not answer.</summary>
    private static async Task<JsonObject?> ReadAsync(KillableApp app, string path)
    {
        try
        {
            return await app.Api.Http.GetFromJsonAsync<JsonObject>(path);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }
}
