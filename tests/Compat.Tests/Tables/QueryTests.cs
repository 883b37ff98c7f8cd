using Azure;
using Azure.Data.Tables;
using Peyk.Testing;

namespace Peyk.Compat.Tests.Tables;

public sealed class QueryTests(AzuriteFixture azurite) : TableTest(azurite)
{
    [Fact]
    public async Task Entities_come_in_the_order_of_their_keys()
    {
        foreach (var (partition, row) in new[] { ("b", "1"), ("a", "2"), ("a", "10"), ("a", "1") })
            await Table.AddEntityAsync(new TableEntity(partition, row), Cancellation);

        var keys = await Table.QueryAsync<TableEntity>(cancellationToken: Cancellation)
            .Select(entity => entity.PartitionKey + entity.RowKey)
            .ToListAsync(Cancellation);

        keys.ShouldBe(["a1", "a10", "a2", "b1"]);
    }

    [Fact]
    public async Task A_range_of_rows_is_read()
    {
        foreach (var row in new[] { "id", "id|1", "id|2", "ie", "o|id|1" })
            await Table.AddEntityAsync(new TableEntity("p", row), Cancellation);

        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {"p"} and RowKey ge {"id|"} and RowKey lt {"id}"}");
        var rows = await Rows(filter);

        rows.ShouldBe(["id|1", "id|2"]);
    }

    public static TheoryData<string, FormattableString> Filters => new()
    {
        { "text with quotes", $"Text eq {"it's 'quoted'"}" },
        { "true", $"Flag eq {true}" },
        { "Int32", $"Number eq {42}" },
        { "Int64", $"Big gt {4_000_000_000L}" },
        { "Double", $"Ratio lt {0.75}" },
        { "Double without a fraction", $"Ratio lt {1.0}" },
        { "Guid", $"Id eq {new Guid("0192f0c4-1a2b-7c3d-8e4f-5a6b7c8d9e0f")}" },
        { "time to 100 ns", $"At eq {new DateTimeOffset(2026, 11, 21, 13, 30, 0, TimeSpan.FromHours(3.5)).AddTicks(1)}" },
        { "time in UTC", $"At gt {new DateTime(2026, 11, 21, 9, 59, 59, DateTimeKind.Utc)}" },
        { "bytes", $"Data eq {new byte[] { 0, 171, 255 }}" },
        { "several", $"(Number eq {42} or Number eq {43}) and not (Flag eq {false})" },
    };

    [Theory]
    [MemberData(nameof(Filters), DisableDiscoveryEnumeration = true)]
    public async Task A_value_of_any_type_can_be_filtered_by(string what, FormattableString filter)
    {
        await Table.AddEntityAsync(
            new TableEntity("p", "wanted")
            {
                ["Text"] = "it's 'quoted'",
                ["Flag"] = true,
                ["Number"] = 42,
                ["Big"] = 5_000_000_000L,
                ["Ratio"] = 0.5,
                ["Id"] = new Guid("0192f0c4-1a2b-7c3d-8e4f-5a6b7c8d9e0f"),
                ["At"] = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero).AddTicks(1),
                ["Data"] = new byte[] { 0, 171, 255 },
            },
            Cancellation);
        await Table.AddEntityAsync(
            new TableEntity("p", "other")
            {
                ["Text"] = "other",
                ["Flag"] = false,
                ["Number"] = 7,
                ["Big"] = 1L,
                ["Ratio"] = 1.5,
                ["Id"] = Guid.Empty,
                ["At"] = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero),
                ["Data"] = new byte[] { 1 },
            },
            Cancellation);

        var rows = await Rows(TableClient.CreateQueryFilter(filter));

        rows.ShouldBe(["wanted"], what);
    }

    [Fact]
    public void A_filter_quotes_and_escapes_text() =>
        TableClient.CreateQueryFilter($"PartitionKey eq {"o'brien"} and N lt {5L}").ShouldBe("PartitionKey eq 'o''brien' and N lt 5L");

    [Fact]
    public void A_filter_refuses_what_tables_do_not_know() =>
        Should.Throw<ArgumentException>(() => TableClient.CreateQueryFilter($"N eq {TimeSpan.Zero}"));

    [Fact]
    public async Task Only_selected_properties_come_back()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2L, ["C"] = "c" }, Cancellation);

        var read = await Table.QueryAsync<TableEntity>(select: ["RowKey", "B"], cancellationToken: Cancellation).SingleAsync(Cancellation);

        read.RowKey.ShouldBe("r");
        read.GetInt64("B").ShouldBe(2);
        read.ContainsKey("A").ShouldBeFalse();
        read.ContainsKey("C").ShouldBeFalse();
    }

    [Fact]
    public async Task Pages_have_at_most_the_size_asked_for_and_together_everything()
    {
        await AddRows(25);

        var pages = await Table.QueryAsync<TableEntity>(maxPerPage: 10, cancellationToken: Cancellation).AsPages().ToListAsync(Cancellation);

        pages.Select(page => page.Values.Count).ShouldBe([10, 10, 5]);
        pages[^1].ContinuationToken.ShouldBeNull();
        pages.SelectMany(page => page.Values).Select(entity => entity.RowKey).Distinct().Count().ShouldBe(25);
    }

    [Fact]
    public async Task A_query_goes_on_from_a_continuation_token()
    {
        await AddRows(25);
        var query = Table.QueryAsync<TableEntity>("PartitionKey eq 'p'", 10, cancellationToken: Cancellation);
        var first = await query.AsPages().FirstAsync(Cancellation);

        var rest = await query.AsPages(first.ContinuationToken, pageSizeHint: 20).ToListAsync(Cancellation);

        rest.ShouldHaveSingleItem().Values.Select(entity => entity.RowKey)
            .ShouldBe(Enumerable.Range(10, 15).Select(number => $"{number:D4}"));
    }

    [Fact]
    public async Task More_than_a_thousand_entities_are_read_whole()
    {
        await AddRows(1100);

        var rows = await Rows("PartitionKey eq 'p'");

        rows.Count.ShouldBe(1100);
    }

    [Fact]
    public async Task A_query_that_finds_nothing_is_empty()
    {
        var rows = await Rows("PartitionKey eq 'nobody'");

        rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_filter_that_is_no_filter_is_refused()
    {
        var refused = await Should.ThrowAsync<RequestFailedException>(() => Rows("this is not odata"));

        refused.Status.ShouldBeInRange(400, 501);
    }

    [Fact]
    public async Task Synchronous_queries_read_the_same()
    {
        await AddRows(25);

        var rows = Table.Query<TableEntity>(maxPerPage: 10, cancellationToken: Cancellation).Select(entity => entity.RowKey).ToList();

        rows.ShouldBe(Enumerable.Range(0, 25).Select(number => $"{number:D4}"));
    }

    private async Task AddRows(int count)
    {
        foreach (var hundred in Enumerable.Range(0, count).Chunk(100))
            await Table.SubmitTransactionAsync(
                hundred.Select(number => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{number:D4}"))),
                Cancellation);
    }

    private async Task<List<string>> Rows(string filter) =>
        await Table.QueryAsync<TableEntity>(filter, cancellationToken: Cancellation).Select(entity => entity.RowKey).ToListAsync(Cancellation);
}
