using Azure;
using Azure.Data.Tables;
using Peyk.Testing;

namespace Peyk.Compat.Tests.Tables;

public sealed class TransactionTests(AzuriteFixture azurite) : TableTest(azurite)
{
    [Fact]
    public async Task A_hundred_actions_are_applied_and_answered_in_order()
    {
        var actions = Enumerable.Range(0, 100)
            .Select(number => new TableTransactionAction(
                TableTransactionActionType.Add,
                new TableEntity("p", $"{number:D3}") { ["N"] = number, ["Text"] = $"متن {number}" }))
            .ToList();

        var answers = await Table.SubmitTransactionAsync(actions, Cancellation);

        var stored = await Table.QueryAsync<TableEntity>(cancellationToken: Cancellation).ToListAsync(Cancellation);
        stored.Select(entity => entity.GetInt32("N")).ShouldBe(Enumerable.Range(0, 100).Select(number => (int?)number));
        answers.Value.Select(answer => answer.Headers.ETag).ShouldBe(stored.Select(entity => (ETag?)entity.ETag));
        answers.Value.ShouldAllBe(answer => answer.Status == 204);
    }

    [Fact]
    public async Task Every_kind_of_action_does_what_it_says()
    {
        foreach (var row in new[] { "delete", "merge", "replace", "upmerge", "upreplace" })
            await Table.AddEntityAsync(new TableEntity("p", row) { ["Old"] = 1 }, Cancellation);

        await Table.SubmitTransactionAsync(
            [
                new(TableTransactionActionType.Add, New("add")),
                new(TableTransactionActionType.Delete, New("delete")),
                new(TableTransactionActionType.UpdateMerge, New("merge"), ETag.All),
                new(TableTransactionActionType.UpdateReplace, New("replace"), ETag.All),
                new(TableTransactionActionType.UpsertMerge, New("upmerge")),
                new(TableTransactionActionType.UpsertReplace, New("upreplace")),
                new(TableTransactionActionType.UpsertMerge, New("fresh")),
            ],
            Cancellation);

        var stored = await Table.QueryAsync<TableEntity>(cancellationToken: Cancellation)
            .ToDictionaryAsync(entity => entity.RowKey, entity => (entity.GetInt32("Old"), entity.GetInt32("New")), cancellationToken: Cancellation);
        stored.ShouldBe(
            new Dictionary<string, (int?, int?)>
            {
                ["add"] = (null, 2),
                ["merge"] = (1, 2),
                ["replace"] = (null, 2),
                ["upmerge"] = (1, 2),
                ["upreplace"] = (null, 2),
                ["fresh"] = (null, 2),
            },
            ignoreOrder: true);

        static TableEntity New(string row) => new("p", row) { ["New"] = 2 };
    }

    [Fact]
    public async Task A_conflict_names_its_action_and_nothing_is_applied()
    {
        await Table.AddEntityAsync(new TableEntity("p", "c"), Cancellation);

        var failed = await Should.ThrowAsync<TableTransactionFailedException>(
            () => Table.SubmitTransactionAsync(
                ["a", "b", "c", "d"],
                row => new(TableTransactionActionType.Add, new TableEntity("p", row)),
                Cancellation));

        failed.FailedTransactionActionIndex.ShouldBe(2);
        failed.Status.ShouldBe(409);
        failed.ErrorCode.ShouldBe("EntityAlreadyExists");
        (await Table.QueryAsync<TableEntity>(cancellationToken: Cancellation).CountAsync(Cancellation)).ShouldBe(1);
    }

    [Fact]
    public async Task An_old_version_names_its_action_and_nothing_is_applied()
    {
        var old = (await Table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 }, Cancellation)).Headers.ETag!.Value;
        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, old, cancellationToken: Cancellation);

        var failed = await Should.ThrowAsync<TableTransactionFailedException>(
            () => Table.SubmitTransactionAsync(
                [
                    new(TableTransactionActionType.Add, new TableEntity("p", "new")),
                    new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "r") { ["N"] = 3 }, old),
                ],
                Cancellation));

        failed.FailedTransactionActionIndex.ShouldBe(1);
        failed.Status.ShouldBe(412);
        failed.ErrorCode.ShouldBe("UpdateConditionNotSatisfied");
        (await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation)).Value.GetInt32("N").ShouldBe(2);
        (await Table.GetEntityIfExistsAsync<TableEntity>("p", "new", cancellationToken: Cancellation)).HasValue.ShouldBeFalse();
    }

    [Fact]
    public async Task The_right_version_is_updated()
    {
        var current = (await Table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 }, Cancellation)).Headers.ETag!.Value;

        var answers = await Table.SubmitTransactionAsync(
            [new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "r") { ["N"] = 2 }, current)],
            Cancellation);

        var read = (await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation)).Value;
        read.GetInt32("N").ShouldBe(2);
        answers.Value[0].Headers.ETag.ShouldBe(read.ETag);
    }

    [Fact]
    public async Task Deleting_what_is_not_there_fails_the_transaction()
    {
        var failed = await Should.ThrowAsync<TableTransactionFailedException>(
            () => Table.SubmitTransactionAsync([new(TableTransactionActionType.Delete, new TableEntity("p", "r"))], Cancellation));

        failed.Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_transaction_on_a_missing_table_is_not_found()
    {
        var missing = new TableClient(ConnectionString, "Missing");

        var failed = await Should.ThrowAsync<RequestFailedException>(
            () => missing.SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "r"))], Cancellation));

        failed.Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_transaction_without_actions_is_refused() =>
        await Should.ThrowAsync<InvalidOperationException>(() => Table.SubmitTransactionAsync([], Cancellation));
}

file static class Actions
{
    public static Task SubmitTransactionAsync(
        this TableClient table,
        IEnumerable<string> rows,
        Func<string, TableTransactionAction> action,
        CancellationToken cancellationToken) =>
        table.SubmitTransactionAsync(rows.Select(action), cancellationToken);
}
