using Azure.Data.Tables;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Delivery;

/// <summary>
/// Finds notifications by the client's own reference. Kept is a keyed hash of it, in partitions of client and hash prefix; several
/// notifications may have one reference.
/// </summary>
public sealed class References(TableServiceClient tables, Keyring keyring)
{
    /// <summary>Most notifications that one reference gives.</summary>
    public const int Most = 100;

    private readonly TableClient _table = tables.GetTableClient(Tables.References);

    /// <summary>Ties a reference to a notification that is about to be kept; a second call changes nothing.</summary>
    /// <returns>The reference's hash, by which <see cref="ForgetAsync"/> finds the row.</returns>
    public async Task<string> AddAsync(string clientId, string reference, Guid id, CancellationToken cancellationToken)
    {
        var hash = Hash(clientId, reference);
        await _table.UpsertEntityAsync(new TableEntity(Partition(clientId, hash), Row(hash, id)), TableUpdateMode.Replace, cancellationToken);
        return hash;
    }

    /// <summary>Deletes the row of a notification that goes itself; a second call changes nothing.</summary>
    public Task ForgetAsync(string clientId, string hash, Guid id, CancellationToken cancellationToken) =>
        _table.DeleteEntityAsync(Partition(clientId, hash), Row(hash, id), Azure.ETag.All, cancellationToken);

    /// <summary>Ids, newest first. Some may never have been kept: their posting broke off.</summary>
    public async Task<IReadOnlyList<Guid>> FindAsync(string clientId, string reference, CancellationToken cancellationToken)
    {
        var hash = Hash(clientId, reference);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition(clientId, hash)} and RowKey ge {hash + "|"} and RowKey lt {hash + "}"}");
        var ids = new List<Guid>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellationToken))
            ids.Add(Guid.ParseExact(row.RowKey[(hash.Length + 1)..], "D"));
        ids.Reverse();
        return [.. ids.Take(Most)];
    }

    private string Hash(string clientId, string reference) => keyring.LookupHash("reference", $"{clientId}\n{reference}");

    private static string Partition(string clientId, string hash) => $"{clientId}-{hash[..2]}";

    private static string Row(string hash, Guid id) => $"{hash}|{id:D}";
}
