using Azure;
using Azure.Data.Tables;
using Peyk.Testing;

namespace Peyk.Compat.Tests.Tables;

public sealed class TableServiceTests(AzuriteFixture azurite)
{
    private readonly TableServiceClient service = new(azurite.NewAccount());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tables_are_created_listed_and_deleted()
    {
        await service.CreateTableAsync("First", Cancellation);
        await service.CreateTableIfNotExistsAsync("Second", Cancellation);
        var created = await Names();

        await service.DeleteTableAsync("First", Cancellation);

        created.ShouldBe(["First", "Second"]);
        (await Names()).ShouldBe(["Second"]);
    }

    [Fact]
    public async Task Creating_a_table_twice_is_a_conflict()
    {
        await service.CreateTableAsync("Once", Cancellation);

        var conflict = await Should.ThrowAsync<RequestFailedException>(() => service.CreateTableAsync("Once", Cancellation));

        conflict.Status.ShouldBe(409);
        conflict.ErrorCode.ShouldBe("TableAlreadyExists");
    }

    [Fact]
    public async Task Creating_a_table_if_it_is_not_there_may_be_repeated()
    {
        var table = service.GetTableClient("Often");
        await table.CreateIfNotExistsAsync(Cancellation);
        await table.AddEntityAsync(new TableEntity("p", "r"), Cancellation);

        await table.CreateIfNotExistsAsync(Cancellation);

        (await table.QueryAsync<TableEntity>(cancellationToken: Cancellation).CountAsync(Cancellation)).ShouldBe(1);
    }

    [Fact]
    public async Task Deleting_a_table_that_is_not_there_is_answered_with_404() =>
        (await service.DeleteTableAsync("Nothing", Cancellation)).Status.ShouldBe(404);

    [Fact]
    public async Task Tables_can_be_found_by_name()
    {
        await service.CreateTableAsync("Here", Cancellation);

        var found = await service.QueryAsync("TableName eq 'Here'", cancellationToken: Cancellation).ToListAsync(Cancellation);
        var missing = await service.QueryAsync("TableName eq 'Gone'", cancellationToken: Cancellation).ToListAsync(Cancellation);

        found.ShouldHaveSingleItem().Name.ShouldBe("Here");
        missing.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_table_name_that_is_none_is_refused()
    {
        var refused = await Should.ThrowAsync<RequestFailedException>(() => service.CreateTableAsync("no-hyphens", Cancellation));

        refused.Status.ShouldBe(400);
    }

    [Fact]
    public void A_table_client_knows_its_names()
    {
        var table = service.GetTableClient("Things");

        table.Name.ShouldBe("Things");
        table.AccountName.ShouldBe(service.AccountName);
        table.Uri.AbsolutePath.ShouldBe($"/{service.AccountName}/Things");
    }

    [Fact]
    public void The_synchronous_methods_do_the_same()
    {
        var table = service.GetTableClient("Sync");
        table.CreateIfNotExists(Cancellation);
        table.CreateIfNotExists(Cancellation);
        table.AddEntity(new TableEntity("p", "r") { ["N"] = 1 }, Cancellation);
        table.UpsertEntity(new TableEntity("p", "r") { ["N"] = 2 }, cancellationToken: Cancellation);
        var read = table.GetEntity<TableEntity>("p", "r", cancellationToken: Cancellation).Value;
        table.UpdateEntity(new TableEntity("p", "r") { ["N"] = 3 }, read.ETag, TableUpdateMode.Replace, Cancellation);
        table.SubmitTransaction([new(TableTransactionActionType.Add, new TableEntity("p", "s"))], Cancellation);

        table.GetEntityIfExists<TableEntity>("p", "r", cancellationToken: Cancellation).Value!.GetInt32("N").ShouldBe(3);
        table.Query<TableEntity>(cancellationToken: Cancellation).Count().ShouldBe(2);
        table.DeleteEntity("p", "r", cancellationToken: Cancellation).Status.ShouldBe(204);
        table.GetEntityIfExists<TableEntity>("p", "r", cancellationToken: Cancellation).HasValue.ShouldBeFalse();
        service.Query(cancellationToken: Cancellation).Select(found => found.Name).ShouldBe(["Sync"]);
        table.Delete(Cancellation).Status.ShouldBe(204);
    }

    private async Task<List<string>> Names() =>
        await service.QueryAsync(cancellationToken: Cancellation).Select(table => table.Name).ToListAsync(Cancellation);
}
