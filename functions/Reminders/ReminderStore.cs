using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Peyk.Core.Deliveries;
using Peyk.Functions.Contacts;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Reminders;

/// <summary>Reminders and what they are found by: the table Reminders.</summary>
public sealed class ReminderStore(TableServiceClient tables, ContentCipher cipher, Keyring keyring, AddressHashes addresses)
{
    private readonly TableClient _table = tables.GetTableClient(Tables.Reminders);

    /// <summary>Null when there is none, or it belongs to another client.</summary>
    public async Task<StoredReminder?> ReadAsync(string clientId, Guid id, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(
            ReminderRows.Partition(clientId, id), id.ToString("D"), cancellationToken: cancellationToken);
        return row.HasValue ? ReminderRows.Read(row.Value!) : null;
    }

    /// <summary>Makes it possible to find a reminder that is about to be written. A second call changes nothing.</summary>
    public Task IndexAsync(StoredReminder reminder, CancellationToken cancellationToken) =>
        Task.WhenAll(ReminderRows.Indexes(reminder).Select(row => _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken)));

    /// <summary>Keeps a new reminder. False when it is there already.</summary>
    public async Task<bool> TryAddAsync(StoredReminder reminder, CancellationToken cancellationToken)
    {
        try
        {
            await _table.AddEntityAsync(ReminderRows.Write(reminder), cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return false;
        }
    }

    /// <summary>Writes a reminder if it is still as it was read. False when somebody else changed it: read it again and decide anew.</summary>
    public async Task<bool> TrySaveAsync(StoredReminder reminder, CancellationToken cancellationToken)
    {
        try
        {
            await _table.UpdateEntityAsync(ReminderRows.Write(reminder), reminder.ETag, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return false;
        }
    }

    /// <summary>Deletes a reminder with what it is found by; a second call changes nothing.</summary>
    public async Task DeleteAsync(StoredReminder reminder, CancellationToken cancellationToken)
    {
        await UnindexAsync(reminder, reminder.Hashes, cancellationToken);
        await _table.DeleteEntityAsync(ReminderRows.Partition(reminder.ClientId, reminder.Id), reminder.Id.ToString("D"), ETag.All, cancellationToken);
    }

    /// <summary>Deletes the index rows of what a reminder had before and has no more.</summary>
    public async Task UnindexAsync(StoredReminder reminder, ReminderHashes before, CancellationToken cancellationToken)
    {
        foreach (var row in ReminderRows.Indexes(reminder with { Hashes = before }))
            await _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
    }

    /// <summary>The reminders that stand under a hash or a contact, oldest first.</summary>
    public async Task<IReadOnlyList<StoredReminder>> FindAsync(string key, int most, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {ReminderRows.IndexPartition(key)} and RowKey ge {$"{key}|"} and RowKey lt {$"{key}}}"}");
        var found = new List<StoredReminder>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            // Some may never have been kept: their posting broke off.
            if (await ReadAsync(row.GetString("Client")!, Guid.ParseExact(row.RowKey[(key.Length + 1)..], "D"), cancellationToken) is { } reminder)
                found.Add(reminder);
            if (found.Count == most)
                break;
        }

        return found;
    }

    public SealedContent Seal(Guid id, ReminderContent content) =>
        cipher.Seal(id, ContentCipher.NewKey(), JsonSerializer.SerializeToUtf8Bytes(content, PeykJson.Default.ReminderContent));

    /// <summary>Null when the content was cleared.</summary>
    public ReminderContent? Open(StoredReminder reminder) => reminder.Content is { } content
        ? JsonSerializer.Deserialize(cipher.Open(reminder.Id, content).Body, PeykJson.Default.ReminderContent)
        : null;

    public ReminderHashes HashesOf(string clientId, bool isTest, ReminderContent content) => new(
        content.Reference is { } reference ? ReferenceHash(clientId, reference) : null,
        content.Mobile is { } mobile ? addresses.Of(Channel.Sms, mobile, isTest) : null,
        content.Email is { } email ? addresses.Of(Channel.Email, email, isTest) : null,
        content.ContactId);

    public string ReferenceHash(string clientId, string reference) => keyring.LookupHash("reminder-reference", $"{clientId}\n{reference}");
}
