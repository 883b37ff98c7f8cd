using System.Net;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Peyk.Local.Simulator.Scenarios;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.StatusUpdates;

/// <summary>From the post to the phone and the inbox, through real storage and real HTTP, and back to the log.</summary>
public sealed class StatusUpdateTests(StatusUpdateFixture fixture) : IClassFixture<StatusUpdateFixture>
{
    private PeykHost Host => fixture.Host;

    private ApiUser Api => fixture.Api;

    [Theory]
    [InlineData("fa", "بازنشستگی")]
    [InlineData("en", "Retirement")]
    public async Task A_citizen_gets_sms_and_email_in_their_language(string language, string expected)
    {
        var (mobile, email) = ($"+9891211100{(language == "fa" ? "01" : "02")}", $"citizen-{language}@example.org");

        var id = await Api.AcceptedAsync(ApiUser.StatusUpdate(mobile, email, language, "all", "Sara"));
        var done = await Api.FinalAsync(id);

        Text(done["status"]).ShouldBe("delivered");
        Host.Simulator.Messages.Single(m => m.To == mobile).Body.ShouldContain(expected);
        var mail = Host.Simulator.Mails.Single(m => m.To == email);
        mail.Subject.ShouldContain(expected);
        mail.Html!.ShouldContain(language == "fa" ? "dir=\"rtl\"" : "dir=\"ltr\"");
        mail.CustomArgs["peyk_id"].ShouldBe(id);
    }

    [Fact]
    public async Task The_log_tells_what_happened_and_its_chain_is_whole()
    {
        var id = await Api.AcceptedAsync(ApiUser.StatusUpdate("+989121110003"));

        var done = await Api.FinalAsync(id);

        // On a busy machine the receipt overtakes the provider's answer: then nothing is left to say of "sent".
        done["log"]!.AsArray().Select(e => Text(e!["event"])).Where(e => e != "sent").ShouldBe(["accepted", "sending", "delivered"]);
        done["logIntegrity"]!["verified"]!.GetValue<bool>().ShouldBeTrue();
        done["deliveries"]![0]!["attempts"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_altered_log_entry_shows()
    {
        var id = await Api.AcceptedAsync(ApiUser.StatusUpdate("+989121110004"));
        await Api.FinalAsync(id);
        var table = Host.Tables.GetTableClient("Notifications");
        var entry = await table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"RowKey eq {id + "|000004"}")).SingleAsync();
        entry["Event"] = "failed";
        await table.UpdateEntityAsync(entry, entry.ETag, TableUpdateMode.Replace);

        var read = await Api.NotificationAsync(id);

        Text(read["logIntegrity"]!["problem"]).ShouldBe("entry 4 was altered");
    }

    [Fact]
    public async Task A_finished_notification_leaves_no_open_row_and_no_message()
    {
        var id = await Api.AcceptedAsync(ApiUser.StatusUpdate("+989121110005", "done@example.org", policy: "all"));
        await Api.FinalAsync(id);

        var open = Host.Tables.GetTableClient("Notifications").QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"RowKey ge {"o|" + id} and RowKey lt {"o|" + id + "}"}"));
        (await open.CountAsync()).ShouldBe(0);
    }

    public static TheoryData<string, string, string> SmsFailures => new()
    {
        { "005", "invalid_address", "client" },
        { "004", "blocked", "citizen" },
        { "007", "content_rejected", "us" },
    };

    [Theory]
    [MemberData(nameof(SmsFailures))]
    public async Task A_failed_sms_says_why_and_who_must_act(string digits, string reason, string party)
    {
        var id = await Api.AcceptedAsync(ApiUser.StatusUpdate(ScenarioTable.Mobile(digits, 3), policy: "only"));

        var delivery = (await Api.FinalAsync(id))["deliveries"]![0]!;

        (Text(delivery["status"]), Text(delivery["reason"]), Text(delivery["whoMustAct"])).ShouldBe(("failed", reason, party));
        Text(delivery["providerCode"]).ShouldBe("30" + digits);
    }

    [Fact]
    public async Task When_the_sms_fails_the_email_goes_out()
    {
        var id = await Api.AcceptedAsync(ApiUser.StatusUpdate(ScenarioTable.Mobile("005", 4), "fallback@example.org"));

        var done = await Api.FinalAsync(id);

        done["deliveries"]!.AsArray().Select(d => $"{d!["channel"]} {d["status"]}").ShouldBe(["sms failed", "email delivered"]);
        Text(done["status"]).ShouldBe("delivered");
    }

    [Theory]
    [InlineData("429")]
    [InlineData("902")]
    [InlineData("903")]
    [InlineData("904")]
    public async Task Trouble_on_the_way_ends_in_one_delivery(string digits)
    {
        var mobile = ScenarioTable.Mobile(digits, 5);
        var id = await Api.AcceptedAsync(ApiUser.StatusUpdate(mobile, policy: "only"));

        Text((await Api.FinalAsync(id))["status"]).ShouldBe("delivered");
        Host.Simulator.AcceptedCount(mobile).ShouldBe(1);
    }

    [Fact]
    public async Task A_repeat_with_the_same_key_answers_the_same_and_sends_nothing()
    {
        var update = ApiUser.StatusUpdate("+989121110006");
        using var first = await Api.PostAsync(update, "repeat-1");
        using var second = await Api.PostAsync(update, "repeat-1");

        second.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        second.Headers.GetValues("Idempotent-Replayed").ShouldBe(["true"]);
        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        await Api.FinalAsync(Text(JsonNode.Parse(await first.Content.ReadAsStringAsync())!["id"]));
        Host.Simulator.AcceptedCount("+989121110006").ShouldBe(1);
    }

    [Fact]
    public async Task A_key_that_was_used_for_another_request_is_refused()
    {
        await Api.AcceptedAsync(ApiUser.StatusUpdate("+989121110007"), "reuse-1");

        using var other = await Api.PostAsync(ApiUser.StatusUpdate("+989121110008"), "reuse-1");

        other.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Text(JsonNode.Parse(await other.Content.ReadAsStringAsync())!["code"]).ShouldBe("idempotency_key_reused");
        Host.Simulator.AcceptedCount("+989121110008").ShouldBe(0);
    }

    [Fact]
    public async Task A_dry_run_shows_the_message_and_sends_nothing()
    {
        using var answer = await Api.PostAsync(
            ApiUser.StatusUpdate("+989121110009", "dry@example.org", policy: "all"), path: "/api/v1/status-updates?dryRun=true");

        var preview = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        preview["sms"]!["segments"]!.GetValue<int>().ShouldBeGreaterThan(0);
        Text(preview["email"]!["subject"]).ShouldNotBeEmpty();
        Host.Simulator.AcceptedCount("+989121110009").ShouldBe(0);
    }

    [Fact]
    public async Task Another_clients_notification_is_not_found()
    {
        var id = await Api.AcceptedAsync(ApiUser.StatusUpdate("+989121110010"));
        using var other = Host.ClientWith(await Host.NewKeyAsync("other"));

        (await other.GetAsync($"/api/v1/notifications/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Without_a_key_nothing_is_taken()
    {
        using var nobody = new ApiUser(Host.ClientWith(null));

        using var answer = await nobody.PostAsync(ApiUser.StatusUpdate("+989121110011"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
