using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Clients;

/// <summary>A key at the moment it is made: the only time its secret is known.</summary>
public sealed record NewApiKey(string KeyId, string Key);

/// <summary>What a new key is to be.</summary>
/// <param name="ExpiresAt">Null for a key that holds until it is revoked.</param>
/// <param name="IsTest">Nothing that comes with the key leaves the system.</param>
public sealed record KeyRequest(string ClientId, IReadOnlyCollection<string> Scopes, DateTimeOffset? ExpiresAt = null, bool IsTest = false);

/// <summary>A key as the list shows it; its secret is nowhere.</summary>
public sealed record ApiKeyInfo(ApiClient Client, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);

/// <summary>
/// API keys <c>pk_{id}_{secret}</c>. Stored is the SHA-256 of the secret, which has 256 random bits. A key that was found is
/// remembered for a minute, so that revoking takes at most that long to hold everywhere.
/// </summary>
public sealed class ApiKeys(TableServiceClient tables, TimeProvider time)
{
    private const string Partition = "key";
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly TableClient table = tables.GetTableClient(Tables.Clients);
    private readonly ConcurrentDictionary<string, (StoredKey? Key, DateTimeOffset Until)> cache = new();
    private readonly ConcurrentDictionary<string, bool> clients = new();

    public Task<NewApiKey> CreateAsync(
        string clientId, IReadOnlyCollection<string> scopes, DateTimeOffset? expiresAt, CancellationToken cancellationToken) =>
        CreateAsync(new KeyRequest(clientId, scopes, expiresAt), cancellationToken);

    /// <summary>Makes a key. A client may have several at once, so that a new one is in use before the old one ends.</summary>
    /// <exception cref="ArgumentException">The client's id or a scope is wrong; the message says which.</exception>
    public async Task<NewApiKey> CreateAsync(KeyRequest request, CancellationToken cancellationToken)
    {
        if (!ApiClient.IsId(request.ClientId))
            throw new ArgumentException($"A client has 1 to {ApiClient.LongestId} lower-case letters, digits and dashes.", nameof(request));
        var unknown = request.Scopes.Except(Scopes.All).ToList();
        if (unknown.Count > 0 || request.Scopes.Count == 0)
            throw new ArgumentException($"Unknown scopes: {string.Join(", ", unknown)}. There are: {string.Join(", ", Scopes.All)}.", nameof(request));
        var keyId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var row = new TableEntity(Partition, keyId)
        {
            ["Client"] = request.ClientId,
            ["Hash"] = Hash(secret),
            ["Scopes"] = string.Join(' ', request.Scopes.Distinct()),
            ["CreatedAt"] = time.GetUtcNow(),
            ["ExpiresAt"] = request.ExpiresAt,
            ["Test"] = request.IsTest,
        };
        await table.AddEntityAsync(row, cancellationToken);
        return new(keyId, $"pk_{keyId}_{secret}");
    }

    /// <summary>The client that a key belongs to; null when the key is unknown, wrong, revoked or over.</summary>
    public async Task<ApiClient?> FindAsync(string? key, CancellationToken cancellationToken)
    {
        if (Split(key) is not var (keyId, secret))
            return null;
        return await FindValidAsync(keyId, cancellationToken) is { } stored && CryptographicOperations.FixedTimeEquals(Hash(secret), stored.Hash)
            ? stored.Client
            : null;
    }

    /// <summary>The client whose key has an id, for somebody who has shown the key before; null when it is unknown, revoked or over.</summary>
    public async Task<ApiClient?> FindByIdAsync(string keyId, CancellationToken cancellationToken) =>
        IsKeyId(keyId) ? (await FindValidAsync(keyId, cancellationToken))?.Client : null;

    /// <summary>Ends a key. False when there is none of that id; a second call changes nothing.</summary>
    public async Task<bool> RevokeAsync(string keyId, CancellationToken cancellationToken)
    {
        if (!IsKeyId(keyId))
            return false;
        cache.TryRemove(keyId, out _);
        var row = await table.GetEntityIfExistsAsync<TableEntity>(Partition, keyId, cancellationToken: cancellationToken);
        if (!row.HasValue)
            return false;
        if (row.Value!.GetDateTimeOffset("ExpiresAt") <= time.GetUtcNow())
            return true;
        var ended = new TableEntity(Partition, keyId) { ["ExpiresAt"] = time.GetUtcNow() };
        await table.UpdateEntityAsync(ended, row.Value!.ETag, TableUpdateMode.Merge, cancellationToken);
        return true;
    }

    /// <summary>Every key that was ever made, revoked ones too, oldest first.</summary>
    public async Task<IReadOnlyList<ApiKeyInfo>> ListAsync(CancellationToken cancellationToken)
    {
        var keys = new List<ApiKeyInfo>();
        await foreach (var row in table.QueryAsync<TableEntity>($"PartitionKey eq '{Partition}'", cancellationToken: cancellationToken))
            keys.Add(new(Client(row), row.GetDateTimeOffset("CreatedAt") ?? DateTimeOffset.UnixEpoch, row.GetDateTimeOffset("ExpiresAt")));
        return [.. keys.OrderBy(k => k.CreatedAt)];
    }

    /// <summary>Whether a client ever had a key. One that was found is remembered for good.</summary>
    public async Task<bool> KnowsAsync(string clientId, CancellationToken cancellationToken)
    {
        if (clients.ContainsKey(clientId))
            return true;
        foreach (var key in await ListAsync(cancellationToken))
            clients[key.Client.Id] = true;
        return clients.ContainsKey(clientId);
    }

    private async Task<StoredKey?> FindValidAsync(string keyId, CancellationToken cancellationToken) =>
        await ReadAsync(keyId, cancellationToken) is { } stored && !(stored.ExpiresAt <= time.GetUtcNow()) ? stored : null;

    private async Task<StoredKey?> ReadAsync(string keyId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (cache.TryGetValue(keyId, out var known) && known.Until > now)
            return known.Key;
        var row = await table.GetEntityIfExistsAsync<TableEntity>(Partition, keyId, cancellationToken: cancellationToken);
        if (!row.HasValue)
            return null;
        var entity = row.Value!;
        var stored = new StoredKey(Client(entity), entity.GetBinary("Hash")!, entity.GetDateTimeOffset("ExpiresAt"));
        cache[keyId] = (stored, now + Remembered);
        return stored;
    }

    private static ApiClient Client(TableEntity row) => new(
        row.GetString("Client")!,
        row.RowKey,
        row.GetString("Scopes")!.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(),
        row.GetBoolean("Test") ?? false);

    private static (string KeyId, string Secret)? Split(string? key)
    {
        var parts = key?.Split('_', 3);
        return parts is ["pk", var keyId, { Length: 43 } secret] && IsKeyId(keyId) ? (keyId, secret) : null;
    }

    private static bool IsKeyId(string text) => text.Length == 12 && text.All(char.IsAsciiHexDigitLower);

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.ASCII.GetBytes(secret));

    private sealed record StoredKey(ApiClient Client, byte[] Hash, DateTimeOffset? ExpiresAt);
}
