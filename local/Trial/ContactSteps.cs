using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Extensions;
using Peyk.Functions.Clients;
using Peyk.Local.Simulator.Scenarios;

namespace Peyk.Local.Trial;

/// <summary>Messages that respect the person they go to: another way when one fails, silence after STOP, quiet at night.</summary>
public sealed class ContactSteps(LocalEnvironment environment, PeykClient client)
{
    private const string Posting = "/api/v1/status-updates";

    public IEnumerable<TrialStep> All =>
    [
        new("A fallback from SMS to e-mail on 30003", FallBackAsync),
        new("A message suppressed after STOP", StopAsync),
        new("A held message released when quiet hours end", HoldAsync),
    ];

    private async Task<string> FallBackAsync(CancellationToken token)
    {
        var accepted = await client.PostAsync(Posting, Update(ScenarioTable.Mobile("003"), "fallback@example.ir"), 202, token);
        var deliveries = (await client.FinalAsync(Text(accepted["id"]), token))["deliveries"]!.AsArray();
        TrialRun.Expect(deliveries.Count == 2, $"it has {deliveries.Count} deliveries");
        var (sms, email) = (deliveries[0]!, deliveries[1]!);
        TrialRun.Expect(Text(sms["status"]) == "failed" && Text(sms["providerCode"]) == "30003", $"the SMS is {sms["status"]} {sms["providerCode"]}");
        TrialRun.Expect(Text(email["channel"]) == "email" && Text(email["status"]) == "delivered", $"the e-mail is {email["status"]}");
        return $"SMS {sms["status"]}, {sms["reason"]} (Twilio {sms["providerCode"]}); e-mail {email["status"]}";
    }

    private async Task<string> StopAsync(CancellationToken token)
    {
        const string mobile = "+989127654321";
        await SendAsync(mobile, "delivered", token);
        await environment.Simulator.ReplyAsync(mobile, "STOP", cancellationToken: token);
        var suppressed = await SendAsync(mobile, "suppressed", token);
        TrialRun.Expect(Text(suppressed["reason"]) == "opted_out", $"the reason is {suppressed["reason"]}");
        // So that the phone can be played with.
        await environment.Simulator.ReplyAsync(mobile, "START", cancellationToken: token);
        await SendAsync(mobile, "delivered", token);
        return $"delivered; STOP: suppressed, {suppressed["reason"]}; START: delivered";
    }

    private async Task<JsonNode> SendAsync(string mobile, string expected, CancellationToken token)
    {
        var accepted = await client.PostAsync(Posting, Update(mobile, null), 202, token);
        var delivery = (await client.FinalAsync(Text(accepted["id"]), token))["deliveries"]![0]!;
        TrialRun.Expect(Text(delivery["status"]) == expected, $"it is {delivery["status"]} {delivery["reason"]}, not {expected}");
        return delivery;
    }

    /// <summary>In a second copy of the app, whose clock stands at 23:00 where the recipient is.</summary>
    private async Task<string> HoldAsync(CancellationToken token)
    {
        const string mobile = "+989127654322";
        var zone = DateTimeZoneProviders.Tzdb["Asia/Tehran"];
        var clock = new TrialClock();
        var now = clock.GetUtcNow().ToInstant().InZone(zone);
        clock.Advance((now.Date.PlusDays(1).At(new LocalTime(23, 0)).InZoneLeniently(zone) - now).ToTimeSpan());
        await using var app = await InProcessApp.StartAsync(
            environment.Azurite.NewAccount(),
            new Dictionary<string, string>
            {
                ["Contacts__QuietHours"] = "21:00-08:00",
                ["SweepSchedule"] = "* * * * * *",
                ["Peyk__LongestLifetime"] = "1.00:00:00", // Fewer days to sweep: nobody shall wait for that here.
            },
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.AddSingleton<TimeProvider>(clock);
            },
            cancellationToken: token);
        var key = await app.Services.GetRequiredService<ApiKeys>().CreateAsync("local", [.. Scopes.All], null, token);
        using var night = new PeykClient(app.Url, key.Key);

        var id = Text((await night.PostAsync(Posting, Update(mobile, null), 202, token))["id"]);
        var held = await TrialRun.UntilAsync(
            async () => await night.GetAsync($"/api/v1/notifications/{id}", token) is var read && Text(read["status"]) == "held" ? read : null,
            "the status held",
            token);
        var due = held["deliveries"]![0]!["nextActionAt"]!.GetValue<DateTimeOffset>();
        var local = due.ToInstant().InZone(zone);
        TrialRun.Expect(local.Hour == 8 && local.Minute < 15, $"it would go at {local.TimeOfDay}");
        TrialRun.Expect(app.Simulator.AcceptedCount(mobile) == 0, "it went out at night");

        clock.Advance(due - clock.GetUtcNow());
        var done = await night.FinalAsync(id, token);
        TrialRun.Expect(Text(done["status"]) == "delivered", $"it is {done["status"]}");
        return $"posted at 23:00 in {zone.Id}, held until {local.TimeOfDay:HH:mm}; the clock set ahead: {done["status"]}";
    }

    private static JsonObject Update(string mobile, string? email) => new()
    {
        ["to"] = new JsonObject { ["mobile"] = mobile, ["email"] = email, ["language"] = "fa" },
        ["case"] = new JsonObject { ["service"] = "retirement", ["step"] = "documents-received" },
    };

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
