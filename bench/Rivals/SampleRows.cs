using Azure.Data.Tables;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Bench;

/// <summary>The rows of a notification that the app has delivered, to be written again under other keys: same columns, same sizes.</summary>
public sealed class SampleRows
{
    private readonly string _id;
    private readonly List<TableEntity> _rows;
    private readonly List<TableEntity> _case;
    private readonly TableEntity _feed;

    private SampleRows(string id, List<TableEntity> rows, List<TableEntity> @case, TableEntity feed)
    {
        _id = id;
        _rows = rows;
        _case = @case;
        _feed = feed;
    }

    /// <summary>Reads them from the account that the app works on.</summary>
    public static async Task<SampleRows> ReadAsync(string storage)
    {
        var tables = new TableServiceClient(storage);
        var table = tables.GetTableClient(Tables.Notifications);
        await foreach (var head in table.QueryAsync<TableEntity>("Final eq true", maxPerPage: 1))
        {
            var rows = new List<TableEntity>();
            await foreach (var row in table.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {head.PartitionKey} and RowKey ge {head.RowKey} and RowKey le {head.RowKey + "|c"}")))
                rows.Add(row);
            if (rows.Count >= 6)
                return new(head.RowKey, rows, await CaseAsync(tables), await tables.GetTableClient(Tables.Feed).QueryAsync<TableEntity>().FirstAsync());
        }

        throw new InvalidOperationException("The app has delivered nothing yet.");
    }

    public TableEntity Head(string partition, string id) => Copy(_id, partition, id);

    public TableEntity Content(string partition, string id) => Copy(_id + "|c", partition, id + "|c");

    /// <param name="sequence">1 accepted, 2 sending, 3 sent, 4 delivered.</param>
    public TableEntity Log(string partition, string id, int sequence) => Copy($"{_id}|{sequence:D6}", partition, $"{id}|{sequence:D6}");

    public static TableEntity Open(string partition, string id) =>
        new(partition, $"o|{id}|1") { ["Due"] = TimeProvider.System.GetUtcNow(), ["Channel"] = "sms" };

    public static TableEntity Idempotency(string id) => new($"bench-{id[^2..]}", id + id)
    {
        ["Id"] = Guid.Parse(id),
        ["Mac"] = new byte[32],
        ["At"] = TimeProvider.System.GetUtcNow(),
    };

    /// <summary>Head and first step of a new case.</summary>
    public IEnumerable<TableEntity> Case(string id) => _case.Select((row, i) => Copy(row, id[^3..], $"{id}|{i}"));

    public TableEntity Feed(string id) => Copy(_feed, _feed.PartitionKey, id);

    private static async Task<List<TableEntity>> CaseAsync(TableServiceClient tables)
    {
        var table = tables.GetTableClient(Tables.Cases);
        var any = await table.QueryAsync<TableEntity>().FirstAsync();
        var code = any.RowKey.Split('|')[0];
        return await table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {any.PartitionKey} and RowKey ge {code + "|"} and RowKey lt {code + "}"}")).ToListAsync();
    }

    private TableEntity Copy(string rowKey, string partition, string newRowKey) => Copy(
        _rows.Find(r => r.RowKey == rowKey) ?? throw new InvalidOperationException($"The sample lacks the row {rowKey}."), partition, newRowKey);

    private static TableEntity Copy(TableEntity row, string partition, string newRowKey)
    {
        var copy = new TableEntity(partition, newRowKey);
        foreach (var (name, value) in row)
            if (name is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag"))
                copy[name] = value;
        return copy;
    }
}
