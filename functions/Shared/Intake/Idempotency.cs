using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Shared.Intake;

/// <summary>What an idempotency key says of a request.</summary>
public abstract record IdempotencyClaim
{
    private IdempotencyClaim()
    {
    }

    /// <summary>Go on with this id.</summary>
    /// <param name="Replayed">The id was given to an earlier, equal request.</param>
    public sealed record Granted(Guid Id, bool Replayed) : IdempotencyClaim;

    /// <summary>The key was used for another request.</summary>
    public sealed record Reused : IdempotencyClaim;
}

/// <summary>
/// Idempotency keys (draft-ietf-httpapi-idempotency-key-header-07): the row is inserted before anything else is written, so that of
/// any number of equal requests at once one wins and all the others go on with its id. Kept is a MAC of path and body, never them.
/// </summary>
public sealed class Idempotency(TableServiceClient tables, Keyring keyring, IOptions<PeykOptions> options, TimeProvider time)
{
    private readonly TableClient table = tables.GetTableClient(Tables.Idempotency);

    /// <summary>Ties the request's key to <paramref name="id"/>, or finds what it is tied to.</summary>
    public async Task<IdempotencyClaim> ClaimAsync(Http.Intake intake, Guid id, CancellationToken cancellationToken)
    {
        if (intake.IdempotencyKey is null)
            return new IdempotencyClaim.Granted(id, Replayed: false);
        var row = Row(intake, id);
        try
        {
            await table.AddEntityAsync(row, cancellationToken);
            return new IdempotencyClaim.Granted(id, Replayed: false);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            var existing = await table.GetEntityAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
            if (existing.Value.GetGuid("Id") == id)
                return new IdempotencyClaim.Granted(id, Replayed: false); // Our own insert, retried after its answer was lost.
            if (IsCurrent(existing.Value))
                return Compare(existing.Value, row);
            await table.UpdateEntityAsync(row, existing.Value.ETag, TableUpdateMode.Replace, cancellationToken);
            return new IdempotencyClaim.Granted(id, Replayed: false);
        }
    }

    /// <summary>The claim of an earlier request under the same key; null when there was none.</summary>
    public async Task<IdempotencyClaim?> FindAsync(Http.Intake intake, CancellationToken cancellationToken)
    {
        if (intake.IdempotencyKey is null)
            return null;
        var row = Row(intake, Guid.Empty);
        var existing = await table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
        return existing.HasValue && IsCurrent(existing.Value!) ? Compare(existing.Value!, row) : null;
    }

    /// <summary>Where the request's key is kept, for the notification to name; null without a key.</summary>
    public string? RowOf(Http.Intake intake)
    {
        if (intake.IdempotencyKey is null)
            return null;
        var row = Row(intake, Guid.Empty);
        return $"{row.PartitionKey} {row.RowKey}";
    }

    /// <summary>Forgets a key when the notification that it names goes, unless a newer request has taken it over.</summary>
    public async Task ForgetAsync(string namedRow, Guid id, CancellationToken cancellationToken)
    {
        var keys = namedRow.Split(' ');
        var existing = await table.GetEntityIfExistsAsync<TableEntity>(keys[0], keys[1], cancellationToken: cancellationToken);
        if (existing.HasValue && existing.Value!.GetGuid("Id") == id)
            await table.DeleteEntityAsync(keys[0], keys[1], existing.Value.ETag, cancellationToken);
    }

    private bool IsCurrent(TableEntity row) => row.GetDateTimeOffset("At") + options.Value.IdempotencyPeriod > time.GetUtcNow();

    private static IdempotencyClaim Compare(TableEntity existing, TableEntity mine) =>
        CryptographicOperations.FixedTimeEquals(existing.GetBinary("Mac"), mine.GetBinary("Mac"))
            ? new IdempotencyClaim.Granted(existing.GetGuid("Id")!.Value, Replayed: true)
            : new IdempotencyClaim.Reused();

    private TableEntity Row(Http.Intake intake, Guid id)
    {
        var hash = keyring.LookupHash("idempotency", $"{Realm(intake.Client)}\n{intake.IdempotencyKey}");
        byte[] request = [.. Encoding.UTF8.GetBytes(intake.Path), 0, .. intake.Body.Span];
        return new TableEntity($"{intake.Client.Id}-{hash[..2]}", hash)
        {
            ["Id"] = id,
            ["Mac"] = keyring.LookupMac("idempotent-request", request),
            ["At"] = time.GetUtcNow(),
        };
    }

    // What was tried out with a test key is not yet posted for real.
    private static string Realm(Clients.ApiClient client) => client.IsTest ? $"{client.Id}\ntest" : client.Id;
}
