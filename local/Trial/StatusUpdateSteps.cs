using System.Text.Json.Nodes;
using Peyk.Local.Simulator.Scenarios;

namespace Peyk.Local.Trial;

/// <summary>Status updates from the post to the phone and the inbox, and back to the log.</summary>
public sealed class StatusUpdateSteps(LocalEnvironment environment, PeykClient client)
{
    private const string Persian = "+989121234567";
    private const string English = "+4915112345678";

    public IEnumerable<TrialStep> All =>
    [
        new("A Persian status update by SMS and e-mail", token => SendAsync("fa", Persian, "maryam@example.ir", "مریم رضایی", "retirement", "documents-received", token)),
        new("An English status update by SMS and e-mail", token => SendAsync("en", English, "john@example.org", "John Smith", "retirement", "documents-received", token)),
        new("The tracking page of a case", TrackAsync),
        new("A number that does not exist", FailAsync),
        new("A malformed request", RefuseAsync),
    ];

    private async Task<string> SendAsync(
        string language, string mobile, string email, string name, string service, string step, CancellationToken token)
    {
        var accepted = await client.PostAsync("/api/v1/status-updates", Update(language, mobile, email, name, service, step, "all"), 202, token);
        var notification = await client.FinalAsync(Text(accepted["id"]), token);
        foreach (var delivery in notification["deliveries"]!.AsArray())
            TrialRun.Expect(Text(delivery!["status"]) == "delivered", $"{delivery["channel"]} is {delivery["status"]} {delivery["reason"]}");

        var sms = environment.Simulator.Messages.Last(m => m.To == mobile);
        var mail = environment.Simulator.Mails.Last(m => m.To == email);
        var code = Text(accepted["case"]!["code"]);
        TrialRun.Expect(mail.Html!.Contains($"lang=\"{language}\"", StringComparison.Ordinal), "the e-mail is not in the recipient's language");
        TrialRun.Expect(mail.Source.Contains(code, StringComparison.Ordinal), "the e-mail does not name the case");

        var events = notification["log"]!.AsArray().Select(e => Text(e!["event"])).ToList();
        // Not "sent": a receipt may overtake the provider's answer.
        foreach (var expected in new[] { "accepted", "sending", "delivered" })
            TrialRun.Expect(events.Count(e => e == expected) == 2, $"the log has {events.Count(e => e == expected)} entries '{expected}', not one a channel");
        TrialRun.Expect(notification["logIntegrity"]!["verified"]!.GetValue<bool>(), "the chain of the log is broken");
        return $"delivered on both; {sms.Segments} SMS segments ({sms.Encoding}), “{mail.Subject}”; {events.Count} log entries, chain whole";
    }

    private async Task<string> TrackAsync(CancellationToken token)
    {
        var first = await client.PostAsync(
            "/api/v1/status-updates", Update("fa", Persian, null, "مریم رضایی", "retirement", "documents-received", "only"), 202, token);
        var code = Text(first["case"]!["code"]);
        var next = Update("fa", Persian, null, "مریم رضایی", "retirement", "documents-checked", "only");
        next["case"]!["code"] = code;
        await client.PostAsync("/api/v1/status-updates", next, 202, token);

        var page = await client.GetPageAsync($"/t/{code}", token);
        TrialRun.Expect(page.Contains("dir=\"rtl\"", StringComparison.Ordinal), "the page is not written from right to left");
        TrialRun.Expect(page.Contains("aria-current=\"step\"", StringComparison.Ordinal), "the page does not say where the case stands");
        TrialRun.Expect(!page.Contains("مریم", StringComparison.Ordinal), "the page shows a name");
        return $"{new Uri(environment.App.Url, $"/t/{code}")}, two steps, no personal data";
    }

    private async Task<string> FailAsync(CancellationToken token)
    {
        var update = Update("fa", ScenarioTable.Mobile("005"), null, "علی", "retirement", "documents-received", "only");
        var accepted = await client.PostAsync("/api/v1/status-updates", update, 202, token);
        var notification = await client.FinalAsync(Text(accepted["id"]), token);
        var delivery = notification["deliveries"]![0]!;
        TrialRun.Expect(Text(delivery["status"]) == "failed", $"it is {delivery["status"]}");
        TrialRun.Expect(Text(delivery["reason"]) == "invalid_address", $"the reason is {delivery["reason"]}");
        return $"{delivery["status"]}, {delivery["reason"]} (Twilio {delivery["providerCode"]}); {delivery["whoMustAct"]} must act";
    }

    private async Task<string> RefuseAsync(CancellationToken token)
    {
        var body = new JsonObject { ["to"] = new JsonObject { ["mobile"] = "12" }, ["case"] = new JsonObject { ["service"] = "nope" }, ["extra"] = 1 };
        var problem = await client.PostAsync("/api/v1/status-updates", body, 400, token);
        var pointers = problem["errors"]!.AsArray().Select(e => Text(e!["pointer"])).ToList();
        TrialRun.Expect(pointers.Contains("/to/mobile") && pointers.Contains("/case/step") && pointers.Contains("/extra"), $"errors at {string.Join(", ", pointers)}");
        return $"400 {problem["code"]}, {pointers.Count} errors at once: {string.Join(", ", pointers)}";
    }

    private static JsonObject Update(
        string language, string mobile, string? email, string name, string service, string step, string policy) => new()
        {
            ["to"] = new JsonObject { ["mobile"] = mobile, ["email"] = email, ["name"] = name, ["language"] = language },
            ["case"] = new JsonObject { ["service"] = service, ["step"] = step },
            ["channels"] = new JsonObject { ["policy"] = policy },
        };

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
