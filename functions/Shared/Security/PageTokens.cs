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

    /// <summary>End one subscription, or take it up again.</summary>
    Unsubscribe,

    /// <summary>Confirm one subscription that was asked for.</summary>
    Confirm,
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

    /// <param name="bound">What else must be as it is now for the token to hold, such as the generation of a contact's links.</param>
    public string Make(PagePurpose purpose, Guid id, string bound = "")
    {
        var bytes = new byte[IdBytes + MacBytes];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        Mac(keyring.Current, purpose, bytes.AsSpan(0, IdBytes), bound).CopyTo(bytes.AsSpan(IdBytes));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The id that a token names, whoever made it; false for what has not the form of one.</summary>
    public static bool TryReadId(string? token, out Guid id)
    {
        Span<byte> bytes = stackalloc byte[IdBytes + MacBytes];
        var isToken = TryDecode(token, bytes);
        id = isToken ? new Guid(bytes[..IdBytes], bigEndian: true) : default;
        return isToken;
    }

    /// <summary>The id of a token that we made for this purpose, under the current master key or an older one that is still configured.</summary>
    public bool TryRead(PagePurpose purpose, string? token, out Guid id, string bound = "")
    {
        id = default;
        Span<byte> bytes = stackalloc byte[IdBytes + MacBytes];
        if (!TryDecode(token, bytes))
            return false;
        foreach (var master in keyring.All)
        {
            if (CryptographicOperations.FixedTimeEquals(Mac(master, purpose, bytes[..IdBytes], bound), bytes[IdBytes..]))
            {
                id = new Guid(bytes[..IdBytes], bigEndian: true);
                return true;
            }
        }

        return false;
    }

    private static bool TryDecode(string? token, Span<byte> bytes) =>
        token?.Length == Length
        && Base64Url.DecodeFromChars(token, bytes, out _, out var written) == OperationStatus.Done && written == bytes.Length;

    private static ReadOnlySpan<byte> Mac(MasterKey master, PagePurpose purpose, ReadOnlySpan<byte> id, string bound)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, master.Tokens);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{purpose.ToWord()}\0"));
        hmac.AppendData(id);
        hmac.AppendData(Encoding.UTF8.GetBytes(bound));
        return hmac.GetHashAndReset().AsSpan(0, MacBytes);
    }
}
