using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Tests.Reminders;

/// <summary>The table of reminders that are refused, each with the field that the answer must name.</summary>
public sealed class ReminderBadInputTests(ReminderFixture fixture) : IClassFixture<ReminderFixture>
{
    private static readonly (string Why, string Pointer, string Code, Action<JsonObject> Change)[] Table =
    [
        ("no recipient", "/to", "required", r => r.Remove("to")),
        ("nowhere to send", "/to/mobile", "required", r => r["to"] = new JsonObject { ["name"] = "Sevenseven" }),
        ("a contact that is none", "/to/contactId", "unknown_value", r => r["to"] = new JsonObject { ["contactId"] = "0198c5a0-8c1e-7f2a-9d63-2b1f4e5a6c7d" }),
        ("no template", "/template", "required", r => r.Remove("template")),
        ("a template that is none", "/template", "unknown_value", r => r["template"] = "no-such"),
        ("no data that the template needs", "/data/subject", "required", r => r["data"] = new JsonObject()),
        ("no due time", "/due", "required", r => r.Remove("due")),
        ("an empty due time", "/due/date", "required", r => r["due"] = new JsonObject()),
        ("a moment and a date", "/due/at", "conflict", r => r["due"]!["date"] = "2027-12-01"),
        ("a moment without its zone", "/due/at", "format", r => r["due"]!["at"] = "2027-12-01T10:00:00"),
        ("a moment that is over", "/due/at", "range", r => r["due"]!["at"] = "2020-12-01T10:00:00Z"),
        ("a moment too far ahead", "/due/at", "range", r => r["due"]!["at"] = "2190-12-01T10:00:00Z"),
        ("a day that does not exist", "/due/date", "format", r => r["due"] = new JsonObject { ["date"] = "2027-02-29" }),
        ("a day that its Persian year lacks", "/due/date", "format", r => r["due"] = new JsonObject { ["date"] = "1406/12/30", ["calendar"] = "persian" }),
        ("a Persian day without its calendar", "/due/date", "format", r => r["due"] = new JsonObject { ["date"] = "1406/01/01" }),
        ("a calendar that is none", "/due/calendar", "unknown_value", r => r["due"]!["calendar"] = "lunar"),
        ("a time that is none", "/due/time", "format", r => r["due"] = new JsonObject { ["date"] = "2027-12-01", ["time"] = "25:00" }),
        ("no leads", "/leads", "required", r => r.Remove("leads")),
        ("an empty list of leads", "/leads", "empty", r => r["leads"] = new JsonArray()),
        ("eleven leads", "/leads", "too_long", r => r["leads"] = new JsonArray([.. Enumerable.Range(1, 11).Select(i => (JsonNode)$"PT{i}H")])),
        ("a lead that is a number", "/leads/0", "type", r => r["leads"] = new JsonArray(7)),
        ("a lead that is no duration", "/leads/0", "format", r => r["leads"] = new JsonArray("a week")),
        ("a lead after the due time", "/leads/0", "format", r => r["leads"] = new JsonArray("-P1D")),
        ("a lead of two years", "/leads/0", "format", r => r["leads"] = new JsonArray("P800D")),
        ("a lead twice", "/leads/1", "duplicate", r => r["leads"] = new JsonArray("PT1H", "PT1H")),
        ("two leads at one moment", "/leads/1", "duplicate", r => r["leads"] = new JsonArray("PT2H", "PT120M")),
        ("a lead at no time", "/leads/0/at", "required", r => r["leads"] = new JsonArray(new JsonObject { ["daysBefore"] = 1 })),
        ("a lead of both kinds of days", "/leads/0/workingDaysBefore", "conflict", r => r["leads"] = new JsonArray(new JsonObject { ["daysBefore"] = 1, ["workingDaysBefore"] = 1, ["at"] = "09:00" })),
        ("a lead of minus a day", "/leads/0/daysBefore", "range", r => r["leads"] = new JsonArray(new JsonObject { ["daysBefore"] = -1, ["at"] = "09:00" })),
        ("an unknown member of a lead", "/leads/0/surprise", "unknown_member", r => r["leads"] = new JsonArray(new JsonObject { ["daysBefore"] = 1, ["at"] = "09:00", ["surprise"] = 1 })),
        ("only leads that are over", "/leads", "range", r => r["leads"] = new JsonArray("P300D", "P200D")),
        ("a lead later on the day than the due time", "/leads/0", "range", r =>
        {
            r["due"] = new JsonObject { ["date"] = "2027-12-01", ["time"] = "10:00" };
            r["leads"] = new JsonArray(new JsonObject { ["daysBefore"] = 0, ["at"] = "18:00" });
        }),
        ("a repetition without its rhythm", "/repeat/every", "required", r => r["repeat"] = new JsonObject { ["times"] = 3 }),
        ("a repetition of hours", "/repeat/every", "format", r => r["repeat"] = new JsonObject { ["every"] = "PT1H", ["times"] = 3 }),
        ("a repetition of nothing", "/repeat/every", "format", r => r["repeat"] = new JsonObject { ["every"] = "P0D", ["times"] = 3 }),
        ("a repetition without an end", "/repeat/times", "required", r => r["repeat"] = new JsonObject { ["every"] = "P1D" }),
        ("a repetition with two ends", "/repeat/times", "conflict", r => r["repeat"] = new JsonObject { ["every"] = "P1D", ["times"] = 3, ["until"] = "2028-01-01" }),
        ("a repetition once", "/repeat/times", "range", r => r["repeat"] = new JsonObject { ["every"] = "P1D", ["times"] = 1 }),
        ("a repetition that ends before it begins", "/repeat/until", "range", r => r["repeat"] = new JsonObject { ["every"] = "P1D", ["until"] = "2020-01-01" }),
        ("leads longer than the rhythm", "/repeat/every", "range", r =>
        {
            r["leads"] = new JsonArray("P3D", "PT0S");
            r["repeat"] = new JsonObject { ["every"] = "P1D", ["times"] = 3 };
        }),
        ("an empty condition", "/stopWhen/case", "required", r => r["stopWhen"] = new JsonObject()),
        ("a condition that there is not", "/stopWhen/payment", "unknown_member", r => r["stopWhen"] = new JsonObject { ["payment"] = new JsonObject() }),
        ("a condition on nobody's request", "/stopWhen/response/request", "unknown_value", r => r["stopWhen"] = new JsonObject { ["response"] = new JsonObject { ["request"] = "0198c5a0-0000-7000-8000-000000000009" } }),
        ("a condition on nobody's case", "/stopWhen/case/code", "unknown_value", r => r["stopWhen"] = new JsonObject { ["case"] = new JsonObject { ["code"] = "NOBODYS-CASE", ["step"] = "decision" } }),
        ("a case that is none", "/case/code", "unknown_value", r => r["case"] = new JsonObject { ["code"] = "NOBODYS-CASE" }),
        ("a use of a second", "/expiresAfter", "range", r => r["expiresAfter"] = "PT1S"),
        ("an unknown member", "/surprise", "unknown_member", r => r["surprise"] = 1),
        ("an unknown member of the due time", "/due/surprise", "unknown_member", r => r["due"]!["surprise"] = 1),
    ];

