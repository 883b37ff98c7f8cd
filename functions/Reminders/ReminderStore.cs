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
        await UnindexAsync(reminder, ReminderRows.Keys(reminder.Hashes), cancellationToken);
        await _table.DeleteEntityAsync(ReminderRows.Partition(reminder.ClientId, reminder.Id), reminder.Id.ToString("D"), ETag.All, cancellationToken);
    }

    /// <summary>Makes a reminder be found no more by some of what it was found by.</summary>
    public async Task UnindexAsync(StoredReminder reminder, IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
            await _table.DeleteEntityAsync(ReminderRows.IndexPartition(key), ReminderRows.IndexRow(key, reminder.Id), ETag.All, cancellationToken);
    }

    /// <summary>A page of a client's reminders, the days of posting newest first.</summary>
    /// <param name="state">Only those; a page may then have few, or none, and not be the last.</param>
    /// <param name="after">As an earlier page gave it.</param>
    /// <exception cref="RequestFailedException">The storage does not know <paramref name="after"/> (status 400).</exception>
    public async Task<(IReadOnlyList<StoredReminder> Reminders, string? Next)> ListAsync(
        string clientId, ReminderState? state, string? after, int limit, CancellationToken cancellationToken)
    {
        var (from, to) = (ReminderRows.From(clientId), ReminderRows.To(clientId));
        var filter = state is { } only
            ? TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {to} and State eq {only.ToWord()}")
            : TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {to}");
        await foreach (var page in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).AsPages(after, limit))
            return ([.. page.Values.Select(ReminderRows.Read)], page.ContinuationToken is { Length: > 0 } next ? next : null);
        return ([], null);
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
