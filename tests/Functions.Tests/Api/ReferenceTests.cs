using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Api;

public sealed class ReferenceTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Notifications_are_found_by_the_clients_reference_newest_first()
    {
        var first = await PostAsync(fixture.Api, "نامه ۱۱۸");
        var second = await PostAsync(fixture.Api, "نامه ۱۱۸");
        await PostAsync(fixture.Api, "نامه ۱۱۸ ب");

        (await FindAsync(fixture.Api, "نامه ۱۱۸")).ShouldBe([second, first]);
    }

    [Fact]
    public async Task Another_client_with_the_same_reference_finds_its_own_only()
    {
        using var other = await fixture.UserAsync("other-office");
        await PostAsync(fixture.Api, "case-7");
        var theirs = await PostAsync(other, "case-7");

        (await FindAsync(other, "case-7")).ShouldBe([theirs]);
    }

    [Fact]
    public async Task The_reference_is_not_stored_in_the_clear()
    {
        await PostAsync(fixture.Api, "secret-reference");

        await foreach (var row in fixture.Host.Tables.GetTableClient(Tables.References).QueryAsync<TableEntity>())
            (row.PartitionKey + row.RowKey).ShouldNotContain("secret");
    }

    private static Task<string> PostAsync(ApiUser api, string reference)
    {
        var update = ApiUser.StatusUpdate("+989124440001", policy: "only");
        update["reference"] = reference;
        return api.AcceptedAsync(update);
    }

    private static async Task<IEnumerable<string?>> FindAsync(ApiUser api, string reference)
    {
        var list = JsonNode.Parse(await api.Http.GetStringAsync($"/api/v1/notifications?reference={Uri.EscapeDataString(reference)}"))!;
        return list["items"]!.AsArray().Select(n => (string?)n!["id"]);
    }
}
