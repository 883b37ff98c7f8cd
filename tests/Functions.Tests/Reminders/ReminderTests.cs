using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Reminders;

/// <summary>Reminders as clients post, read, change and cancel them.</summary>
public sealed class ReminderTests(ReminderFixture fixture) : IClassFixture<ReminderFixture>
{
    private readonly ReminderHost _host = fixture.Host;

    [Fact]
    public async Task The_answer_tells_when_each_will_go()
    {
        var reminder = _host.Reminder("+989131001001", TimeSpan.FromDays(8), "P7D", "PT2H");
        reminder["reference"] = "file-1";

        using var answer = await _host.PostAsync(reminder);

        var body = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Headers.Location!.ToString().ShouldBe($"/api/v1/reminders/{body["id"]}");
        answer.Headers.ETag!.Tag.ShouldBe("\"1\"");
        ((string?)body["status"], (string?)body["reference"]).ShouldBe(("active", "file-1"));
        var due = DateTimeOffset.Parse((string)reminder["due"]!["at"]!);
        body["occurrences"]!.AsArray().Select(o => (DateTimeOffset)o!["at"]!).ToArray().ShouldBe([due.AddDays(-7), due.AddHours(-2)]);
    }

    [Fact]
    public async Task It_goes_at_its_moment_and_links_to_its_notification()
    {
        var id = await _host.AcceptedAsync(_host.Reminder("+989131001002", TimeSpan.FromHours(2), "PT1H"));

        await _host.PassAsync(TimeSpan.FromMinutes(57));
        var early = await _host.NotificationsAsync(id);
        await _host.PassAsync(TimeSpan.FromMinutes(2));
        var notification = (await _host.NotificationsAsync(id)).ShouldHaveSingleItem();
        await _host.LookAsync(notification);
        var before = _host.SentTo("+989131001002");
        _host.Time.Advance(TimeSpan.FromMinutes(2));
        await _host.LookAsync(notification);
        var done = await _host.Api.FinalAsync(notification);

        early.ShouldBeEmpty();
        before.ShouldBe(0);
        ((string?)done["status"], (string?)done["kind"], (string?)done["template"]).ShouldBe(("delivered", "reminders", "due-soon"));
        _host.SentTo("+989131001002").ShouldBe(1);
        ((string?)(await _host.ReadAsync(id))["status"]).ShouldBe("done");
        (await _host.RowsAsync(Tables.Schedule)).Where(r => r.RowKey.Contains(id, StringComparison.Ordinal)).Select(r => r.PartitionKey[..6]).ShouldBe(["purge|"]);
    }

    [Fact]
    public async Task A_notification_that_is_handed_over_ahead_leaves_at_its_second()
    {
        var reminder = _host.Reminder("+989131001003", TimeSpan.FromSeconds(4));

        var id = await _host.AcceptedAsync(reminder);
        var done = await _host.Api.FinalAsync((await _host.NotificationsAsync(id)).ShouldHaveSingleItem());

        var attempt = (DateTimeOffset)done["deliveries"]![0]!["attempts"]![0]!["startedAt"]!;
        var due = DateTimeOffset.Parse((string)reminder["due"]!["at"]!);
        attempt.ShouldBeGreaterThanOrEqualTo(due);
        (attempt - due).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        done["log"]!.AsArray().Select(e => (string?)e!["event"]).ShouldBe(["scheduled", "sending", "sent", "delivered"]);
    }

    [Fact]
    public async Task A_lead_that_is_over_when_it_is_posted_is_skipped()
    {
        var accepted = await _host.AcceptAsync(_host.Reminder("+989131001004", TimeSpan.FromDays(2), "P7D", "P1D"));

        accepted["occurrences"]!.AsArray().Select(o => ((string?)o!["status"], (string?)o["reason"])).ShouldBe([("skipped", "too_late"), ("upcoming", null)]);
        (await _host.OccurrencesAsync((string)accepted["id"]!)).ShouldBe(["too_late", "upcoming"]);
    }

