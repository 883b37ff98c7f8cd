using Azure;
using Azure.Data.Tables;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Contacts;

/// <summary>Why nothing may be sent to an address, and since when.</summary>
/// <param name="Source">Who said so: <c>twilio</c>, <c>sendgrid</c>, <c>citizen</c>.</param>
public sealed record AddressBlock(Reason Reason, DateTimeOffset Since, string Source);

/// <summary>What is known of an address.</summary>
/// <param name="Block">Null when messages may be sent to it.</param>
/// <param name="Contacts">Contacts that have, or lately had, this address.</param>
public sealed record KnownAddress(string Hash, AddressBlock? Block, IReadOnlyList<Guid> Contacts);

/// <summary>
/// Addresses by their keyed hash: whether they may be used, and whose they are. All rows of an address lie together, so that one
/// query tells everything at the moment of sending.
/// </summary>
public sealed class AddressBook(TableServiceClient tables, AddressHashes hashes, TimeProvider time)
{
    private const string BlockRow = "block";

    private readonly TableClient _table = tables.GetTableClient(Tables.Contacts);

    public async Task<KnownAddress> FindAsync(Channel channel, string address, bool isTest, CancellationToken cancellationToken)
    {
        var hash = hashes.Of(channel, address, isTest);
        AddressBlock? block = null;
        var contacts = new List<Guid>();
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition(hash)} and RowKey ge {$"{hash}|"} and RowKey lt {$"{hash}}}"}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            var kind = row.RowKey[(hash.Length + 1)..];
            if (kind == BlockRow)
                block = new(SnakeCase.FromWord<Reason>(row.GetString("Reason")!), row.GetDateTimeOffset("Since")!.Value, row.GetString("Source")!);
            else
                contacts.Add(Guid.ParseExact(kind, "D"));
        }

        return new(hash, block, contacts);
    }

    /// <summary>Forbids an address. Saying so again changes nothing but the reason.</summary>
    public Task BlockAsync(Channel channel, string address, bool isTest, Reason reason, string source, CancellationToken cancellationToken)
    {
        var hash = hashes.Of(channel, address, isTest);
        var row = new TableEntity(Partition(hash), $"{hash}|{BlockRow}")
        {
            ["Reason"] = reason.ToWord(),
            ["Since"] = time.GetUtcNow(),
            ["Source"] = source,
        };
        return _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Allows an address again.</summary>
    public Task UnblockAsync(Channel channel, string address, bool isTest, CancellationToken cancellationToken)
    {
        var hash = hashes.Of(channel, address, isTest);
        return DeleteAsync(Partition(hash), $"{hash}|{BlockRow}", cancellationToken);
    }

    internal Task LinkAsync(string hash, Guid contact, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(new TableEntity(Partition(hash), LinkRow(hash, contact)), TableUpdateMode.Replace, cancellationToken);

    internal Task UnlinkAsync(string hash, Guid contact, CancellationToken cancellationToken) =>
        DeleteAsync(Partition(hash), LinkRow(hash, contact), cancellationToken);

    private async Task DeleteAsync(string partition, string row, CancellationToken cancellationToken) =>
        // Deleting what is gone answers 404, which the client takes for done.
        await _table.DeleteEntityAsync(partition, row, ETag.All, cancellationToken);

    private static string Partition(string hash) => $"a-{hash[..3]}";

    private static string LinkRow(string hash, Guid contact) => $"{hash}|{contact:D}";
}
