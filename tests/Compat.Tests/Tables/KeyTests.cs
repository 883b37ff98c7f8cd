using Azure;
using Azure.Data.Tables;
using Peyk.Testing;

namespace Peyk.Compat.Tests.Tables;

public sealed class KeyTests(AzuriteFixture azurite) : TableTest(azurite)
{
    public static TheoryData<string> OddKeys =>
    [
        "o'brien", "''", "a b", " lead and trail ", "100%", "%25", "%2F", "a+b", "a|b", "o|0192f0c4|2", "a&b=c", "a;b,c", "(x)", "a:b@c", "~!*$",
        "پیک", "می‌رسد", "😀", "..", ".", "é", "e\u0301", "\"quoted\"", "{json}", "<xml>", "[x]", "^`", "",
    ];

    [Theory]
    [MemberData(nameof(OddKeys))]
    public async Task An_odd_key_can_be_written_read_updated_and_deleted(string key)
    {
        await Table.AddEntityAsync(new TableEntity(key, key) { ["N"] = 1 }, Cancellation);
        var read = (await Table.GetEntityAsync<TableEntity>(key, key, cancellationToken: Cancellation)).Value;
        read["N"] = 2;
        await Table.UpdateEntityAsync(read, read.ETag, TableUpdateMode.Replace, Cancellation);

        var updated = (await Table.GetEntityAsync<TableEntity>(key, key, cancellationToken: Cancellation)).Value;
        await Table.DeleteEntityAsync(key, key, updated.ETag, Cancellation);
        var gone = await Table.GetEntityIfExistsAsync<TableEntity>(key, key, cancellationToken: Cancellation);

        read.PartitionKey.ShouldBe(key);
        read.RowKey.ShouldBe(key);
        updated.GetInt32("N").ShouldBe(2);
        gone.HasValue.ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(OddKeys))]
    public async Task An_odd_key_can_be_filtered_by(string key)
    {
        await Table.AddEntityAsync(new TableEntity(key, "r"), Cancellation);
        await Table.AddEntityAsync(new TableEntity("another", "r"), Cancellation);

        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {key}");
        var found = await Table.QueryAsync<TableEntity>(filter, cancellationToken: Cancellation).ToListAsync(Cancellation);

        found.ShouldHaveSingleItem().PartitionKey.ShouldBe(key);
    }

    [Theory]
    [MemberData(nameof(OddKeys))]
    public async Task An_odd_key_can_be_written_in_a_transaction(string key)
    {
        await Table.AddEntityAsync(new TableEntity(key, key), Cancellation);
        await Table.SubmitTransactionAsync(
            [
                new(TableTransactionActionType.UpdateMerge, new TableEntity(key, key) { ["N"] = 2 }, ETag.All),
                new(TableTransactionActionType.Add, new TableEntity(key, "second")),
            ],
            Cancellation);

        var read = await Table.GetEntityAsync<TableEntity>(key, key, cancellationToken: Cancellation);

        read.Value.GetInt32("N").ShouldBe(2);
    }

    [Fact]
    public async Task A_key_of_512_characters_is_taken()
    {
        var key = new string('k', 512);
        await Table.AddEntityAsync(new TableEntity(key, key), Cancellation);

        var read = await Table.GetEntityAsync<TableEntity>(key, key, cancellationToken: Cancellation);

        read.Value.RowKey.ShouldBe(key);
    }

    [Fact]
    public async Task A_longer_key_is_refused()
    {
        var refused = await Should.ThrowAsync<RequestFailedException>(
            () => Table.AddEntityAsync(new TableEntity("p", new string('k', 513)), Cancellation));

        refused.Status.ShouldBe(400);
    }
}
