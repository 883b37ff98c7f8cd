using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Shared.Security;

/// <summary>The keys of the deployment. Each purpose has a key of its own, derived from a master key by HKDF-SHA256.</summary>
public sealed class Keyring
{
    public const int KeyBytes = 32;

    private readonly Dictionary<string, MasterKey> masters = [];
    private readonly byte[] lookup;

    /// <exception cref="OptionsValidationException">A key is missing, not base64 or not of 32 bytes; the message names the setting.</exception>
    public Keyring(IOptions<PeykOptions> options)
    {
        foreach (var part in options.Value.MasterKeys.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            if (colon is < 1 or > 16)
                throw Invalid("Peyk__MasterKeys must be a list of id:base64, ids of at most 16 characters.");
            var id = part[..colon];
            var master = new MasterKey(id, Decode(part[(colon + 1)..], "Peyk__MasterKeys"));
            Current ??= master;
            if (!masters.TryAdd(id, master))
                throw Invalid("Peyk__MasterKeys names one id twice.");
        }

        if (Current is null)
            throw Invalid("Peyk__MasterKeys is empty.");
        lookup = Decode(options.Value.LookupKey, "Peyk__LookupKey");
    }

    /// <summary>Wraps and signs what is written now.</summary>
    public MasterKey Current { get; }

    /// <summary>Every master key that is configured, the current one among them.</summary>
    public IReadOnlyCollection<MasterKey> All => masters.Values;

    /// <exception cref="CryptographicException">No key of that id is configured.</exception>
    public MasterKey Find(string id) => masters.TryGetValue(id, out var master)
        ? master
        : throw new CryptographicException($"Peyk__MasterKeys has no key '{id}'.");

    /// <summary>A hash by which something secret can be found again, separate per purpose: 64 lower-case hexadecimal digits.</summary>
    public string LookupHash(string purpose, string value) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(lookup, Encoding.UTF8.GetBytes($"{purpose}\0{value}")));

    public byte[] LookupMac(string purpose, ReadOnlySpan<byte> value)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, lookup);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{purpose}\0"));
        hmac.AppendData(value);
        return hmac.GetHashAndReset();
    }

    private static byte[] Decode(string base64, string setting)
    {
        var key = new byte[KeyBytes];
        return Convert.TryFromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='), key, out var written) && written == KeyBytes
            ? key
            : throw Invalid($"{setting} must hold base64 of {KeyBytes} bytes.");
    }

    private static OptionsValidationException Invalid(string message) => new(PeykOptions.Section, typeof(PeykOptions), [message]);
}

/// <summary>One master key with the keys derived from it.</summary>
public sealed class MasterKey(string id, byte[] secret)
{
    public string Id { get; } = id;

    /// <summary>Wraps the keys of content rows.</summary>
    public byte[] Wrapping { get; } = Derive(secret, "content");

    /// <summary>Chains log entries.</summary>
    public byte[] Chain { get; } = Derive(secret, "chain");

    /// <summary>Signs tokens in links.</summary>
    public byte[] Tokens { get; } = Derive(secret, "tokens");

    private static byte[] Derive(byte[] secret, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, Keyring.KeyBytes, info: Encoding.UTF8.GetBytes($"peyk/{purpose}/v1"));
}
