using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using NodaTime.Text;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Contacts.Erasures;

/// <summary>
/// The table Erasures: <c>{id}</c> is the proof that stays, without the person; <c>open|{hash of the contact}</c> is the work, with the
/// person sealed in it. Both lie in one partition, so that they begin and end together.
/// </summary>
public sealed class ErasureStore(
    TableServiceClient tables, AddressHashes hashes, ContentCipher cipher, IOptions<RetentionOptions> options, TimeProvider time)
{
    private const string Partition = "erasure";
    private const string Open = "open|";
    private const string AfterOpen = "open}";

    private readonly TableClient _table = tables.GetTableClient(Tables.Erasures);

    public async Task<Erasure?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, id.ToString("D"), cancellationToken: cancellationToken);
        return row.HasValue ? Read(row.Value!) : null;
    }

    /// <summary>The erasure of a contact that is not done yet.</summary>
    public async Task<OpenErasure?> FindOpenAsync(Guid contact, bool isTest, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, RowOf(contact, isTest), cancellationToken: cancellationToken);
        return row.HasValue ? await ReadOpenAsync(row.Value!, cancellationToken) : null;
    }

    /// <summary>Begins an erasure. Null when the contact has one already.</summary>
    public async Task<OpenErasure?> TryAddAsync(Erasure erasure, ErasureSubject subject, CancellationToken cancellationToken)
    {
        var open = new OpenErasure(RowOf(subject.ContactId, erasure.IsTest), erasure, subject, 1, null, erasure.RequestedAt, default);
        try
        {
            var saved = await _table.SubmitTransactionAsync(
                [new(TableTransactionActionType.Add, Write(erasure)), new(TableTransactionActionType.Add, WriteOpen(open))], cancellationToken);
            return open with { ETag = saved.Value[1].Headers.ETag!.Value };
        }
        catch (TableTransactionFailedException e) when (e.Status == 409)
        {
            return null;
        }
    }

    /// <summary>All that wait to be worked on.</summary>
    public async IAsyncEnumerable<OpenErasure> ReadDueAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition} and RowKey ge {Open} and RowKey lt {AfterOpen} and NotBefore le {time.GetUtcNow()}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (await ReadOpenAsync(row, cancellationToken) is { } open)
                yield return open;
        }
    }

    /// <summary>Writes how far the work has come. Null when somebody else has taken it over.</summary>
    public async Task<OpenErasure?> SaveAsync(OpenErasure open, CancellationToken cancellationToken)
    {
        var saved = await TrySubmitAsync(
            [
                new(TableTransactionActionType.UpdateReplace, Write(open.Erasure), ETag.All),
                new(TableTransactionActionType.UpdateReplace, WriteOpen(open), open.ETag),
            ],
            cancellationToken);
        return saved is null ? null : open with { ETag = saved[1].Headers.ETag!.Value };
    }

    /// <summary>Ends the work: from then on nothing here leads to the person. False when somebody else has taken it over.</summary>
    public async Task<bool> FinishAsync(OpenErasure open, CancellationToken cancellationToken)
    {
        var done = open.Erasure with { Status = ErasureStatus.Done, DoneAt = time.GetUtcNow() };
        return await TrySubmitAsync(
            [
                new(TableTransactionActionType.UpdateReplace, Write(done), ETag.All),
                new(TableTransactionActionType.Delete, new TableEntity(Partition, open.Row), open.ETag),
            ],
            cancellationToken) is not null;
    }

    /// <summary>Deletes proofs that are over their time.</summary>
    public async Task PurgeAsync(CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition} and RowKey lt {Open} and DoneAt lt {time.GetUtcNow() - options.Value.Log}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
            await _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
    }

    private async Task<IReadOnlyList<Response>?> TrySubmitAsync(IEnumerable<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        try
        {
            return (await _table.SubmitTransactionAsync(actions, cancellationToken)).Value;
        }
        catch (TableTransactionFailedException e) when (e.Status is 404 or 412)
        {
            return null;
        }
    }

    private string RowOf(Guid contact, bool isTest) => Open + hashes.OfContact("erasure", contact, isTest);

    private static TableEntity Write(Erasure erasure) => new(Partition, erasure.Id.ToString("D"))
    {
        ["Test"] = erasure.IsTest ? true : null,
        ["Client"] = erasure.Client,
        ["KeyId"] = erasure.KeyId,
        ["RequestedAt"] = erasure.RequestedAt,
        ["Status"] = erasure.Status.ToWord(),
        ["DoneAt"] = erasure.DoneAt,
        ["Erased"] = JsonSerializer.Serialize(erasure.Erased, PeykJson.Default.ImmutableSortedDictionaryStringInt32),
    };

    private static Erasure Read(TableEntity row) => new(
        Guid.ParseExact(row.RowKey, "D"),
        row.GetBoolean("Test") ?? false,
        row.GetString("Client")!,
        row.GetString("KeyId")!,
        row.GetDateTimeOffset("RequestedAt")!.Value,
        SnakeCase.FromWord<ErasureStatus>(row.GetString("Status")!),
        row.GetDateTimeOffset("DoneAt"),
        JsonSerializer.Deserialize(row.GetString("Erased")!, PeykJson.Default.ImmutableSortedDictionaryStringInt32)
            ?? ImmutableSortedDictionary<string, int>.Empty);

    private TableEntity WriteOpen(OpenErasure open)
    {
        var subject = JsonSerializer.SerializeToUtf8Bytes(open.Subject, PeykJson.Default.ErasureSubject);
        var body = cipher.Seal(open.Erasure.Id, ContentCipher.NewKey(), subject);
        return new(Partition, open.Row)
        {
            ["Erasure"] = open.Erasure.Id,
            ["KeyId"] = body.KeyId,
            ["WrappedKey"] = body.WrappedKey,
            ["Body"] = body.Body,
            ["Pass"] = open.Pass,
            ["Day"] = open.Day is { } day ? LocalDatePattern.Iso.Format(day) : null,
            ["NotBefore"] = open.NotBefore,
        };
    }

    private async Task<OpenErasure?> ReadOpenAsync(TableEntity row, CancellationToken cancellationToken)
    {
        var id = row.GetGuid("Erasure")!.Value;
        if (await FindAsync(id, cancellationToken) is not { } erasure)
            return null;
        var body = cipher.Open(id, new(row.GetString("KeyId")!, row.GetBinary("WrappedKey")!, row.GetBinary("Body")!)).Body;
        return new(
            row.RowKey,
            erasure,
            JsonSerializer.Deserialize(body, PeykJson.Default.ErasureSubject)!,
            row.GetInt32("Pass")!.Value,
            row.GetString("Day") is { } day ? LocalDatePattern.Iso.Parse(day).Value : null,
            row.GetDateTimeOffset("NotBefore")!.Value,
            row.ETag);
    }
}
