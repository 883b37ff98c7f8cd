using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;
using Peyk.Testing;

namespace Peyk.Compat.Tests.Tables;

public sealed class EntityTypeTests(AzuriteFixture azurite) : TableTest(azurite)
{
    public static TheoryData<string, object> Values => new()
    {
        { "empty text", "" },
        { "Persian with ZWNJ, emoji and controls", "درخواستِ شما می‌رسد 😀 \"\\\r\n\t<&>" },
        { "text that looks like a date", "2026-11-21T10:00:00Z" },
        { "true", true },
        { "false", false },
        { "smallest Int32", int.MinValue },
        { "largest Int32", int.MaxValue },
        { "Int64 that fits in 32 bits", 5L },
        { "smallest Int64", long.MinValue },
        { "largest Int64", long.MaxValue },
        { "Double without a fraction", 5.0 },
        { "Double with a fraction", 0.1 },
        { "largest Double", double.MaxValue },
        { "smallest Double", double.Epsilon },
        { "not a number", double.NaN },
        { "infinity", double.PositiveInfinity },
        { "negative infinity", double.NegativeInfinity },
        { "time to 100 ns", new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero).AddTicks(1234567) },
        { "earliest time", new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero) },
        { "latest time", DateTimeOffset.MaxValue },
        { "Guid", new Guid("0192f0c4-1a2b-7c3d-8e4f-5a6b7c8d9e0f") },
        { "no bytes", Array.Empty<byte>() },
        { "all bytes", Enumerable.Range(0, 256).Select(number => (byte)number).ToArray() },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_value_comes_back_with_its_type(string what, object value)
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Value"] = value }, Cancellation);

        var read = await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation);

        read.Value["Value"].ShouldBe(value, what);
        read.Value["Value"].ShouldBeOfType(value.GetType(), what);
    }

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_value_comes_back_from_a_query_with_its_type(string what, object value)
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Value"] = value }, Cancellation);

        var read = await Table.QueryAsync<TableEntity>(cancellationToken: Cancellation).SingleAsync(Cancellation);

        read["Value"].ShouldBe(value, what);
        read["Value"].ShouldBeOfType(value.GetType(), what);
    }

    [Fact]
    public async Task A_time_with_an_offset_comes_back_as_the_same_moment()
    {
        var noonInTehran = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.FromHours(3.5));
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["At"] = noonInTehran }, Cancellation);

        var read = (await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation)).Value;

        read.GetDateTimeOffset("At").ShouldBe(noonInTehran);
        read.GetDateTime("At").ShouldBe(noonInTehran.UtcDateTime);
    }

    [Fact]
    public async Task A_local_time_is_refused()
    {
        var entity = new TableEntity("p", "r") { ["At"] = new DateTime(2026, 11, 21, 12, 0, 0, DateTimeKind.Local) };

        await Should.ThrowAsync<NotSupportedException>(() => Table.AddEntityAsync(entity, Cancellation));
    }

    [Fact]
    public async Task Binary_data_comes_back_as_binary()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Data"] = BinaryData.FromBytes(new byte[] { 1, 2 }) }, Cancellation);

        var read = (await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation)).Value;

        read.GetBinary("Data").ShouldBe([1, 2]);
        read.GetBinaryData("Data").ToArray().ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_null_property_is_not_kept()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Gone"] = null, ["Kept"] = "here" }, Cancellation);

        var read = (await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation)).Value;

        read.ContainsKey("Gone").ShouldBeFalse();
        read.GetString("Kept").ShouldBe("here");
    }

    [Fact]
    public async Task An_entity_read_has_timestamp_and_etag()
    {
        var added = await Table.AddEntityAsync(new TableEntity("p", "r"), Cancellation);

        var read = (await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation)).Value;

        read.Timestamp.ShouldNotBeNull();
        read.ETag.ShouldBe(added.Headers.ETag!.Value);
    }

    [Fact]
    public async Task An_entity_of_a_query_has_the_etag_of_its_write()
    {
        var added = await Table.AddEntityAsync(new TableEntity("p", "r"), Cancellation);

        var read = await Table.QueryAsync<TableEntity>(cancellationToken: Cancellation).SingleAsync(Cancellation);

        read.ETag.ShouldBe(added.Headers.ETag!.Value);
    }

    [Fact]
    public async Task A_class_comes_back_as_it_was_written()
    {
        var thing = new Thing
        {
            PartitionKey = "p",
            RowKey = "r",
            Text = "متن",
            Flag = true,
            Count = 3,
            Big = long.MaxValue,
            Ratio = 2.0,
            Id = new Guid("0192f0c4-1a2b-7c3d-8e4f-5a6b7c8d9e0f"),
            At = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero),
            Day = new DateTime(2026, 11, 21, 0, 0, 0, DateTimeKind.Utc),
            Data = [1, 2, 3],
            More = BinaryData.FromString("more"),
            Colour = ConsoleColor.DarkCyan,
            Maybe = 7,
        };
        await Table.AddEntityAsync(thing, Cancellation);

        var read = (await Table.GetEntityAsync<Thing>("p", "r", cancellationToken: Cancellation)).Value;

        read.ETag.ShouldNotBe(default);
        read.Timestamp.ShouldNotBeNull();
        read.ShouldSatisfyAllConditions(
            () => read.Text.ShouldBe(thing.Text),
            () => read.Flag.ShouldBeTrue(),
            () => read.Count.ShouldBe(3),
            () => read.Big.ShouldBe(long.MaxValue),
            () => read.Ratio.ShouldBe(2.0),
            () => read.Id.ShouldBe(thing.Id),
            () => read.At.ShouldBe(thing.At),
            () => read.Day.ShouldBe(thing.Day),
            () => read.Day.Kind.ShouldBe(DateTimeKind.Utc),
            () => read.Data.ShouldBe(thing.Data),
            () => read.More!.ToString().ShouldBe("more"),
            () => read.Colour.ShouldBe(ConsoleColor.DarkCyan),
            () => read.Maybe.ShouldBe(7),
            () => read.Nothing.ShouldBeNull());
    }

    [Fact]
    public async Task A_class_is_stored_under_its_data_member_names_and_without_ignored_members()
    {
        await Table.AddEntityAsync(new Thing { PartitionKey = "p", RowKey = "r", Renamed = "x", Ignored = "y" }, Cancellation);

        var stored = (await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation)).Value;

        stored.GetString("other_name").ShouldBe("x");
        stored.Keys.ShouldNotContain(nameof(Thing.Renamed));
        stored.Keys.ShouldNotContain(nameof(Thing.Ignored));
        stored.Keys.ShouldNotContain(nameof(Thing.ETag));
    }

    [Fact]
    public async Task An_enum_is_stored_as_its_name()
    {
        await Table.AddEntityAsync(new Thing { PartitionKey = "p", RowKey = "r", Colour = ConsoleColor.Red }, Cancellation);

        var stored = (await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation)).Value;

        stored.GetString(nameof(Thing.Colour)).ShouldBe("Red");
    }

    [Fact]
    public async Task A_class_ignores_stored_properties_that_it_does_not_have()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Unknown"] = 1, ["Text"] = "known" }, Cancellation);

        var read = (await Table.GetEntityAsync<Thing>("p", "r", cancellationToken: Cancellation)).Value;

        read.Text.ShouldBe("known");
    }

    private sealed class Thing : ITableEntity
    {
        public string PartitionKey { get; set; } = "";
        public string RowKey { get; set; } = "";
        public DateTimeOffset? Timestamp { get; set; }
        public ETag ETag { get; set; }
        public string? Text { get; set; }
        public bool Flag { get; set; }
        public int Count { get; set; }
        public long Big { get; set; }
        public double Ratio { get; set; }
        public Guid Id { get; set; }
        public DateTimeOffset? At { get; set; }
        public DateTime Day { get; init; } = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        public byte[]? Data { get; set; }
        public BinaryData? More { get; set; }
        public ConsoleColor Colour { get; set; }
        public int? Maybe { get; set; }
        public int? Nothing { get; set; }

        [DataMember(Name = "other_name")]
        public string? Renamed { get; set; }

        [IgnoreDataMember]
        public string? Ignored { get; set; }
    }
}