    public static TheoryData<string> Rows => [.. Table.Select(row => row.Why)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_bad_reminder_is_refused_with_its_field(string why)
    {
        var host = fixture.Host;
        var row = Table.Single(r => r.Why == why);
        var reminder = host.Reminder("+989134000001", TimeSpan.FromDays(9), "PT1H");
        row.Change(reminder);

        using var answer = await host.PostAsync(reminder, $"bad {why}".Replace(' ', '-'));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsArray();
        errors.Select(e => ((string?)e!["pointer"], (string?)e["code"])).ShouldContain((row.Pointer, row.Code));
    }

    [Fact]
    public async Task Every_error_is_named_at_once_and_nothing_is_kept()
    {
        var host = fixture.Host;
        var reminder = new JsonObject
        {
            ["to"] = new JsonObject { ["mobile"] = "12" },
            ["due"] = new JsonObject { ["date"] = "1406/12/30", ["calendar"] = "persian" },
            ["leads"] = new JsonArray("soon", new JsonObject()),
            ["repeat"] = new JsonObject(),
            ["extra"] = 1,
        };

        using var answer = await host.PostAsync(reminder);

        var pointers = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsArray().Select(e => (string?)e!["pointer"]).ToHashSet();
        pointers.ShouldBe(
            ["/to/mobile", "/template", "/due/date", "/leads/0", "/leads/1/at", "/leads/1/daysBefore", "/repeat/every", "/repeat/times", "/extra"], ignoreOrder: true);
        (await host.RowsAsync(Tables.Reminders)).ShouldBeEmpty();
        (await host.RowsAsync(Tables.Schedule)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Urgent_needs_its_scope()
    {
        var host = fixture.Host;
        using var calm = host.Host.ClientWith(await host.Host.NewKeyAsync("calm", Functions.Clients.Scopes.Reminders));
        var reminder = host.Reminder("+989134000002", TimeSpan.FromDays(9));
        reminder["urgent"] = true;

        using var answer = await calm.PostAsJsonAsync("/api/v1/reminders", reminder);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("status=over", "query:status")]
    [InlineData("limit=0", "query:limit")]
    [InlineData("limit=101", "query:limit")]
    [InlineData("after=*", "query:after")]
    public async Task A_bad_query_is_refused(string query, string pointer)
    {
        using var answer = await fixture.Host.Api.Http.GetAsync($"/api/v1/reminders?{query}");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]![0]!["pointer"]).ShouldBe(pointer);
    }
}
