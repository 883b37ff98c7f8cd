using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Peyk.Testing;

namespace Peyk.Functions.Tests.StatusUpdates;

/// <summary>Cases as clients post them.</summary>
public sealed class CaseUpdateTests(CaseHost cases) : IClassFixture<CaseHost>
{
    [Fact]
    public async Task Steps_told_out_of_order_stand_in_their_order()
    {
        var code = await cases.OpenAsync(CaseHost.Update("documents-checked", occurredAt: "2026-11-05T09:00:00+03:30"));
        await cases.AcceptAsync(CaseHost.Update("documents-received", code, "2026-11-01T09:00:00+03:30"));

        var page = await cases.PageAsync(code);

        page.IndexOf("2026-11-01", StringComparison.Ordinal).ShouldBeLessThan(page.IndexOf("2026-11-05", StringComparison.Ordinal));
        page.ShouldContain("""<li class="current neutral" aria-current="step" ><h3>Check of your documents""");
    }

    [Fact]
    public async Task The_last_word_about_a_step_corrects_the_earlier()
    {
        var code = await cases.OpenAsync(CaseHost.Update(occurredAt: "2026-11-02T09:00:00+03:30"));
        await cases.AcceptAsync(CaseHost.Update(code: code, occurredAt: "2026-11-01T09:00:00+03:30"));

        var page = await cases.PageAsync(code);

        page.ShouldContain("2026-11-01");
        page.ShouldNotContain("2026-11-02");
    }

    [Fact]
    public async Task A_withdrawn_step_is_gone_from_the_page_and_the_citizen_is_told()
    {
        var code = await cases.OpenAsync();
        await cases.AcceptAsync(CaseHost.Update("documents-missing", code));
        var withdrawal = CaseHost.Update("documents-missing", code);
        withdrawal["case"]!["withdrawn"] = true;
        withdrawal["to"]!["mobile"] = "+989121230001";

        await cases.AcceptAsync(withdrawal);

        (await cases.PageAsync(code)).ShouldNotContain("Missing documents");
        await Wait.UntilAsync(() => cases.Host.Simulator.Messages.Any(m => m.To == "+989121230001"));
        cases.Host.Simulator.Messages.Single(m => m.To == "+989121230001").Body.ShouldContain("was a mistake and is withdrawn");
    }

    [Fact]
    public async Task A_withdrawal_names_its_case()
    {
        var update = CaseHost.Update();
        update["case"]!["withdrawn"] = true;

        (await RefusedAsync(update, HttpStatusCode.BadRequest)).ShouldBe("validation");
    }

    [Theory]
    [InlineData("2031-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    public async Task A_step_happened_neither_in_the_future_nor_before_computers(string occurredAt)
    {
        (await RefusedAsync(CaseHost.Update(occurredAt: occurredAt), HttpStatusCode.BadRequest)).ShouldBe("validation");
    }

    [Fact]
    public async Task A_case_of_another_client_takes_no_steps()
    {
        var code = await cases.OpenAsync();
        using var other = new ApiUser(cases.Host.ClientWith(await cases.Host.NewKeyAsync("another")));

        using var answer = await other.PostAsync(CaseHost.Update(code: code));

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await answer.Content.ReadFromJsonAsync<JsonObject>())!["code"]!.GetValue<string>().ShouldBe("case_code_taken");
    }

    [Fact]
    public async Task A_case_takes_no_steps_of_another_service()
    {
        var update = CaseHost.Update("request-registered", await cases.OpenAsync());
        update["case"]!["service"] = "unemployment-benefit";

        (await RefusedAsync(update, HttpStatusCode.Conflict)).ShouldBe("case_service_mismatch");
    }

    [Fact]
    public async Task A_refused_update_leaves_its_idempotency_key_free()
    {
        var wrong = CaseHost.Update("request-registered", await cases.OpenAsync());
        wrong["case"]!["service"] = "unemployment-benefit";
        var key = Guid.NewGuid().ToString();
        using var refused = await cases.Api.PostAsync(wrong, key);

        await cases.AcceptAsync(CaseHost.Update(), key);
    }

    [Fact]
    public async Task A_step_without_notice_is_recorded_and_nobody_is_told()
    {
        var update = new JsonObject
        {
            ["to"] = new JsonObject { ["language"] = "en" },
            ["case"] = new JsonObject { ["service"] = "retirement", ["step"] = "documents-checked" },
            ["notify"] = false,
        };
        using var answer = await cases.Api.PostAsync(update);
        var body = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Headers.Location.ShouldBeNull();
        body["status"]!.GetValue<string>().ShouldBe("recorded");
        (await cases.PageAsync(CaseHost.Code(body))).ShouldContain("Your documents have been checked");
        using var notification = await cases.Api.Http.GetAsync($"/api/v1/notifications/{body["id"]}");
        notification.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_crash_between_case_and_notification_is_mended_by_the_repeat()
    {
        var update = CaseHost.Update();
        update["to"]!["mobile"] = "+989121230002";
        cases.Traffic.CrashBefore("Notifications", "\"accepted\"");
        using var crashed = await cases.Api.PostAsync(update, "crash-1");
        crashed.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);

        var answer = await cases.AcceptAsync(update, "crash-1");
        var again = await cases.AcceptAsync(update, "crash-1");

        again.ToJsonString().ShouldBe(answer.ToJsonString());
        await cases.Api.FinalAsync(answer["id"]!.GetValue<string>());
        cases.Host.Simulator.AcceptedCount("+989121230002").ShouldBe(1);
        var rows = cases.Host.Tables.GetTableClient("Cases").QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"RowKey ge {CaseHost.Code(answer)} and RowKey lt {CaseHost.Code(answer) + "~"}"));
        (await rows.CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task A_crash_before_the_case_is_mended_by_the_repeat()
    {
        cases.Traffic.CrashBefore("Cases");
        using var crashed = await cases.Api.PostAsync(CaseHost.Update(), "crash-2");
        crashed.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);

        var code = CaseHost.Code(await cases.AcceptAsync(CaseHost.Update(), "crash-2"));

        (await cases.PageAsync(code)).ShouldContain("Your documents have arrived");
    }

    [Fact]
    public async Task A_new_case_costs_one_operation_and_one_more_step_two()
    {
        await cases.OpenAsync();
        cases.Traffic.Forget();

        var code = await cases.OpenAsync();
        OnCases().Count.ShouldBe(1);
        cases.Traffic.Forget();
        await cases.AcceptAsync(CaseHost.Update("documents-checked", code));

        OnCases().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_dry_run_finds_a_taken_code_and_keeps_nothing()
    {
        var code = await cases.OpenAsync();
        var update = CaseHost.Update("request-registered", code);
        update["case"]!["service"] = "unemployment-benefit";
        cases.Traffic.Forget();

        using var answer = await cases.Api.PostAsync(update, path: "/api/v1/status-updates?dryRun=true");

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        OnCases().ShouldAllBe(operation => operation.StartsWith("GET", StringComparison.Ordinal));
    }

    private List<string> OnCases() => [.. cases.Traffic.Operations.Where(operation => operation.Contains("Cases", StringComparison.Ordinal))];

    private async Task<string> RefusedAsync(JsonObject update, HttpStatusCode status)
    {
        using var answer = await cases.Api.PostAsync(update);
        answer.StatusCode.ShouldBe(status, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!["code"]!.GetValue<string>();
    }
}
