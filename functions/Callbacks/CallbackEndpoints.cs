using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Peyk.Functions.Feed;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Callbacks;

/// <summary>
/// The callback columns of the clients' records: table Clients, partition <c>client</c>, a row for each client. Other columns of a record
/// are left alone.
/// </summary>
public sealed class CallbackEndpoints(TableServiceClient tables, CallbackStore callbacks, ContentCipher cipher, TimeProvider time)
{
    private const string Partition = "client";
    private const string StateColumn = "CallbackState";

    /// <summary>Signatures that one request carries at the most.</summary>
    private const int MostSecrets = 5;

    private readonly TableClient _table = tables.GetTableClient(Tables.Clients);

    /// <summary>Null when the client never had an address.</summary>
    public async Task<CallbackEndpoint?> FindAsync(string client, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, client, cancellationToken: cancellationToken);
        return row.HasValue ? Read(row.Value!) : null;
    }

    /// <summary>Every endpoint, removed ones too, by client.</summary>
    public async Task<IReadOnlyList<CallbackEndpoint>> ListAsync(CancellationToken cancellationToken)
    {
        var endpoints = new List<CallbackEndpoint>();
        await foreach (var row in _table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: cancellationToken))
        {
            if (Read(row) is { } endpoint)
                endpoints.Add(endpoint);
        }

        return endpoints;
    }

    /// <exception cref="System.Security.Cryptography.CryptographicException">Its master key is not configured any more, or the record was altered.</exception>
    public CallbackConfiguration Open(CallbackEndpoint endpoint) =>
        JsonSerializer.Deserialize(cipher.Open(endpoint.Owner, endpoint.Sealed).Body, PeykJson.Default.CallbackConfiguration)!;

    /// <summary>
    /// Gives a client an address and a secret of its own; earlier ones end at once. The first address is told what happens from now on;
    /// one that follows another goes on where that one was.
    /// </summary>
    /// <returns>The secret, which is shown this once.</returns>
    public async Task<string> SetAsync(string client, CallbackUrl url, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var secret = StandardWebhooks.NewSecret();
        if (await FindAsync(client, cancellationToken) is null or { State: CallbackEndpointState.Removed })
            await callbacks.WriteCursorAsync(client, FeedRows.Row(now, Guid.Empty, 0), cancellationToken);
        await _table.UpsertEntityAsync(
            Row(client, CallbackEndpointState.Enabled, new(url.Uri.OriginalString, [new(secret, now)])), TableUpdateMode.Merge, cancellationToken);
        return secret;
    }

    /// <summary>Makes a new secret. The ones before it sign beside it for a while, so that the receiver can change over without haste.</summary>
    /// <returns>The secret, which is shown this once; null when the client has no endpoint.</returns>
    /// <exception cref="RequestFailedException">412: somebody else changed the record meanwhile.</exception>
    public async Task<string?> RotateAsync(string client, TimeSpan overlap, CancellationToken cancellationToken)
    {
        if (await FindAsync(client, cancellationToken) is not { State: not CallbackEndpointState.Removed } endpoint)
            return null;
        var now = time.GetUtcNow();
        var secret = StandardWebhooks.NewSecret();
        var configuration = Open(endpoint);
        var older = configuration.Secrets.Where(s => s.EndsAt is not { } end || end > now)
            .Select(s => s with { EndsAt = s.EndsAt < now + overlap ? s.EndsAt : now + overlap })
            .Take(MostSecrets - 1);
        var row = Row(client, endpoint.State, configuration with { Secrets = [new(secret, now), .. older] });
        row["CallbackSince"] = endpoint.Since;
        await _table.UpdateEntityAsync(row, endpoint.ETag, TableUpdateMode.Merge, cancellationToken);
        return secret;
    }

    /// <summary>Enables an endpoint that was disabled: it is told what happened meanwhile.</summary>
    /// <returns>False when the client has no endpoint.</returns>
    public Task<bool> EnableAsync(string client, CancellationToken cancellationToken) =>
        ChangeAsync(client, endpoint => StateRow(endpoint, CallbackEndpointState.Enabled), cancellationToken);

    /// <summary>Takes address and secrets away.</summary>
    /// <returns>False when the client has no endpoint.</returns>
    public Task<bool> RemoveAsync(string client, CancellationToken cancellationToken) => ChangeAsync(
        client, endpoint => Row(client, CallbackEndpointState.Removed, new("", [])), cancellationToken);

    /// <summary>Disables an endpoint that wants no more; one that was changed since it was read stays as it is.</summary>
    public async Task DisableAsync(CallbackEndpoint endpoint, CancellationToken cancellationToken)
    {
        try
        {
            await _table.UpdateEntityAsync(StateRow(endpoint, CallbackEndpointState.Disabled), endpoint.ETag, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            // The answer was another address's.
        }
    }

    /// <summary>Brings a record under the current master key; does nothing when it is.</summary>
    public async Task RewrapAsync(CallbackEndpoint endpoint, CancellationToken cancellationToken)
    {
        if (cipher.Rewrap(endpoint.Owner, endpoint.Sealed) is not { } rewrapped)
            return;
        var row = new TableEntity(Partition, endpoint.Client) { ["CallbackKeyId"] = rewrapped.KeyId, ["CallbackWrappedKey"] = rewrapped.WrappedKey };
        try
        {
            await _table.UpdateEntityAsync(row, endpoint.ETag, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            // It was changed meanwhile; the next run looks again.
        }
    }

    private async Task<bool> ChangeAsync(string client, Func<CallbackEndpoint, TableEntity> change, CancellationToken cancellationToken)
    {
        if (await FindAsync(client, cancellationToken) is not { State: not CallbackEndpointState.Removed } endpoint)
            return false;
        await _table.UpdateEntityAsync(change(endpoint), ETag.All, TableUpdateMode.Merge, cancellationToken);
        return true;
    }

    private TableEntity StateRow(CallbackEndpoint endpoint, CallbackEndpointState state) => new(Partition, endpoint.Client)
    {
        [StateColumn] = state.ToWord(),
        ["CallbackSince"] = state == endpoint.State ? endpoint.Since : time.GetUtcNow(),
    };

    private TableEntity Row(string client, CallbackEndpointState state, CallbackConfiguration configuration)
    {
        var now = time.GetUtcNow();
        var owner = Guid.CreateVersion7(now);
        var sealedContent = cipher.Seal(
            owner, ContentCipher.NewKey(), JsonSerializer.SerializeToUtf8Bytes(configuration, PeykJson.Default.CallbackConfiguration));
        return new(Partition, client)
        {
            [StateColumn] = state.ToWord(),
            ["CallbackSince"] = now,
            ["CallbackOwner"] = owner,
            ["CallbackKeyId"] = sealedContent.KeyId,
            ["CallbackWrappedKey"] = sealedContent.WrappedKey,
            ["CallbackSealed"] = sealedContent.Body,
        };
    }

    private static CallbackEndpoint? Read(TableEntity row) => row.GetString(StateColumn) is not { } state
        ? null
        : new(
            row.RowKey,
            SnakeCase.FromWord<CallbackEndpointState>(state),
            row.GetDateTimeOffset("CallbackSince")!.Value,
            row.GetGuid("CallbackOwner")!.Value,
            new(row.GetString("CallbackKeyId")!, row.GetBinary("CallbackWrappedKey")!, row.GetBinary("CallbackSealed")!),
            row.ETag);
}
