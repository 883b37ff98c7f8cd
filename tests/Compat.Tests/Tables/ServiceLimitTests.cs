using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Peyk.Testing;

namespace Peyk.Compat.Tests.Tables;

/// <summary>
/// What Azure refuses and Azurite takes. Our client refuses it before sending; the official client leaves it to the service, so with
/// the official package these tests need a storage account in Azure.
/// </summary>
public sealed class ServiceLimitTests(AzuriteFixture azurite) : TableTest(azurite)
{
    [Fact]
    public async Task A_transaction_across_partitions_is_refused()
    {
        var failed = await Should.ThrowAsync<TableTransactionFailedException>(
            () => Table.SubmitTransactionAsync([Add("a", "1"), Add("b", "1")], Cancellation));

        failed.Status.ShouldBe(400);
        failed.FailedTransactionActionIndex.ShouldBe(1);
        (failed.ErrorCode == TableErrorCode.CommandsInBatchActOnDifferentPartitions).ShouldBeTrue();
    }

    [Fact]
    public async Task A_transaction_that_names_a_row_twice_is_refused()
    {
        var failed = await Should.ThrowAsync<TableTransactionFailedException>(
            () => Table.SubmitTransactionAsync([Add("a", "1"), Add("a", "2"), Add("a", "1")], Cancellation));

        failed.FailedTransactionActionIndex.ShouldBe(2);
        (failed.ErrorCode == TableErrorCode.InvalidDuplicateRow).ShouldBeTrue();
    }

    [Fact]
    public async Task A_transaction_of_101_actions_is_refused()
    {
        var failed = await Should.ThrowAsync<TableTransactionFailedException>(
            () => Table.SubmitTransactionAsync(Enumerable.Range(0, 101).Select(number => Add("a", $"{number}")), Cancellation));

        failed.Status.ShouldBe(400);
        (failed.ErrorCode == TableErrorCode.InvalidInput).ShouldBeTrue();
    }

    [Fact]
    public async Task A_transaction_over_4_MiB_is_refused()
    {
        var actions = Enumerable.Range(0, 90).Select(number =>
        {
            var add = Add("a", $"{number}");
            ((TableEntity)add.Entity)["Data"] = new byte[48 * 1024];
            return add;
        });

        var failed = await Should.ThrowAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(actions, Cancellation));

        failed.Status.ShouldBe(413);
    }

    [Fact]
    public async Task A_limit_exceeded_within_a_transaction_names_its_action()
    {
        var failed = await Should.ThrowAsync<TableTransactionFailedException>(
            () => Table.SubmitTransactionAsync([Add("a", "1"), Add("a", "x/y")], Cancellation));

        failed.FailedTransactionActionIndex.ShouldBe(1);
        (failed.ErrorCode == TableErrorCode.OutOfRangeInput).ShouldBeTrue();
    }

    [Fact]
    public async Task An_entity_of_253_properties_is_refused()
    {
        var entity = new TableEntity("p", "r");
        for (var number = 0; number < 253; number++)
            entity[$"N{number}"] = number;

        (await RefusalOf(entity)).ShouldBe("TooManyProperties");
    }

    [Fact]
    public async Task An_entity_over_1_MiB_is_refused()
    {
        var entity = new TableEntity("p", "r");
        for (var number = 0; number < 16; number++)
            entity[$"Text{number}"] = new string('x', 32 * 1024);

        (await RefusalOf(entity)).ShouldBe("EntityTooLarge");
    }

    [Fact]
    public async Task Bytes_over_64_KiB_are_refused() =>
        (await RefusalOf(new TableEntity("p", "r") { ["Data"] = new byte[64 * 1024 + 1] })).ShouldBe("PropertyValueTooLarge");

    [Fact]
    public async Task A_time_before_1601_is_refused() =>
        (await RefusalOf(new TableEntity("p", "r") { ["At"] = DateTimeOffset.MinValue })).ShouldBe("OutOfRangeInput");

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\tb")]
    [InlineData("a\u0085b")]
    public async Task A_key_with_a_forbidden_character_is_refused(string key)
    {
        (await RefusalOf(new TableEntity("p", key))).ShouldBe("OutOfRangeInput");
        (await RefusalOf(new TableEntity(key, "r"))).ShouldBe("OutOfRangeInput");
    }

    [Theory]
    [InlineData("with-hyphen", "PropertyNameInvalid")]
    [InlineData("with space", "PropertyNameInvalid")]
    [InlineData("9lives", "PropertyNameInvalid")]
    public async Task A_property_name_that_is_no_identifier_is_refused(string name, string code) =>
        (await RefusalOf(new TableEntity("p", "r") { [name] = 1 })).ShouldBe(code);

    [Fact]
    public async Task A_property_name_over_255_characters_is_refused() =>
        (await RefusalOf(new TableEntity("p", "r") { [new string('n', 256)] = 1 })).ShouldBe("PropertyNameTooLong");

    private static TableTransactionAction Add(string partition, string row) => new(TableTransactionActionType.Add, new TableEntity(partition, row));

    private async Task<string?> RefusalOf(TableEntity entity)
    {
        var refused = await Should.ThrowAsync<RequestFailedException>(() => Table.UpsertEntityAsync(entity, cancellationToken: Cancellation));

        refused.Status.ShouldBe(400);
        return refused.ErrorCode;
    }
}
