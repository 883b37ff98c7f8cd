using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Peyk.Testing;

namespace Peyk.Compat.Tests.Tables;

public sealed class ConflictTests(AzuriteFixture azurite) : TableTest(azurite)
{
    [Fact]
    public async Task Adding_an_entity_twice_is_a_conflict()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r"), Cancellation);

        var conflict = await Should.ThrowAsync<RequestFailedException>(() => Table.AddEntityAsync(new TableEntity("p", "r"), Cancellation));

        conflict.Status.ShouldBe(409);
        (conflict.ErrorCode == TableErrorCode.EntityAlreadyExists).ShouldBeTrue();
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge)]
    [InlineData(TableUpdateMode.Replace)]
    public async Task Updating_an_old_version_is_refused_and_changes_nothing(TableUpdateMode mode)
    {
        var old = (await Table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 }, Cancellation)).Headers.ETag!.Value;
        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, old, mode, Cancellation);

        var refused = await Should.ThrowAsync<RequestFailedException>(
            () => Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 3 }, old, mode, Cancellation));

        refused.Status.ShouldBe(412);
        refused.ErrorCode.ShouldBe("UpdateConditionNotSatisfied");
        (await Read()).GetInt32("N").ShouldBe(2);
    }

    [Fact]
    public async Task An_update_answers_with_the_new_etag()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r"), Cancellation);

        var updated = await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, ETag.All, cancellationToken: Cancellation);

        updated.Headers.ETag.ShouldBe((await Read()).ETag);
    }

    [Fact]
    public async Task An_update_without_an_etag_is_refused_before_it_is_sent()
    {
        await Should.ThrowAsync<ArgumentException>(
            () => Table.UpdateEntityAsync(new TableEntity("p", "r"), default, cancellationToken: Cancellation));
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge)]
    [InlineData(TableUpdateMode.Replace)]
    public async Task Updating_what_is_not_there_is_not_found(TableUpdateMode mode)
    {
        var missing = await Should.ThrowAsync<RequestFailedException>(
            () => Table.UpdateEntityAsync(new TableEntity("p", "r"), ETag.All, mode, Cancellation));

        missing.Status.ShouldBe(404);
        missing.ErrorCode.ShouldBe("ResourceNotFound");
    }

    [Fact]
    public async Task Merging_keeps_properties_that_are_not_named()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Old"] = 1 }, Cancellation);

        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["New"] = 2 }, TableUpdateMode.Merge, Cancellation);

        var read = await Read();
        read.GetInt32("Old").ShouldBe(1);
        read.GetInt32("New").ShouldBe(2);
    }

    [Fact]
    public async Task Replacing_drops_properties_that_are_not_named()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Old"] = 1 }, Cancellation);

        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["New"] = 2 }, TableUpdateMode.Replace, Cancellation);

        var read = await Read();
        read.ContainsKey("Old").ShouldBeFalse();
        read.GetInt32("New").ShouldBe(2);
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge)]
    [InlineData(TableUpdateMode.Replace)]
    public async Task Upserting_what_is_not_there_inserts_it(TableUpdateMode mode)
    {
        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["N"] = 1 }, mode, Cancellation);

        (await Read()).GetInt32("N").ShouldBe(1);
    }

    [Fact]
    public async Task Deleting_an_old_version_is_refused()
    {
        var old = (await Table.AddEntityAsync(new TableEntity("p", "r"), Cancellation)).Headers.ETag!.Value;
        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, old, cancellationToken: Cancellation);

        var refused = await Should.ThrowAsync<RequestFailedException>(() => Table.DeleteEntityAsync("p", "r", old, Cancellation));

        refused.Status.ShouldBe(412);
    }

    [Fact]
    public async Task Deleting_what_is_not_there_is_answered_with_404()
    {
        var response = await Table.DeleteEntityAsync("p", "r", cancellationToken: Cancellation);

        response.Status.ShouldBe(404);
    }

    [Fact]
    public async Task Deleting_takes_an_entity()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r"), Cancellation);

        await Table.DeleteEntityAsync(await Read(), cancellationToken: Cancellation);

        (await Table.GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: Cancellation)).HasValue.ShouldBeFalse();
    }

    [Fact]
    public async Task Getting_what_is_not_there_is_not_found()
    {
        var missing = await Should.ThrowAsync<RequestFailedException>(Read);

        missing.Status.ShouldBe(404);
        missing.ErrorCode.ShouldBe("ResourceNotFound");
    }

    [Fact]
    public async Task Getting_if_exists_gives_the_entity_or_no_value()
    {
        await Table.AddEntityAsync(new TableEntity("p", "here") { ["N"] = 1 }, Cancellation);

        var here = await Table.GetEntityIfExistsAsync<TableEntity>("p", "here", cancellationToken: Cancellation);
        var gone = await Table.GetEntityIfExistsAsync<TableEntity>("p", "gone", cancellationToken: Cancellation);

        here.HasValue.ShouldBeTrue();
        here.Value!.GetInt32("N").ShouldBe(1);
        gone.HasValue.ShouldBeFalse();
        gone.GetRawResponse().Status.ShouldBe(404);
        Should.Throw<InvalidOperationException>(() => gone.Value);
    }

    [Fact]
    public async Task Getting_may_select_properties()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 }, Cancellation);

        var read = await Table.GetEntityAsync<TableEntity>("p", "r", ["B"], Cancellation);

        read.Value.GetInt32("B").ShouldBe(2);
        read.Value.ContainsKey("A").ShouldBeFalse();
    }

    [Fact]
    public async Task Writing_to_a_missing_table_is_not_found()
    {
        var missing = new TableClient(ConnectionString, "Missing");

        var add = await Should.ThrowAsync<RequestFailedException>(() => missing.AddEntityAsync(new TableEntity("p", "r"), Cancellation));

        add.Status.ShouldBe(404);
        (add.ErrorCode == TableErrorCode.TableNotFound).ShouldBeTrue();
    }

    [Fact]
    public async Task Querying_a_missing_table_is_not_found()
    {
        var missing = new TableClient(ConnectionString, "Missing");

        var query = await Should.ThrowAsync<RequestFailedException>(
            async () => await missing.QueryAsync<TableEntity>(cancellationToken: Cancellation).ToListAsync(Cancellation));

        query.Status.ShouldBe(404);
    }

    [Fact]
    public async Task Null_keys_are_refused_before_they_are_sent()
    {
        await Should.ThrowAsync<ArgumentNullException>(() => Table.AddEntityAsync(new TableEntity("p", null!), Cancellation));
        await Should.ThrowAsync<ArgumentNullException>(() => Table.UpsertEntityAsync(new TableEntity(null!, "r"), cancellationToken: Cancellation));
    }

    private async Task<TableEntity> Read() => (await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation)).Value;
}
