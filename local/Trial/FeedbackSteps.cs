using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Peyk.Core.Text;

namespace Peyk.Local.Trial;

/// <summary>Citizens answer: a survey by SMS, a STOP in the middle of one, a score by e-mail, a complaint, a question.</summary>
public sealed partial class FeedbackSteps(LocalEnvironment environment, PeykClient client)
{
    private const string Path = "/api/v1/feedback-requests";

    public IEnumerable<TrialStep> All =>
    [
        new("A three-question SMS survey", SurveyAsync),
        new("STOP in mid-survey", StopAsync),
        new("An e-mail score confirmed on the page", ScoreAsync),
        new("A score of 1 opens a complaint, is answered, and closes", ComplainAsync),
        new("A citizen's question is answered by a person", QuestionAsync),
    ];

    private async Task<string> SurveyAsync(CancellationToken token)
    {
        const string phone = "+989121110001";
        var id = await AskAsync(phone, token);
        string[] answers = ["۵", "five thanks", "همه چیز خوب بود، فقط کمی طول کشید."];
        foreach (var (sent, answer) in answers.Index())
        {
            await TextsAsync(phone, sent + 1, token);
            await environment.Simulator.ReplyAsync(phone, answer, cancellationToken: token);
        }

        var texts = await TextsAsync(phone, answers.Length + 1, token);
        var request = await client.GetAsync($"{Path}/{id}", token);
        TrialRun.Expect(Text(request["state"]) == "answered", $"the request is {request["state"]}");
        var scores = request["answers"]!.AsArray().Select(a => a!["score"]?.GetValue<int>()).ToList();
        TrialRun.Expect(scores is [5, 5, null], $"the scores are {string.Join(", ", scores)}");
        return $"{string.Join(" · ", answers[..2])} and a comment are kept; last reply “{texts[^1]}”";
    }

    private async Task<string> StopAsync(CancellationToken token)
    {
        const string phone = "+989121110002";
        var id = await AskAsync(phone, token);
        await TextsAsync(phone, 1, token);
        await environment.Simulator.ReplyAsync(phone, "۴", cancellationToken: token);
        var before = await TextsAsync(phone, 2, token);
        await environment.Simulator.ReplyAsync(phone, "لغو", cancellationToken: token);

        await TrialRun.UntilAsync(
            async () => Text((await client.GetAsync($"{Path}/{id}", token))["state"]) == "closed" ? id : null, "the end of the request", token);
        var update = await UpdateAsync(phone, token);
        var delivery = (await client.FinalAsync(Text(update["id"]), token))["deliveries"]![0]!;
        TrialRun.Expect(Text(delivery["status"]) == "suppressed", $"the next message is {delivery["status"]}");

        // START, so that the telephone can be used again.
        await environment.Simulator.ReplyAsync(phone, "شروع", cancellationToken: token);
        var again = (await client.FinalAsync(Text((await UpdateAsync(phone, token))["id"]), token))["deliveries"]![0]!;
        TrialRun.Expect(Text(again["status"]) == "delivered", $"after START the next message is {again["status"]}");
        return $"the request is closed after {before.Count - 1} answer; the next message is {delivery["status"]}, {delivery["reason"]}; after START it is {again["status"]}";
    }

    private async Task<string> ComplainAsync(CancellationToken token)
    {
        const string phone = "+989121110003";
        var id = await AskAsync(phone, token);
        await TextsAsync(phone, 1, token);
        await environment.Simulator.ReplyAsync(phone, "۱", cancellationToken: token);

        var complaint = await TrialRun.UntilAsync(
            async () => (await client.GetAsync("/api/v1/complaints?state=open&limit=100", token))["items"]!.AsArray()
                .FirstOrDefault(c => (string?)c!["feedbackRequest"] == id), "the complaint", token);
        var code = Text(complaint["code"]);
        await TrialRun.UntilAsync(
            () => Task.FromResult(environment.Simulator.Mails.FirstOrDefault(m => m.To == LocalEnvironment.UnitEmail && m.Text!.Contains(code, StringComparison.Ordinal))),
            "the mail to the unit", token);
        await SmsAsync(phone, code, token);
        var answered = await client.PostAsync(
            $"/api/v1/complaints/{complaint["id"]}/answer", new JsonObject { ["text"] = "پرونده شما دوباره بررسی و مبلغ اصلاح شد." }, 200, token);
        var told = await SmsAsync(phone, "مبلغ اصلاح شد", token);
        TrialRun.Expect(Text(answered["state"]) == "closed", $"the complaint is {answered["state"]}");
        return $"complaint {code}, told to {LocalEnvironment.UnitEmail}, is {answered["state"]}; the citizen got “{told.Replace('\n', ' ')}”";
    }

