using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Batches;

public sealed class BatchApiTests(BatchFixture fixture) : IClassFixture<BatchFixture>
{
    private BatchUser Api => fixture.Api;

    [Fact]
    public async Task Each_good_row_is_delivered_once_and_each_bad_one_refused_with_its_line()
    {
        var id = await Api.AcceptedAsync(BatchUser.Csv(250, 9_381_000_000, 7, 150));

        await Api.CompletedAsync(id);

        var batch = await Api.GetAsync(id);
        (batch["total"]!.GetValue<int>(), batch["accepted"]!.GetValue<int>(), batch["refused"]!.GetValue<int>(), batch["waiting"]!.GetValue<int>()).ShouldBe((250, 248, 2, 0));
        var rows = await Api.RowsAsync(id);
        rows.Select(r => r["row"]!.GetValue<int>()).ShouldBe(Enumerable.Range(1, 250));
        var refused = await Api.RowsAsync(id, "&status=refused");
        refused.Select(r => (r["row"]!.GetValue<int>(), r["line"]!.GetValue<int>(), (string)r["code"]!)).ShouldBe([(7, 8, "validation"), (150, 151, "validation")]);
        ((string?)refused[0]["errors"]![0]!["pointer"]).ShouldBe("/to/mobile");
        await Wait.UntilAsync(() => Enumerable.Range(0, 250).Count(n => Sent(9_381_000_000 + n) == 1) == 248, what: "every good row to be sent once");
        using var user = new ApiUser(fixture.Host.ClientWith(await fixture.Host.NewKeyAsync()));
        var notification = await user.FinalAsync((string)rows[0]["id"]!);
        ((string?)notification["status"]).ShouldBe("delivered");
    }

    [Fact]
    public async Task Json_rows_take_the_defaults()
    {
        var body = new JsonObject
        {
            ["kind"] = "status-updates",
            ["defaults"] = new JsonObject
            {
                ["to"] = new JsonObject { ["language"] = "en" },
                ["case"] = new JsonObject { ["service"] = "retirement", ["step"] = "documents-received" },
            },
            ["rows"] = new JsonArray(
                new JsonObject { ["to"] = new JsonObject { ["email"] = "batch-1@example.org" } },
                new JsonObject { ["to"] = new JsonObject { ["email"] = "batch-2@example.org" }, ["case"] = new JsonObject { ["step"] = "nowhere" } }),
        };
        using var answer = await Api.Http.PostAsJsonAsync("/api/v1/batches", body);
        var accepted = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        var id = (string)accepted["id"]!;

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Headers.Location!.ToString().ShouldBe($"/api/v1/batches/{id}");
        await Api.CompletedAsync(id);
        (await Api.RowsAsync(id)).Select(r => (string)r["status"]!).ShouldBe(["accepted", "refused"]);
    }

    [Fact]
    public async Task A_repeat_under_the_same_key_is_the_same_batch()
    {
        var csv = BatchUser.Csv(3, 9_381_001_000);
        var id = await Api.AcceptedAsync(csv, "batch-once");

        using var again = await Api.PostCsvAsync(csv, "batch-once");
        using var other = await Api.PostCsvAsync(BatchUser.Csv(4, 9_381_001_000), "batch-once");

        ((string?)(await again.Content.ReadFromJsonAsync<JsonObject>())!["id"]).ShouldBe(id);
        again.Headers.GetValues("Idempotent-Replayed").ShouldBe(["true"]);
        other.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await Api.CompletedAsync(id);
        long[] numbers = [9_381_001_000, 9_381_001_001, 9_381_001_002];
        await Wait.UntilAsync(() => numbers.All(number => Sent(number) > 0), what: "every row to be sent");
        numbers.Where(number => Sent(number) != 1).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dry_run_tells_of_every_row_and_keeps_nothing()
    {
        using var user = await fixture.UserAsync("dry");

        using var answer = await user.PostCsvAsync(BatchUser.Csv(120, 9_381_002_000, 5, 119), query: "?kind=status-updates&dryRun=true");

        var check = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        ((string?)check["status"], check["checked"]!.GetValue<int>(), check["refused"]!.GetValue<int>()).ShouldBe(("invalid", 120, 2));
        check["rows"]!.AsArray().Select(r => r!["line"]!.GetValue<int>()).ShouldBe([6, 120]);
        (await fixture.Host.Tables.GetTableClient(Tables.Batches).QueryAsync<TableEntity>("Client eq 'dry'").AnyAsync()).ShouldBeFalse();
        (await fixture.Host.Tables.GetTableClient(Tables.Notifications).QueryAsync<TableEntity>("Client eq 'dry'").AnyAsync()).ShouldBeFalse();
        Sent(9_381_002_000).ShouldBe(0);
    }

    [Fact]
    public async Task Refused_rows_come_as_a_file_that_a_spreadsheet_opens()
    {
        var id = await Api.AcceptedAsync(BatchUser.Csv(3, 9_381_003_000, 2));
        await Api.CompletedAsync(id);

        using var answer = await Api.Http.GetAsync($"/api/v1/batches/{id}/rows?status=refused&format=csv");

        var bytes = await answer.Content.ReadAsByteArrayAsync();
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        bytes.Take(3).ShouldBe(new byte[] { 0xef, 0xbb, 0xbf });
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");
        lines[0].ShouldBe("row,line,status,id,caseCode,code,pointer,error,detail");
        lines[1].ShouldStartWith("2,3,refused,,,validation,/to/mobile,format,");
        lines.Length.ShouldBe(3);
    }

    [Theory]
    [InlineData("?kind=nothing", "/kind|unknown_value")]
    [InlineData("", "/kind|unknown_value")]
    [InlineData("?kind=status-updates&dryRun=perhaps", "query:dryRun|type")]
    public async Task A_wrong_query_is_refused(string query, string expected)
    {
        using var answer = await Api.PostCsvAsync(BatchUser.Csv(1, 9_381_004_000), query: query);

        var error = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]![0]!;
        $"{error["pointer"]}|{error["code"]}".ShouldBe(expected);
    }

