using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Peyk.Core.Addresses;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Local.Simulator;

namespace Peyk.Local.Trial;

/// <summary>An issue of a newsletter to a thousand subscribers.</summary>
public sealed partial class NewsletterSteps(LocalEnvironment environment, PeykClient client)
{
    private const int Subscribers = 1000;
    public const string Topic = "benefits-news";
    private static readonly LanguageTag[] Languages = [LanguageTag.Parse("fa"), LanguageTag.Parse("en")];

    public IEnumerable<TrialStep> All => [new("An issue of a newsletter to 1,000 subscribers in two languages", SendAsync)];

    private async Task<string> SendAsync(CancellationToken token)
    {
        await environment.Samples.WriteAsync(Topic, isTest: false, Subscribers, Languages, token);
        var before = environment.Simulator.Mails.Count;
        var accepted = await client.PostAsync($"/api/v1/newsletters/{Topic}/issues", Issue(), 202, token);
        var path = $"/api/v1/newsletters/{Topic}/issues/{Text(accepted["id"])}";
        var issue = await TrialRun.UntilAsync(
            async () => await client.GetAsync(path, token) is var now && Text(now["status"]) == "sent"
                && now["progress"]?["delivered"]?.GetValue<int>() == Subscribers ? now : null,
            "the issue to be sent and delivered",
            token);

        var times = Enumerable.Range(0, Subscribers).Select(n => environment.Simulator.AcceptedCount(SampleSubscriptions.AddressOf(n))).ToList();
        TrialRun.Expect(times.TrueForAll(n => n == 1), $"{times.Count(n => n != 1)} subscribers did not get it once");
        var mails = environment.Simulator.Mails.Skip(before).Where(m => m.CustomArgs.ContainsKey("peyk_issue")).ToList();
        Check(mails.First(m => m.To == SampleSubscriptions.AddressOf(0)), "خبرنامه آذر", "fa");
        Check(mails.First(m => m.To == SampleSubscriptions.AddressOf(1)), "News of December", "en");

        var progress = issue["progress"]!;
        var took = (issue["endedAt"]!.GetValue<DateTimeOffset>() - issue["startedAt"]!.GetValue<DateTimeOffset>()).TotalSeconds;
        return $"{progress["sent"]} of {progress["total"]} sent in {took:0.0} s by {mails.Select(m => m.MessageId).Distinct().Count()} calls, "
            + $"{progress["delivered"]} delivered, {progress["failed"]} failed; each once, RFC 8058 headers on each; read it at {Text(issue["archiveUrl"])}";
    }

    private static void Check(SimulatedMail mail, string subject, string language)
    {
        TrialRun.Expect(mail.Subject == subject, $"the subject is “{mail.Subject}”");
        TrialRun.Expect(mail.Html!.Contains($"lang=\"{language}\"", StringComparison.Ordinal), "the mail is not in the subscriber's language");
        TrialRun.Expect(!(mail.Html + mail.Text + mail.Subject).Contains("%peyk-", StringComparison.Ordinal), "a tag was not filled");
        TrialRun.Expect(mail.Headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click", "it cannot be ended by one click");
        TrialRun.Expect(UnsubscribeLink().IsMatch(mail.Headers["List-Unsubscribe"]), $"List-Unsubscribe is {mail.Headers["List-Unsubscribe"]}");
    }

    private static JsonObject Issue() => new()
    {
        ["content"] = new JsonObject
        {
            ["fa"] = new JsonObject { ["subject"] = "خبرنامه آذر", ["preheader"] = "مستمری‌ها", ["body"] = "# تازه‌ها\n\n{{recipient.name}}، مستمری‌ها از یکم دی افزایش می‌یابد." },
            ["en"] = new JsonObject { ["subject"] = "News of December", ["preheader"] = "Pensions", ["body"] = "# News\n\nDear {{recipient.name}}, pensions rise on 22 December." },
        },
        ["sendAt"] = TimeProvider.System.GetUtcNow().ToString("O"),
    };

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    [GeneratedRegex("^<https?://[^<>]+/u/[A-Za-z0-9_-]+>$")]
    private static partial Regex UnsubscribeLink();
}
