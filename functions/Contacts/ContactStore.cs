using Azure;
using Azure.Data.Tables;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Contacts;

/// <summary>The contacts of the table Contacts, and the links that lead to them from their addresses and references.</summary>
public sealed class ContactStore(TableServiceClient tables, AddressBook addresses, AddressHashes hashes, ContentCipher cipher, IEnumerable<IContactListener> listeners)
{
    private readonly TableClient _table = tables.GetTableClient(Tables.Contacts);

    /// <summary>Null when there is none of that id in the world of tests, or of real persons.</summary>
    public async Task<Contact?> FindAsync(Guid id, bool isTest, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(
            ContactRows.Partition(id, isTest), ContactRows.Row(id), cancellationToken: cancellationToken);
        return row.HasValue ? ContactRows.Read(row.Value!, cipher) : null;
    }

    /// <summary>Those that have an address now; several may share one.</summary>
    public async Task<IReadOnlyList<Contact>> FindByAddressAsync(Channel channel, string address, bool isTest, CancellationToken cancellationToken)
    {
        var hash = hashes.Of(channel, address, isTest);
        var known = await addresses.FindAsync(channel, address, isTest, cancellationToken);
        return await ReadAsync(known.Contacts, isTest, c => hashes.Of(c, channel) == hash, cancellationToken);
    }

    /// <summary>Those that a client knows under a number of its own.</summary>
    public async Task<IReadOnlyList<Contact>> FindByReferenceAsync(ContactReference reference, bool isTest, CancellationToken cancellationToken)
    {
        var hash = hashes.OfReference(reference, isTest);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {ReferencePartition(hash)} and RowKey ge {$"{hash}|"} and RowKey lt {$"{hash}}}"}");
        var ids = new List<Guid>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellationToken))
            ids.Add(Guid.ParseExact(row.RowKey[(hash.Length + 1)..], "D"));
        return await ReadAsync(ids, isTest, c => c.References.Contains(reference), cancellationToken);
    }

    /// <summary>
    /// Keeps a contact if it is still as it was read; a new one if there is none yet. Links go first, so that a crash in between
    /// leaves one too many, which readers see through, and never one too few.
    /// </summary>
    /// <param name="before">As it was read; null for a new one.</param>
    /// <returns>False when somebody else changed it meanwhile: read it again and decide anew.</returns>
    public async Task<bool> TrySaveAsync(Contact? before, Contact contact, CancellationToken cancellationToken)
    {
        var links = Links(contact);
        foreach (var hash in links)
            await addresses.LinkAsync(hash, contact.Id, cancellationToken);
        foreach (var reference in contact.References.Except(before?.References ?? []))
            await _table.UpsertEntityAsync(ReferenceRow(reference, contact.Id, contact.IsTest), TableUpdateMode.Replace, cancellationToken);
        foreach (var listener in listeners)
            await listener.SavingAsync(before, contact, cancellationToken);
        var row = ContactRows.Write(contact, cipher, hashes);
        try
        {
            if (before is null)
                await _table.AddEntityAsync(row, cancellationToken);
            else
                await _table.UpdateEntityAsync(row, before.ETag, TableUpdateMode.Replace, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return false;
        }

        foreach (var hash in before is null ? [] : Links(before).Except(links))
            await addresses.UnlinkAsync(hash, contact.Id, cancellationToken);
        foreach (var reference in before?.References.Except(contact.References) ?? [])
            await UnlinkAsync(reference, contact.Id, contact.IsTest, cancellationToken);
        return true;
    }

    /// <summary>Deletes the contact's row if it is still as it was read. Links are left to the caller, who must be able to come back to them.</summary>
    /// <returns>False when somebody else changed it meanwhile.</returns>
    internal async Task<bool> TryDeleteAsync(Contact contact, CancellationToken cancellationToken)
    {
        try
        {
            await _table.DeleteEntityAsync(ContactRows.Partition(contact.Id, contact.IsTest), ContactRows.Row(contact.Id), contact.ETag, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            return false;
        }
    }

    internal Task UnlinkAsync(ContactReference reference, Guid contact, bool isTest, CancellationToken cancellationToken)
    {
        var row = ReferenceRow(reference, contact, isTest);
        return _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
    }

    private async Task<IReadOnlyList<Contact>> ReadAsync(
        IEnumerable<Guid> ids, bool isTest, Func<Contact, bool> isMeant, CancellationToken cancellationToken)
    {
        var found = new List<Contact>();
        foreach (var id in ids)
        {
            // A link may be left of an earlier address, or of a contact that was never kept.
            if (await FindAsync(id, isTest, cancellationToken) is { } contact && isMeant(contact))
                found.Add(contact);
        }

        return found;
    }

    private TableEntity ReferenceRow(ContactReference reference, Guid contact, bool isTest)
    {
        var hash = hashes.OfReference(reference, isTest);
        return new(ReferencePartition(hash), $"{hash}|{contact:D}");
    }

    private static string ReferencePartition(string hash) => $"r-{hash[..3]}";

    private List<string> Links(Contact contact) =>
        [.. Enum.GetValues<Channel>().Select(channel => hashes.Of(contact, channel)).OfType<string>()];
}
