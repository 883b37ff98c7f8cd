using System.Text.Json.Nodes;

namespace Peyk.Local.Trial;

/// <summary>Reminders by the real clock, a few seconds ahead.</summary>
public sealed class ReminderSteps(LocalEnvironment environment, PeykClient client)
{
    private const string Remembered = "+989125550101";
    private const string Spared = "+989125550102";

    public IEnumerable<TrialStep> All =>
    [
        new("A reminder that goes at its minute", GoAsync),
        new("A reminder stopped by its case reaching a step", StopAsync),
    ];

    private async Task<string> GoAsync(CancellationToken token)
    {
        var due = TimeProvider.System.GetUtcNow().AddSeconds(12);
        var accepted = await client.PostAsync("/api/v1/reminders", Reminder(Remembered, due, "PT5S"), 202, token);
        var at = Time(accepted["occurrences"]![0]!["at"]);
        var notification = await client.FinalAsync(await FiredAsync(Text(accepted["id"]), token), token);

        var started = Time(notification["deliveries"]![0]!["attempts"]![0]!["startedAt"]);
        TrialRun.Expect(Text(notification["status"]) == "delivered", $"it is {notification["status"]}");
        TrialRun.Expect(started >= at, "it left before its time");
        TrialRun.Expect(environment.Simulator.AcceptedCount(Remembered) == 1, "it was not sent once");
        return $"due {at:HH:mm:ss}, left {(started - at).TotalSeconds:0.0} s later; “{environment.Simulator.Messages.Last(m => m.To == Remembered).Body.Split('\n')[1]}”";
    }

    private async Task<string> StopAsync(CancellationToken token)
    {
        var opened = await client.PostAsync("/api/v1/status-updates", Step("documents-received", null), 202, token);
        var code = Text(opened["case"]!["code"]);
        // Far enough ahead that it is not handed over before the step is told.
        var reminder = Reminder(Spared, TimeProvider.System.GetUtcNow().AddSeconds(145), "PT0S");
        reminder["stopWhen"] = new JsonObject { ["case"] = new JsonObject { ["code"] = code, ["step"] = "documents-checked" } };
        var id = Text((await client.PostAsync("/api/v1/reminders", reminder, 202, token))["id"]);
        await client.PostAsync("/api/v1/status-updates", Step("documents-checked", code), 202, token);

        var stopped = await TrialRun.UntilAsync(
            async () => await client.GetAsync($"/api/v1/reminders/{id}", token) is { } now && Text(now["status"]) != "active" ? now : null, "the reminder's end", token);
        TrialRun.Expect(Text(stopped["status"]) == "stopped", $"it is {stopped["status"]}");
        TrialRun.Expect(environment.Simulator.AcceptedCount(Spared) == 0, "it was sent");
        return $"{stopped["status"]}; its occurrence was skipped: {stopped["occurrences"]![0]!["reason"]}";
    }

    private Task<string> FiredAsync(string id, CancellationToken token) => TrialRun.UntilAsync(
        async () => (string?)(await client.GetAsync($"/api/v1/reminders/{id}", token))["occurrences"]![0]!["notificationId"], "the reminder to be fired", token);

    private static JsonObject Reminder(string mobile, DateTimeOffset due, string lead) => new()
    {
        ["to"] = new JsonObject { ["mobile"] = mobile, ["language"] = "fa" },
        ["template"] = "due-soon",
        ["data"] = new JsonObject { ["subject"] = "تمدید دفترچه بیمه" },
        ["due"] = new JsonObject { ["at"] = due.ToString("O") },
        ["leads"] = new JsonArray(lead),
        ["channels"] = new JsonObject { ["policy"] = "only" },
    };

    private static JsonObject Step(string step, string? code) => new()
    {
        ["case"] = new JsonObject { ["service"] = "retirement", ["step"] = step, ["code"] = code },
        ["notify"] = false,
    };

    private static DateTimeOffset Time(JsonNode? node) => DateTimeOffset.Parse(Text(node));

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
