using System.Security.Cryptography;

namespace Peyk.Functions.Shared.Security;

/// <summary>What is stored of a secret content: its own key, wrapped, and the text, both AES-256-GCM (nonce ‖ tag ‖ cipher text).</summary>
public sealed record SealedContent(string KeyId, byte[] WrappedKey, byte[] Body);

/// <summary>An opened content, with the key that only it has.</summary>
public sealed record OpenContent(byte[] Key, byte[] Body);

/// <summary>
/// Envelope encryption: each content has a key of its own, wrapped by the current master key, so that rotating the master key
/// rewraps 60 bytes and deleting a row makes its content unreadable everywhere.
/// </summary>
public sealed class ContentCipher(Keyring keyring)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public SealedContent Seal(Guid owner, byte[] key, ReadOnlySpan<byte> body)
    {
        var current = keyring.Current;
        return new(current.Id, Encrypt(current.Wrapping, key, owner), Encrypt(key, body, owner));
    }

    /// <exception cref="CryptographicException">The key id is unknown, or the row was altered or belongs to another owner.</exception>
    public OpenContent Open(Guid owner, SealedContent content)
    {
        var key = Decrypt(keyring.Find(content.KeyId).Wrapping, content.WrappedKey, owner);
        return new(key, Decrypt(key, content.Body, owner));
    }

    /// <summary>The same content under the current master key; null when it already is.</summary>
    public SealedContent? Rewrap(Guid owner, SealedContent content)
    {
        var current = keyring.Current;
        if (content.KeyId == current.Id)
            return null;
        var key = Decrypt(keyring.Find(content.KeyId).Wrapping, content.WrappedKey, owner);
        return content with { KeyId = current.Id, WrappedKey = Encrypt(current.Wrapping, key, owner) };
    }

    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(Keyring.KeyBytes);

    private static byte[] Encrypt(byte[] key, ReadOnlySpan<byte> plain, Guid owner)
    {
        var output = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = output.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, output.AsSpan(NonceBytes + TagBytes), output.AsSpan(NonceBytes, TagBytes), owner.ToByteArray(bigEndian: true));
        return output;
    }

    private static byte[] Decrypt(byte[] key, ReadOnlySpan<byte> input, Guid owner)
    {
        if (input.Length < NonceBytes + TagBytes)
            throw new CryptographicException("The sealed content is too short.");
        var plain = new byte[input.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(
            input[..NonceBytes], input[(NonceBytes + TagBytes)..], input.Slice(NonceBytes, TagBytes), plain, owner.ToByteArray(bigEndian: true));
        return plain;
    }
}