    [Fact]
    public async Task The_same_request_under_the_same_key_is_one_reminder_and_one_message()
    {
        var reminder = _host.Reminder("+989131001005", TimeSpan.FromHours(1));
        var id = await _host.AcceptedAsync(reminder, "reminder-1");
        await _host.PassAsync(TimeSpan.FromMinutes(59));

        using var again = await _host.PostAsync(reminder, "reminder-1");
        _host.Time.Advance(TimeSpan.FromDays(2));
        using var late = await _host.PostAsync(reminder, "reminder-1");
        await _host.ReleaseAsync();

        foreach (var answer in new[] { again, late })
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            answer.Headers.GetValues("Idempotent-Replayed").ShouldBe(["true"]);
            ((string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]).ShouldBe(id);
        }

        (await _host.OccurrencesAsync(id)).ShouldBe(["fired"]);
    }

    [Fact]
    public async Task Another_request_under_the_key_is_refused()
    {
        await _host.AcceptedAsync(_host.Reminder("+989131001006", TimeSpan.FromHours(1)), "reminder-2");

        using var answer = await _host.PostAsync(_host.Reminder("+989131001007", TimeSpan.FromHours(1)), "reminder-2");

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_dry_run_shows_texts_and_times_and_keeps_nothing()
    {
        var before = (await _host.RowsAsync(Tables.Reminders)).Count + (await _host.RowsAsync(Tables.Schedule)).Count;

        using var answer = await _host.Api.PostAsync(_host.Reminder("+989131001008", TimeSpan.FromDays(3), "P1D"), path: "/api/v1/reminders?dryRun=true");

        var body = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        ((string)body["sms"]!["text"]!).ShouldContain("Reminder: Renewal of your insurance booklet");
        body["occurrences"]!.AsArray().Count.ShouldBe(1);
        ((await _host.RowsAsync(Tables.Reminders)).Count + (await _host.RowsAsync(Tables.Schedule)).Count).ShouldBe(before);
    }

    [Fact]
    public async Task Dates_of_the_Persian_calendar_are_taken_and_told_in_the_recipients_words()
    {
        var reminder = _host.Reminder("+989131001009", TimeSpan.Zero, new JsonObject { ["daysBefore"] = 1, ["at"] = "۰۹:۰۰" });
        reminder["to"]!["language"] = "fa";
        reminder["due"] = new JsonObject { ["date"] = "۱۴۰۶/۰۱/۰۱", ["time"] = "10:00", ["calendar"] = "persian" };

        using var answer = await _host.Api.PostAsync(reminder, path: "/api/v1/reminders?dryRun=true");

        var body = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        ((string)body["sms"]!["text"]!).ShouldContain("۱ فروردین ۱۴۰۶، ساعت ۱۰:۰۰");
        ((DateTimeOffset)body["occurrences"]![0]!["at"]!).ShouldBe(new DateTimeOffset(2027, 3, 20, 9, 0, 0, TimeSpan.FromHours(3.5)));
    }

    [Fact]
    public async Task The_time_of_day_is_the_recipients()
    {
        var reminder = _host.Reminder("+4915112345678", TimeSpan.Zero, new JsonObject { ["daysBefore"] = 0, ["at"] = "02:30" });
        reminder["to"]!["timeZone"] = "Europe/Berlin";
        reminder["due"] = new JsonObject { ["date"] = "2027-03-28", ["time"] = "10:00" };

        var accepted = await _host.AcceptAsync(reminder);

        // 02:30 does not exist in Berlin on that day.
        ((DateTimeOffset)accepted["occurrences"]![0]!["at"]!).ShouldBe(new DateTimeOffset(2027, 3, 28, 3, 0, 0, TimeSpan.FromHours(2)));
    }

    [Fact]
    public async Task A_repetition_goes_on_and_ends()
    {
        var reminder = _host.Reminder("+989131001010", TimeSpan.FromHours(1));
        reminder["repeat"] = new JsonObject { ["every"] = "P1D", ["times"] = 3 };
        var id = await _host.AcceptedAsync(reminder);

        for (var day = 0; day < 3; day++)
        {
            await _host.PassAsync(TimeSpan.FromMinutes(61));
            _host.Time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(61));
            await _host.ReleaseAsync();
        }

        (await _host.OccurrencesAsync(id)).ShouldBe(["fired", "fired", "fired"]);
        (await _host.NotificationsAsync(id)).Distinct().Count().ShouldBe(3);
        ((string?)(await _host.ReadAsync(id))["status"]).ShouldBe("done");
    }

    [Fact]
    public async Task It_stops_when_its_case_reaches_a_step_between_two_leads()
    {
        var code = await OpenCaseAsync();
        var reminder = _host.Reminder("+989131001011", TimeSpan.FromHours(3), "PT2H", "PT1H", "PT0S");
        reminder["case"] = new JsonObject { ["code"] = code, ["service"] = "retirement" };
        reminder["stopWhen"] = new JsonObject { ["case"] = new JsonObject { ["code"] = code, ["step"] = "documents-checked" } };
        var id = await _host.AcceptedAsync(reminder);

        await _host.PassAsync(TimeSpan.FromMinutes(61));
        var before = await _host.OccurrencesAsync(id);
        await StepAsync(code, "documents-checked");
        await _host.PassAsync(TimeSpan.FromMinutes(125));

        before.ShouldBe(["fired", "upcoming", "upcoming"]);
        (await _host.OccurrencesAsync(id)).ShouldBe(["fired", "stopped", "stopped"]);
        ((string?)(await _host.ReadAsync(id))["status"]).ShouldBe("stopped");
    }

    [Fact]
    public async Task A_step_that_was_taken_back_stops_nothing()
    {
        var code = await OpenCaseAsync();
        var reminder = _host.Reminder("+989131001012", TimeSpan.FromHours(1));
        reminder["stopWhen"] = new JsonObject { ["case"] = new JsonObject { ["code"] = code, ["step"] = "documents-checked" } };
        var id = await _host.AcceptedAsync(reminder);

        await StepAsync(code, "documents-checked");
        await StepAsync(code, "documents-checked", withdrawn: true);
        await _host.PassAsync(TimeSpan.FromMinutes(59));

        (await _host.OccurrencesAsync(id)).ShouldBe(["fired"]);
    }

    [Fact]
    public async Task What_is_cancelled_does_not_go()
    {
        var id = await _host.AcceptedAsync(_host.Reminder("+989131001013", TimeSpan.FromHours(1)));

        using var first = await _host.CancelAsync(id);
        using var second = await _host.CancelAsync(id);
        await _host.PassAsync(TimeSpan.FromMinutes(62));

        (first.StatusCode, second.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));
        (await _host.OccurrencesAsync(id)).ShouldBe(["cancelled"]);
        ((string?)(await _host.ReadAsync(id))["status"]).ShouldBe("cancelled");
    }

    [Fact]
    public async Task Cancelling_takes_back_what_was_handed_over_and_has_not_left()
    {
        var id = await _host.AcceptedAsync(_host.Reminder("+989131001014", TimeSpan.FromHours(1)));
        await _host.PassAsync(TimeSpan.FromMinutes(59));
        var notification = (await _host.NotificationsAsync(id)).ShouldHaveSingleItem();

        using var answer = await _host.CancelAsync(id);
        _host.Time.Advance(TimeSpan.FromMinutes(5));
        await _host.LookAsync(notification);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        ((string?)(await _host.Api.NotificationAsync(notification))["status"]).ShouldBe("cancelled");
        (await _host.OccurrencesAsync(id)).ShouldBe(["cancelled"]);
        _host.SentTo("+989131001014").ShouldBe(0);
    }

    [Fact]
    public async Task What_a_provider_has_cannot_be_cancelled()
    {
        // The number ends in 905: its receipt never comes.
        var id = await _host.AcceptedAsync(_host.Reminder("+989120003905", TimeSpan.FromSeconds(1)));
        await _host.Api.WhenAsync((await _host.NotificationsAsync(id))[0], n => (string?)n["status"] == "sent");

        using var answer = await _host.CancelAsync(id);

        (answer.StatusCode, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["code"]).ShouldBe((HttpStatusCode.Conflict, "already_sending"));
    }

    [Fact]
    public async Task A_change_puts_other_times_in_the_place_of_the_former()
    {
        var id = await _host.AcceptedAsync(_host.Reminder("+989131001015", TimeSpan.FromHours(1)));

        using var answer = await _host.ChangeAsync(id, _host.Reminder("+989131001016", TimeSpan.FromHours(2)), "\"1\"");
        await _host.PassAsync(TimeSpan.FromMinutes(61));
        var early = await _host.OccurrencesAsync(id);
        await _host.PassAsync(TimeSpan.FromMinutes(58));

        (answer.StatusCode, answer.Headers.ETag!.Tag).ShouldBe((HttpStatusCode.OK, "\"2\""));
        early.ShouldBe(["upcoming"]);
        (await _host.OccurrencesAsync(id)).ShouldBe(["fired"]);
        var log = await _host.Api.NotificationAsync((await _host.NotificationsAsync(id))[0]);
        log["deliveries"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_change_of_another_version_is_refused()
    {
        var id = await _host.AcceptedAsync(_host.Reminder("+989131001017", TimeSpan.FromHours(1)));
        using var first = await _host.ChangeAsync(id, _host.Reminder("+989131001017", TimeSpan.FromHours(2)), "\"1\"");

        using var second = await _host.ChangeAsync(id, _host.Reminder("+989131001017", TimeSpan.FromHours(3)), "\"1\"");

        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        (second.StatusCode, (string?)(await second.Content.ReadFromJsonAsync<JsonObject>())!["code"]).ShouldBe(
            (HttpStatusCode.PreconditionFailed, "precondition_failed"));
    }

    [Fact]
    public async Task What_has_ended_cannot_be_changed()
    {
        var id = await _host.AcceptedAsync(_host.Reminder("+989131001018", TimeSpan.FromHours(1)));
        using var cancelled = await _host.CancelAsync(id);

        using var answer = await _host.ChangeAsync(id, _host.Reminder("+989131001018", TimeSpan.FromHours(2)));

        (answer.StatusCode, (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["code"]).ShouldBe((HttpStatusCode.Conflict, "already_final"));
    }

    [Fact]
    public async Task Reminders_are_found_by_reference_and_by_status_page_by_page()
    {
        using var lister = new ApiUser(_host.Host.ClientWith(await _host.Host.NewKeyAsync("lister")));
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var reminder = _host.Reminder("+989131001019", TimeSpan.FromDays(9));
            reminder["reference"] = $"list-{i % 2}";
            using var answer = await lister.PostAsync(reminder, path: "/api/v1/reminders");
            ids.Add((string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!);
        }

        using var cancelled = await lister.Http.PostAsync($"/api/v1/reminders/{ids[4]}/cancel", null);

        (await FoundAsync(lister, "reference=list-1")).ShouldBe([ids[3], ids[1]]);
        (await FoundAsync(lister, "status=cancelled")).ShouldBe([ids[4]]);
        (await FoundAsync(lister, "status=active&limit=2")).Order().ShouldBe(ids.Take(4).Order());
        (await FoundAsync(lister, "reference=list-9")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_client_sees_and_touches_nothing()
    {
        var id = await _host.AcceptedAsync(_host.Reminder("+989131001020", TimeSpan.FromHours(1)));
        using var other = new ApiUser(_host.Host.ClientWith(await _host.Host.NewKeyAsync("other")));

        (await other.Http.GetAsync($"/api/v1/reminders/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.Http.PostAsync($"/api/v1/reminders/{id}/cancel", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.Http.GetFromJsonAsync<JsonObject>("/api/v1/reminders"))!["items"]!.AsArray().ShouldBeEmpty();
    }

    private static async Task<List<string>> FoundAsync(ApiUser api, string query)
    {
        var found = new List<string>();
        var after = "";
        for (var page = 0; page < 20; page++)
        {
            var list = (await api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/reminders?{query}{after}"))!;
            found.AddRange(list["items"]!.AsArray().Select(i => (string)i!["id"]!));
            if (list["next"] is null)
                return found;
            after = $"&after={list["next"]}";
        }

        throw new InvalidOperationException("The list has no end.");
    }

    private async Task<string> OpenCaseAsync()
    {
        using var answer = await _host.Api.PostAsync(new()
        {
            ["case"] = new JsonObject { ["service"] = "retirement", ["step"] = "documents-received" },
            ["notify"] = false,
        });
        return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["case"]!["code"]!;
    }

    private async Task StepAsync(string code, string step, bool withdrawn = false)
    {
        using var answer = await _host.Api.PostAsync(new()
        {
            ["case"] = new JsonObject { ["code"] = code, ["service"] = "retirement", ["step"] = step, ["withdrawn"] = withdrawn },
            ["notify"] = false,
        });
        answer.EnsureSuccessStatusCode();
    }
}