    private async Task<string> QuestionAsync(CancellationToken token)
    {
        const string phone = "+989121110004";
        await environment.Simulator.ReplyAsync(phone, "سلام. حقوق این ماه من واریز نشده است.", cancellationToken: token);
        var message = await TrialRun.UntilAsync(
            async () => (await client.GetAsync("/api/v1/messages?state=open&limit=100", token))["items"]!.AsArray()
                .FirstOrDefault(m => (string?)m!["from"] == phone), "the message", token);
        var code = Text(message["code"]);
        var answered = await client.PostAsync($"/api/v1/messages/{code}/answer", new JsonObject { ["text"] = "امروز واریز شد." }, 202, token);
        await SmsAsync(phone, "امروز واریز شد.", token);
        return $"message {code} is {answered["state"]}";
    }

    /// <summary>Waits for a message with a word in it; Persian digits count as Latin ones.</summary>
    private Task<string> SmsAsync(string phone, string word, CancellationToken token) => TrialRun.UntilAsync(
        () => Task.FromResult(environment.Simulator.Messages.Where(m => m.To == phone).Select(m => m.Body)
            .FirstOrDefault(b => PersianText.ToLatinDigits(b).Contains(word, StringComparison.Ordinal))),
        $"a message with “{word}”",
        token);

    private Task<JsonObject> UpdateAsync(string phone, CancellationToken token) => client.PostAsync("/api/v1/status-updates", new JsonObject
    {
        ["to"] = new JsonObject { ["mobile"] = phone, ["language"] = "fa" },
        ["case"] = new JsonObject { ["service"] = "retirement", ["step"] = "documents-received" },
    }, 202, token);

    private async Task<string> ScoreAsync(CancellationToken token)
    {
        const string email = "rater@example.org";
        var asked = await client.PostAsync(Path, new JsonObject
        {
            ["to"] = new JsonObject { ["email"] = email, ["language"] = "en" },
            ["survey"] = "csat",
        }, 202, token);
        var id = Text(asked["id"]);
        await client.FinalAsync(id, token);
        var link = ScoreLink().Match(environment.Simulator.Mails.Last(m => m.To == email).Html!).Groups[1].Value;

        using var citizen = new HttpClient { BaseAddress = environment.App.Url };
        var page = await citizen.GetStringAsync($"{link}?score=4", token);
        TrialRun.Expect(CheckedFour().IsMatch(page), "the page has not chosen the score");
        TrialRun.Expect((await client.GetAsync($"{Path}/{id}", token))["answers"]!.AsArray().Count == 0, "looking at the page stored an answer");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["part"] = "0", ["item-satisfaction"] = "4" });
        using var posted = await citizen.PostAsync(link, form, token);

        var answers = (await client.GetAsync($"{Path}/{id}", token))["answers"]!.AsArray();
        TrialRun.Expect(answers is [{ } only] && only["score"]!.GetValue<int>() == 4, $"{answers.Count} answers are kept");
        return "the link chose 4 and stored nothing; the button stored 4";
    }

    private async Task<string> AskAsync(string phone, CancellationToken token) => Text((await client.PostAsync(Path, new JsonObject
    {
        ["to"] = new JsonObject { ["mobile"] = phone, ["language"] = "fa" },
        ["survey"] = "service-sms",
    }, 202, token))["id"]);

    /// <summary>Waits until a phone was sent so many messages.</summary>
    private Task<IReadOnlyList<string>> TextsAsync(string phone, int count, CancellationToken token) => TrialRun.UntilAsync(
        () =>
        {
            IReadOnlyList<string> texts = [.. environment.Simulator.Messages.Where(m => m.To == phone && m.Direction == "outbound-api").Select(m => m.Body)];
            return Task.FromResult(texts.Count >= count ? texts : null);
        },
        $"message {count} on the phone",
        token);

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    [GeneratedRegex(@"(/f/[A-Za-z0-9_-]{32})")]
    private static partial Regex ScoreLink();

    [GeneratedRegex("""<input[^>]*value="4"[^>]*checked""")]
    private static partial Regex CheckedFour();
}
