using System.Net;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Api;

public sealed class IdempotencyTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Fifty_equal_posts_at_once_make_one_notification_and_forty_nine_replays()
    {
        var update = ApiUser.StatusUpdate("+989122220001", policy: "only");

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => fixture.Api.PostAsync(update, "fifty")));

        answers.Select(a => a.StatusCode).Distinct().ShouldBe([HttpStatusCode.Accepted]);
        answers.Count(IsReplayed).ShouldBe(49);
        var bodies = await Task.WhenAll(answers.Select(a => a.Content.ReadAsStringAsync()));
        await fixture.Api.FinalAsync(Id(bodies.Distinct().ShouldHaveSingleItem()));
        fixture.Host.Simulator.AcceptedCount("+989122220001").ShouldBe(1);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused_and_sends_nothing()
    {
        using var first = await fixture.Api.PostAsync(ApiUser.StatusUpdate("+989122220002"), "reused");
        using var second = await fixture.Api.PostAsync(ApiUser.StatusUpdate("+989122220003"), "reused");

        second.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        ((string?)JsonNode.Parse(await second.Content.ReadAsStringAsync())!["code"]).ShouldBe("idempotency_key_reused");
        await fixture.Api.FinalAsync(Id(await first.Content.ReadAsStringAsync()));
        fixture.Host.Simulator.AcceptedCount("+989122220003").ShouldBe(0);
    }

    [Fact]
    public async Task A_refused_request_does_not_use_its_key_up()
    {
        var update = ApiUser.StatusUpdate("+989122220004");
        update["surprise"] = 1;
        using var refused = await fixture.Api.PostAsync(update, "second-chance");
        update.Remove("surprise");

        using var accepted = await fixture.Api.PostAsync(update, "second-chance");

        (refused.StatusCode, accepted.StatusCode, IsReplayed(accepted)).ShouldBe((HttpStatusCode.BadRequest, HttpStatusCode.Accepted, false));
    }

    [Fact]
    public async Task A_key_that_is_over_may_name_another_request()
    {
        using var api = await fixture.UserAsync("forgetful");
        var first = await api.AcceptedAsync(ApiUser.StatusUpdate("+989122220005"), "old");
        await AgeAsync("forgetful");

        using var second = await api.PostAsync(ApiUser.StatusUpdate("+989122220006"), "old");

        second.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        IsReplayed(second).ShouldBeFalse();
        Id(await second.Content.ReadAsStringAsync()).ShouldNotBe(first);
    }

    [Fact]
    public async Task Quotes_around_a_key_are_not_part_of_it()
    {
        var update = ApiUser.StatusUpdate("+989122220007");
        using var bare = await fixture.Api.PostAsync(update, "quoted");
        using var quoted = await fixture.Api.PostAsync(update, "\"quoted\"");

        IsReplayed(quoted).ShouldBeTrue();
    }

    [Fact]
    public async Task Clients_do_not_share_keys()
    {
        using var other = await fixture.UserAsync("stranger");
        var update = ApiUser.StatusUpdate("+989122220008");

        var mine = await fixture.Api.AcceptedAsync(update, "shared");
        var theirs = await other.AcceptedAsync(update, "shared");

        theirs.ShouldNotBe(mine);
    }

    [Fact]
    public async Task What_was_tried_with_a_test_key_is_not_yet_posted()
    {
        var testKey = await fixture.Host.Get<ApiKeys>().CreateAsync(new KeyRequest("test", [.. Scopes.All], IsTest: true), default);
        using var trial = new ApiUser(fixture.Host.ClientWith(testKey.Key));
        var update = ApiUser.StatusUpdate("+989122220009", policy: "only");

        await trial.FinalAsync(await trial.AcceptedAsync(update, "trial"));
        var real = await fixture.Api.AcceptedAsync(update, "trial");

        ((bool?)(await fixture.Api.FinalAsync(real))["test"]).ShouldBe(false);
        fixture.Host.Simulator.AcceptedCount("+989122220009").ShouldBe(1);
    }

    [Fact]
    public async Task A_repeat_whose_times_are_over_is_a_replay_still()
    {
        var update = ApiUser.StatusUpdate("+989122220012", policy: "only");
        var end = TimeProvider.System.GetUtcNow().AddSeconds(2);
        update["expiresAt"] = end.ToString("O");
        using var first = await fixture.Api.PostAsync(update, "late-repeat");
        await Wait.UntilAsync(() => Task.FromResult(TimeProvider.System.GetUtcNow() > end), what: "the end of the message's time");

        using var repeat = await fixture.Api.PostAsync(update, "late-repeat");

        (repeat.StatusCode, IsReplayed(repeat)).ShouldBe((HttpStatusCode.Accepted, true));
        (await repeat.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
    }

    private async Task AgeAsync(string client)
    {
        var table = fixture.Host.Tables.GetTableClient(Tables.Idempotency);
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey ge {client + "-"} and PartitionKey lt {client + "."}")))
        {
            row["At"] = TimeProvider.System.GetUtcNow().AddDays(-8);
            await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);
        }
    }

    private static bool IsReplayed(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Idempotent-Replayed", out var values) && values.Single() == "true";

    private static string Id(string body) => (string)JsonNode.Parse(body)!["id"]!;
}
