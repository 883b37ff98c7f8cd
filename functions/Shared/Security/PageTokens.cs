using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Peyk.Functions.Shared.Security;

/// <summary>
/// Tokens in links to pages without a login: base64url of a UUID and 8 bytes of its HMAC-SHA256 under a purpose. A token shows that we
/// made it; whether it still holds is said by the row that its UUID names.
/// </summary>
public sealed class PageTokens(Keyring keyring)
{
    /// <summary>Characters of every token.</summary>
    public const int Length = 32;

    private const int IdBytes = 16;
    private const int MacBytes = 8;

    /// <param name="purpose">Which page it opens; a token of one purpose is none of another.</param>
    public string Create(string purpose, Guid id)
    {
        Span<byte> token = stackalloc byte[IdBytes + MacBytes];
        id.TryWriteBytes(token, bigEndian: true, out _);
        Mac(keyring.Current, purpose, token[..IdBytes], token[IdBytes..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>The UUID that a token names, whoever made it; null for what has not the form of one.</summary>
    public static Guid? IdOf(string? token)
    {
        Span<byte> bytes = stackalloc byte[IdBytes + MacBytes];
        return TryDecode(token, bytes) ? new Guid(bytes[..IdBytes], bigEndian: true) : null;
    }

    /// <summary>The UUID of a token that we made, under this master key or an older one; null for anything else.</summary>
    public Guid? Read(string purpose, string? token)
    {
        Span<byte> bytes = stackalloc byte[IdBytes + MacBytes];
        if (!TryDecode(token, bytes))
            return null;
        Span<byte> mac = stackalloc byte[MacBytes];
        var isOurs = false;
        foreach (var master in keyring.All)
        {
            Mac(master, purpose, bytes[..IdBytes], mac);
            isOurs |= CryptographicOperations.FixedTimeEquals(mac, bytes[IdBytes..]);
        }

        return isOurs ? new Guid(bytes[..IdBytes], bigEndian: true) : null;
    }

    private static bool TryDecode(string? token, Span<byte> bytes) =>
        token?.Length == Length
        && Base64Url.DecodeFromChars(token, bytes, out _, out var written) == OperationStatus.Done && written == bytes.Length;

    private static void Mac(MasterKey master, string purpose, ReadOnlySpan<byte> id, Span<byte> mac)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(master.Tokens, [.. Encoding.UTF8.GetBytes(purpose), 0, .. id], hash);
        hash[..mac.Length].CopyTo(mac);
    }
}
