using Azure;
using Azure.Data.Tables;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Contacts;

/// <summary>Why nothing may be sent to an address, and since when.</summary>
/// <param name="Source">Who said so: <c>twilio</c>, <c>sendgrid</c>, <c>citizen</c>.</param>
public sealed record AddressBlock(Reason Reason, DateTimeOffset Since, string Source);

/// <summary>What is known of an address.</summary>
/// <param name="Block">Null when messages may be sent to it; of several blocks the gravest.</param>
/// <param name="Contacts">Contacts that have, or lately had, this address.</param>
public sealed record KnownAddress(string Hash, AddressBlock? Block, IReadOnlyList<Guid> Contacts);

/// <summary>
/// Addresses by their keyed hash: whether they may be used, and whose they are. All rows of an address lie together, so that one
/// query tells everything at the moment of sending.
/// </summary>
public sealed class AddressBook(TableServiceClient tables, AddressHashes hashes, OptOutLog optOuts, IEnumerable<IAddressListener> listeners, TimeProvider time)
{
    private const int MostConflicts = 8;

    private readonly TableClient _table = tables.GetTableClient(Tables.Contacts);

    public async Task<KnownAddress> FindAsync(Channel channel, string address, bool isTest, CancellationToken cancellationToken)
    {
        var hash = hashes.Of(channel, address, isTest);
        var blocks = new List<(BlockCause Cause, BlockState State)>();
        var contacts = new List<Guid>();
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition(hash)} and RowKey ge {$"{hash}|"} and RowKey lt {$"{hash}}}"}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (AddressRows.IsBlock(row, hash, out var cause))
                blocks.Add((cause, AddressRows.Read(row)));
            else
                contacts.Add(Guid.ParseExact(row.RowKey[(hash.Length + 1)..], "D"));
        }

        return new(hash, Gravest(blocks), contacts);
    }

    private static AddressBlock? Gravest(IEnumerable<(BlockCause Cause, BlockState State)> blocks) => blocks
        .Where(b => b.State.Reason is not null).OrderBy(b => b.Cause)
        .Select(b => new AddressBlock(b.State.Reason!.Value, b.State.At, AddressRows.SourceOf(b.Cause)))
        .FirstOrDefault();

    /// <summary>Notes a word on an address. The same word again, and one that was overtaken by a later one, change nothing.</summary>
    /// <param name="onlyIfKnown">Nothing is noted where nothing was known of the cause.</param>
    /// <returns>Whether anything changed.</returns>
    /// <exception cref="InvalidOperationException">Others changed the row all the time.</exception>
    public async Task<bool> NoteAsync(
        Channel channel, string address, bool isTest, BlockChange change, CancellationToken cancellationToken, bool onlyIfKnown = false)
    {
        var hash = hashes.Of(channel, address, isTest);
        var isChanged = await NoteAsync(channel, hash, isTest, change, onlyIfKnown, cancellationToken);
        foreach (var listener in listeners.Where(listener => listener.Channel == channel))
            await TellAsync(listener, hash, isTest, cancellationToken);
        return isChanged;
    }

    private async Task<bool> NoteAsync(
        Channel channel, string hash, bool isTest, BlockChange change, bool onlyIfKnown, CancellationToken cancellationToken)
    {
        var key = AddressRows.BlockRow(hash, change.Cause);
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            var row = await _table.GetEntityIfExistsAsync<TableEntity>(Partition(hash), key, cancellationToken: cancellationToken);
            var known = row.HasValue ? AddressRows.Read(row.Value!) : null;
            if ((known is null && onlyIfKnown) || BlockState.After(known, change) is not { } state)
                return false;
            // Who says again what stands already opts out of nothing.
            if (state.Reason is not null && known?.Reason is null && AddressRows.OptOutOf(change.Cause) is { } way)
                await optOuts.NoteAsync(way, channel, isTest, hash, cancellationToken);
            try
            {
                var entity = AddressRows.Write(Partition(hash), key, state);
                if (row.HasValue)
                    await _table.UpdateEntityAsync(entity, row.Value!.ETag, TableUpdateMode.Replace, cancellationToken);
                else
                    await _table.AddEntityAsync(entity, cancellationToken);
                return true;
            }
            catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
            {
                // Somebody else noted something meanwhile: look again.
            }
        }

        throw new InvalidOperationException($"The blocks of an address changed {MostConflicts} times while one was noted.");
    }

    /// <summary>Tells how it stands, and again until that is how it stood all the time: others may note something meanwhile and tell it first.</summary>
    private async Task TellAsync(IAddressListener listener, string hash, bool isTest, CancellationToken cancellationToken)
    {
        var standing = Gravest(await BlocksAsync(hash, cancellationToken))?.Reason;
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            await listener.HearAsync(hash, isTest, standing, cancellationToken);
            var now = Gravest(await BlocksAsync(hash, cancellationToken))?.Reason;
            if (now == standing)
                return;
            standing = now;
        }

        throw new InvalidOperationException($"The blocks of an address changed {MostConflicts} times while they were told.");
    }

    /// <summary>Allows an address again if everything that blocks it, as it stands at that moment, may be cleared.</summary>
    /// <returns>False when something may not. True also when nothing blocks it.</returns>
    public async Task<bool> TryUnblockAsync(
        Channel channel, string address, bool isTest, Predicate<Reason> mayClear, CancellationToken cancellationToken)
    {
        var blocks = await BlocksAsync(hashes.Of(channel, address, isTest), cancellationToken);
        if (blocks.Exists(block => !mayClear(block.State.Reason!.Value)))
            return false;
        foreach (var block in blocks)
            await NoteAsync(channel, address, isTest, new(block.Cause, null, time.GetUtcNow()), cancellationToken, onlyIfKnown: true);
        return true;
    }

    /// <summary>Deletes every word on an address, also what was lifted: nothing tells then that there ever was one.</summary>
    internal async Task ForgetAsync(string hash, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition(hash)} and RowKey ge {AddressRows.FirstBlock(hash)} and RowKey lt {AddressRows.AfterBlocks(hash)}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellationToken))
            await DeleteAsync(Partition(hash), row.RowKey, cancellationToken);
    }

    internal Task LinkAsync(string hash, Guid contact, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(new TableEntity(Partition(hash), LinkRow(hash, contact)), TableUpdateMode.Replace, cancellationToken);

    internal Task UnlinkAsync(string hash, Guid contact, CancellationToken cancellationToken) =>
        DeleteAsync(Partition(hash), LinkRow(hash, contact), cancellationToken);

    private async Task<List<(BlockCause Cause, BlockState State)>> BlocksAsync(string hash, CancellationToken cancellationToken)
    {
        var blocks = new List<(BlockCause, BlockState)>();
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition(hash)} and RowKey ge {AddressRows.FirstBlock(hash)} and RowKey lt {AddressRows.AfterBlocks(hash)}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (AddressRows.IsBlock(row, hash, out var cause) && AddressRows.Read(row) is { Reason: not null } state)
                blocks.Add((cause, state));
        }

        return blocks;
    }

    private async Task DeleteAsync(string partition, string row, CancellationToken cancellationToken) =>
        // Deleting what is gone answers 404, which the client takes for done.
        await _table.DeleteEntityAsync(partition, row, ETag.All, cancellationToken);

    private static string Partition(string hash) => $"a-{hash[..3]}";

    private static string LinkRow(string hash, Guid contact) => $"{hash}|{contact:D}";
}
