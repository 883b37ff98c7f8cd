using System.Buffers.Binary;

namespace Peyk.Functions.Shared.Security;

/// <summary>
/// Ids that follow from what they are for: whoever derives one again, after a crash or in another instance, gets the same, so
/// that what is kept under it is kept once.
/// </summary>
public sealed class DerivedIds(Keyring keyring)
{
    /// <param name="at">The time in the id, from which the notification's partition follows; to the millisecond.</param>
    /// <param name="purpose">What asks for it, a word of ours.</param>
    /// <param name="name">What it is for, one of a kind within the purpose.</param>
    /// <returns>A UUIDv7 whose other bits nobody can foretell who lacks the lookup key.</returns>
    public Guid Of(DateTimeOffset at, string purpose, string name)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(at).TryWriteBytes(bytes, bigEndian: true, out _);
        var mac = keyring.LookupMac($"id-{purpose}", System.Text.Encoding.UTF8.GetBytes(name));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | (BinaryPrimitives.ReadUInt16BigEndian(mac) & 0x0FFF)));
        mac.AsSpan(2, 8).CopyTo(bytes[8..]);
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }
}
