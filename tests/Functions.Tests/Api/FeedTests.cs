using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Peyk.Functions.Delivery;
using Peyk.Functions.Feed;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Api;

public sealed class FeedTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Final_statuses_come_in_order_with_their_reasons()
    {
        using var api = await fixture.UserAsync("feed-order");
        var delivered = await FinalAsync(api, "+989125550001");
        var failed = await FinalAsync(api, "+989120005005");

        var page = await ReaderAfter(TimeSpan.FromSeconds(11)).ReadAsync("feed-order", null, 100, default);

        page.Items.Select(i => (i.Id.ToString(), i.Status.ToString(), i.Reason?.ToString()))
            .ShouldBe([(delivered, "Delivered", null), (failed, "Failed", "InvalidAddress")]);
        page.More.ShouldBeFalse();
    }

    [Fact]
    public async Task A_cursor_leads_from_page_to_page_and_gives_the_same_again()
    {
        using var api = await fixture.UserAsync("feed-pages");
        var ids = new List<string>();
        foreach (var number in Enumerable.Range(0, 5))
            ids.Add(await FinalAsync(api, $"+98912555010{number}"));
        var reader = ReaderAfter(TimeSpan.FromSeconds(11));

        var first = await reader.ReadAsync("feed-pages", null, 2, default);
        var second = await reader.ReadAsync("feed-pages", FeedRows.RowOf(first.Next!), 2, default);
        var third = await reader.ReadAsync("feed-pages", FeedRows.RowOf(second.Next!), 2, default);
        var end = await reader.ReadAsync("feed-pages", FeedRows.RowOf(third.Next!), 2, default);

        new[] { first, second, third }.SelectMany(p => p.Items).Select(i => i.Id.ToString()).ShouldBe(ids);
        (first.More, third.More, end.Items.Count, end.Next).ShouldBe((true, false, 0, third.Next));
    }

    [Fact]
    public async Task What_is_young_is_not_shown_yet()
    {
        using var api = await fixture.UserAsync("feed-young");
        await FinalAsync(api, "+989125550002");

        (await ReaderAfter(TimeSpan.Zero).ReadAsync("feed-young", null, 100, default)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_whose_change_never_came_holds_the_feed_for_a_while_and_is_never_shown()
    {
        using var api = await fixture.UserAsync("feed-void");
        await FinalAsync(api, "+989125550003");
        var real = await SingleRowAsync("feed-void");
        real["Mac"] = "of a change that lost";
        await Feed.UpdateEntityAsync(real, real.ETag, TableUpdateMode.Replace);
        var after = await FinalAsync(api, "+989125550004");

        (await ReaderAfter(TimeSpan.FromSeconds(11)).ReadAsync("feed-void", null, 100, default)).Items.ShouldBeEmpty();
        (await ReaderAfter(TimeSpan.FromMinutes(4)).ReadAsync("feed-void", null, 100, default))
            .Items.ShouldHaveSingleItem().Id.ToString().ShouldBe(after);
    }

    [Fact]
    public async Task A_change_that_came_too_late_takes_its_row_back()
    {
        using var api = await fixture.UserAsync("feed-race");
        var update = ApiUser.StatusUpdate("+989125550007");
        update["sendAt"] = TimeProvider.System.GetUtcNow().AddHours(1).ToString("O");
        var id = await api.AcceptedAsync(update);
        var store = fixture.Host.Get<NotificationStore>();
        var stale = (await store.ReadHeadAsync(Guid.Parse(id), default))!;
        using var cancelled = await api.Http.PostAsync($"/api/v1/notifications/{id}/cancel", null);

        (await store.SaveAsync(stale, stale.Notification.Cancel(TimeProvider.System.GetUtcNow())!, default)).ShouldBeNull();

        var page = await ReaderAfter(TimeSpan.FromSeconds(11)).ReadAsync("feed-race", null, 100, default);
        page.Items.ShouldHaveSingleItem().Status.ToString().ShouldBe("Cancelled");
        await SingleRowAsync("feed-race");
    }

    [Fact]
    public async Task Each_notification_stands_in_it_once_and_clients_see_their_own_only()
    {
        using var api = await fixture.UserAsync("feed-once");
        using var neighbour = await fixture.UserAsync("feed-once-b");
        await FinalAsync(neighbour, "+989125550006");
        var update = ApiUser.StatusUpdate("+989120006005", "feed@example.org");
        var id = await api.AcceptedAsync(update);
        await api.FinalAsync(id);

        var page = await ReaderAfter(TimeSpan.FromSeconds(11)).ReadAsync("feed-once", null, 100, default);

        var item = page.Items.ShouldHaveSingleItem();
        (item.Id.ToString(), item.Status.ToString(), item.Channel.ToString()).ShouldBe((id, "Delivered", "Email"));
    }

    [Fact]
    public async Task The_api_gives_the_feed()
    {
        using var api = await fixture.UserAsync("feed-http");
        var id = await FinalAsync(api, "+989125550005");

        JsonNode page = new JsonObject();
        await Wait.UntilAsync(async () =>
        {
            page = JsonNode.Parse(await api.Http.GetStringAsync("/api/v1/feed?limit=5"))!;
            return page["items"]!.AsArray().Count > 0;
        });
        ((string?)page["items"]![0]!["id"], (string?)page["items"]![0]!["status"]).ShouldBe((id, "delivered"));
        var rest = JsonNode.Parse(await api.Http.GetStringAsync($"/api/v1/feed?after={page["next"]}"))!;
        rest["items"]!.AsArray().ShouldBeEmpty();
    }

    private TableClient Feed => fixture.Host.Tables.GetTableClient(Tables.Feed);

    private FeedReader ReaderAfter(TimeSpan passed) => new(fixture.Host.Tables, fixture.Host.Get<NotificationStore>(), new Later(passed));

    private async Task<TableEntity> SingleRowAsync(string client) =>
        await Feed.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey ge {client + "|"} and PartitionKey lt {client + "}"}")).SingleAsync();

    private static async Task<string> FinalAsync(ApiUser api, string mobile)
    {
        var id = await api.AcceptedAsync(ApiUser.StatusUpdate(mobile, policy: "only"));
        await api.FinalAsync(id);
        return id;
    }

    private sealed class Later(TimeSpan passed) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + passed;
    }
}
