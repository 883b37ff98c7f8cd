using Azure;
using Azure.Data.Tables;
using Peyk.Testing;

namespace Peyk.Local.Tests.Storage;

/// <summary>What the emulator finds through its indexes is what is there, whatever keys look like.</summary>
public sealed class AzuriteIndexTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    // Some are equal as numbers, as text without case, or look like a part of a query.
    private static readonly string[] Keys = ["1", "01", "1.0", "1e0", "a", "A", "a'b", "x or y", "not x", "(a)", "PartitionKey eq 'a'", "", "é", "پ"];

    [Fact]
    public async Task Each_row_is_found_by_its_own_keys_and_each_partition_has_its_own_rows()
    {
        var table = await TableAsync();
        foreach (var (partition, row) in Keys.SelectMany(p => Keys, (p, r) => (p, r)))
            await table.AddEntityAsync(new TableEntity(partition, row) { ["Own"] = $"{partition}|{row}" });

        foreach (var partition in Keys)
        {
            var rows = await table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}")).ToListAsync();
            rows.Select(r => r.GetString("Own")).ShouldBe(Keys.Select(k => $"{partition}|{k}"), ignoreOrder: true);
            foreach (var row in Keys)
            {
                (await table.GetEntityAsync<TableEntity>(partition, row)).Value.GetString("Own").ShouldBe($"{partition}|{row}");
                (await table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey eq {row}")).SingleAsync())
                    .GetString("Own").ShouldBe($"{partition}|{row}");
            }
        }
    }

    [Fact]
    public async Task Alternatives_are_looked_for_in_every_partition()
    {
        var table = await TableAsync();
        foreach (var partition in (string[])["a", "b", "c"])
            await table.AddEntityAsync(new TableEntity(partition, "row"));

        var found = await table.QueryAsync<TableEntity>("PartitionKey eq 'a' or PartitionKey eq 'c'").ToListAsync();

        found.Select(r => r.PartitionKey).ShouldBe(["a", "c"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_row_that_was_changed_deleted_and_written_again_is_found_as_it_is()
    {
        var table = await TableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["Value"] = 1 });
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["Value"] = 2 });
        (await table.GetEntityAsync<TableEntity>("p", "r")).Value.GetInt32("Value").ShouldBe(2);

        await table.DeleteEntityAsync("p", "r", ETag.All);
        (await table.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue.ShouldBeFalse();

        await table.AddEntityAsync(new TableEntity("p", "r") { ["Value"] = 3 });
        (await table.GetEntityAsync<TableEntity>("p", "r")).Value.GetInt32("Value").ShouldBe(3);
        (await Should.ThrowAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r")))).Status.ShouldBe(409);
    }

    private async Task<TableClient> TableAsync()
    {
        var table = new TableServiceClient(azurite.NewAccount()).GetTableClient("Keys");
        await table.CreateIfNotExistsAsync();
        return table;
    }
}
