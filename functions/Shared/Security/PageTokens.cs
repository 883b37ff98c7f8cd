using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Peyk.Functions.Shared.Security;

/// <summary>What the bearer of a link may do.</summary>
public enum PagePurpose
{
    /// <summary>Answer one request for feedback.</summary>
    Feedback,

    /// <summary>See and change one contact's preferences.</summary>
    Preferences,

    /// <summary>End one subscription.</summary>
    Unsubscribe,
}

/// <summary>
/// Tokens of links that need no login: base64url(UUID ‖ the first 8 bytes of an HMAC-SHA256 of purpose and UUID), 32 characters. They
/// say nothing, cannot be guessed, and hold for one purpose and one thing; how long they hold is written in its row.
/// </summary>
public sealed class PageTokens(Keyring keyring)
{
    private const int IdBytes = 16;
    private const int MacBytes = 8;
    private const int Length = 32;

    public string Make(PagePurpose purpose, Guid id)
    {
        var bytes = new byte[IdBytes + MacBytes];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        Mac(keyring.Current, purpose, bytes.AsSpan(0, IdBytes)).CopyTo(bytes.AsSpan(IdBytes));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The id of a token that we made for this purpose, under the current master key or an older one that is still configured.</summary>
    public bool TryRead(PagePurpose purpose, string? token, out Guid id)
    {
        id = default;
        Span<byte> bytes = stackalloc byte[IdBytes + MacBytes];
        if (token?.Length != Length || Base64Url.DecodeFromChars(token, bytes, out _, out var written) != OperationStatus.Done || written != bytes.Length)
            return false;
        foreach (var master in keyring.All)
        {
            if (CryptographicOperations.FixedTimeEquals(Mac(master, purpose, bytes[..IdBytes]), bytes[IdBytes..]))
            {
                id = new Guid(bytes[..IdBytes], bigEndian: true);
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<byte> Mac(MasterKey master, PagePurpose purpose, ReadOnlySpan<byte> id)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, master.Tokens);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{purpose.ToWord()}\0"));
        hmac.AppendData(id);
        return hmac.GetHashAndReset().AsSpan(0, MacBytes);
    }
}
