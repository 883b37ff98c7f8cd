using Azure;
using Azure.Data.Tables;
using Peyk.Testing;

namespace Peyk.Compat.Tests.Tables;

public sealed class EntitySizeTests(AzuriteFixture azurite) : TableTest(azurite)
{
    private const int LargestText = 32 * 1024; // characters of UTF-16 in 64 KiB

    [Fact]
    public async Task A_text_of_64_KiB_comes_back_whole()
    {
        var text = new string('پ', LargestText);
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Text"] = text }, Cancellation);

        var read = await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation);

        read.Value.GetString("Text").ShouldBe(text);
    }

    [Fact]
    public async Task A_text_over_64_KiB_is_refused()
    {
        var entity = new TableEntity("p", "r") { ["Text"] = new string('x', LargestText + 1) };

        var refused = await Should.ThrowAsync<RequestFailedException>(() => Table.AddEntityAsync(entity, Cancellation));

        refused.Status.ShouldBe(400);
        refused.ErrorCode.ShouldBe("PropertyValueTooLarge");
    }

    [Fact]
    public async Task An_entity_of_nearly_1_MiB_comes_back_whole()
    {
        var entity = new TableEntity("p", "r");
        for (var number = 0; number < 15; number++)
            entity[$"Text{number}"] = new string((char)('ا' + number), LargestText);
        entity["Data"] = Enumerable.Range(0, 60 * 1024).Select(number => (byte)number).ToArray();
        await Table.AddEntityAsync(entity, Cancellation);

        var read = (await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation)).Value;

        for (var number = 0; number < 15; number++)
            read.GetString($"Text{number}").ShouldBe(entity.GetString($"Text{number}"));
        read.GetBinary("Data").ShouldBe(entity.GetBinary("Data"));
    }

    [Fact]
    public async Task An_entity_of_252_properties_comes_back_whole()
    {
        var entity = new TableEntity("p", "r");
        for (var number = 0; number < 252; number++)
            entity[$"N{number}"] = number;
        await Table.AddEntityAsync(entity, Cancellation);

        var read = (await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation)).Value;

        Enumerable.Range(0, 252).ShouldAllBe(number => read.GetInt32($"N{number}") == number);
    }
}
