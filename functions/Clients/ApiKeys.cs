using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Clients;

/// <summary>A key at the moment it is made: the only time its secret is known.</summary>
public sealed record NewApiKey(string KeyId, string Key);

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

    public async Task<NewApiKey> CreateAsync(
        string clientId, IReadOnlyCollection<string> scopes, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var unknown = scopes.Except(Scopes.All).ToList();
        if (unknown.Count > 0)
            throw new ArgumentException($"Unknown scopes: {string.Join(", ", unknown)}.", nameof(scopes));
        var keyId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var row = new TableEntity(Partition, keyId)
        {
            ["Client"] = clientId,
            ["Hash"] = Hash(secret),
            ["Scopes"] = string.Join(' ', scopes),
            ["CreatedAt"] = time.GetUtcNow(),
            ["ExpiresAt"] = expiresAt,
        };
        await table.AddEntityAsync(row, cancellationToken);
        return new(keyId, $"pk_{keyId}_{secret}");
    }

    /// <summary>The client that a key belongs to; null when the key is unknown, wrong, revoked or over.</summary>
    public async Task<ApiClient?> FindAsync(string? key, CancellationToken cancellationToken)
    {
        if (Split(key) is not var (keyId, secret))
            return null;
        var stored = await ReadAsync(keyId, cancellationToken);
        if (stored is null || stored.ExpiresAt <= time.GetUtcNow())
            return null;
        return CryptographicOperations.FixedTimeEquals(Hash(secret), stored.Hash) ? stored.Client : null;
    }

    /// <summary>Ends a key. False when there is none of that id; a second call changes nothing.</summary>
    public async Task<bool> RevokeAsync(string keyId, CancellationToken cancellationToken)
    {
        cache.TryRemove(keyId, out _);
        var row = await table.GetEntityIfExistsAsync<TableEntity>(Partition, keyId, cancellationToken: cancellationToken);
        if (!row.HasValue)
            return false;
        var ended = new TableEntity(Partition, keyId) { ["ExpiresAt"] = time.GetUtcNow() };
        await table.UpdateEntityAsync(ended, row.Value!.ETag, TableUpdateMode.Merge, cancellationToken);
        return true;
    }

    private async Task<StoredKey?> ReadAsync(string keyId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (cache.TryGetValue(keyId, out var known) && known.Until > now)
            return known.Key;
        var row = await table.GetEntityIfExistsAsync<TableEntity>(Partition, keyId, cancellationToken: cancellationToken);
        if (!row.HasValue)
            return null;
        var entity = row.Value!;
        var scopes = entity.GetString("Scopes")!.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        var client = new ApiClient(entity.GetString("Client")!, keyId, scopes);
        var stored = new StoredKey(client, entity.GetBinary("Hash")!, entity.GetDateTimeOffset("ExpiresAt"));
        cache[keyId] = (stored, now + Remembered);
        return stored;
    }

    private static (string KeyId, string Secret)? Split(string? key)
    {
        var parts = key?.Split('_', 3);
        return parts is ["pk", { Length: 12 } keyId, { Length: 43 } secret] && keyId.All(char.IsAsciiHexDigitLower) ? (keyId, secret) : null;
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.ASCII.GetBytes(secret));

    private sealed record StoredKey(ApiClient Client, byte[] Hash, DateTimeOffset? ExpiresAt);
}