    [Theory]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/csv; charset=windows-1256", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/csv; charset=utf-8", HttpStatusCode.Accepted)]
    public async Task Only_JSON_and_CSV_in_UTF8_are_taken(string type, HttpStatusCode expected)
    {
        using var content = new StringContent(BatchUser.Csv(1, 9_381_005_000));
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);

        using var answer = await Api.Http.PostAsync("/api/v1/batches?kind=status-updates", content);

        answer.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task A_file_of_more_than_20_MiB_is_refused()
    {
        using var answer = await Api.PostCsvAsync(new string('x', (20 * 1024 * 1024) + 1));

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData(Scopes.Batches, "status-updates")]
    [InlineData(Scopes.StatusUpdates, "batches")]
    public async Task The_scope_of_the_kind_is_needed_beside_that_of_batches(string scope, string missing)
    {
        using var user = await fixture.UserAsync("scoped", scope);

        using var answer = await user.PostCsvAsync(BatchUser.Csv(1, 9_381_006_000));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        ((string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["detail"])!.ShouldContain(missing);
    }

    [Fact]
    public async Task Another_clients_batch_is_not_there()
    {
        var id = await Api.AcceptedAsync(BatchUser.Csv(1, 9_381_007_000));
        using var other = await fixture.UserAsync("other");

        foreach (var path in new[] { "", "/rows" })
            (await other.Http.GetAsync($"/api/v1/batches/{id}{path}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var verb in new[] { "pause", "resume", "cancel" })
            (await other.TurnAsync(id, verb)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_batch_that_has_reached_its_end_cannot_be_turned()
    {
        var id = await Api.AcceptedAsync(BatchUser.Csv(1, 9_381_008_000));
        await Api.CompletedAsync(id);

        foreach (var verb in new[] { "pause", "resume", "cancel" })
            (await Api.TurnAsync(id, verb)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Nothing_of_a_persons_data_is_left_when_a_batch_is_worked_off()
    {
        var id = await Api.AcceptedAsync(BatchUser.Csv(2, 9_381_009_000, 2));
        await Api.CompletedAsync(id);

        await Wait.UntilAsync(async () => !(await KeysAsync(id)).Any(k => k.StartsWith("s|", StringComparison.Ordinal)), what: "the rows to go");
        (await KeysAsync(id)).ShouldBe(["head", "r|00001"]);
        var texts = await fixture.Host.Tables.GetTableClient(Tables.Batches).QueryAsync<TableEntity>($"PartitionKey eq '{id}'")
            .SelectMany(row => row.Keys.Select(key => row[key] is byte[] bytes ? Encoding.UTF8.GetString(bytes) : row[key]?.ToString() ?? "").ToAsyncEnumerable()).ToListAsync();
        texts.ShouldAllBe(text => !text.Contains("9381009") && !text.Contains("رضایی"));
    }

    private int Sent(long number) => fixture.Host.Simulator.AcceptedCount($"+98{number}");

    private async Task<List<string>> KeysAsync(string id) => await fixture.Host.Tables.GetTableClient(Tables.Batches)
        .QueryAsync<TableEntity>($"PartitionKey eq '{id}'").Select(row => row.RowKey).ToListAsync();
}
