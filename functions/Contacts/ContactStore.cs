using Azure;
using Azure.Data.Tables;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Contacts;

/// <summary>The contacts of the table Contacts, and the links that lead to them from their addresses.</summary>
public sealed class ContactStore(TableServiceClient tables, AddressBook addresses, AddressHashes hashes, ContentCipher cipher)
{
    private readonly TableClient _table = tables.GetTableClient(Tables.Contacts);

    /// <summary>Null when there is none of that id, or it belongs to the other world of tests or of real persons.</summary>
    public async Task<Contact?> FindAsync(Guid id, bool isTest, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(ContactRows.Partition(id), ContactRows.Row(id), cancellationToken: cancellationToken);
        return row.HasValue && ContactRows.Read(row.Value!, cipher) is { } contact && contact.IsTest == isTest ? contact : null;
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
        return true;
    }

    private List<string> Links(Contact contact) =>
        [.. Enum.GetValues<Channel>().Select(channel => hashes.Of(contact, channel)).OfType<string>()];
}
