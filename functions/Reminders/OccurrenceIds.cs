using System.Buffers.Binary;
using NodaTime;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Reminders;

/// <summary>
/// The id of the notification that an occurrence becomes: a UUIDv7 whose time is the occurrence's and whose other bits are a keyed hash
/// of reminder, version and number. Whoever fires it, however often, makes the same notification.
/// </summary>
public sealed class OccurrenceIds(Keyring keyring)
{
    public Guid Of(Guid reminder, int version, int number, Instant at)
    {
        Span<byte> occurrence = stackalloc byte[24];
        reminder.TryWriteBytes(occurrence, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(occurrence[16..], version);
        BinaryPrimitives.WriteInt32BigEndian(occurrence[20..], number);
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, at.ToUnixTimeMilliseconds() << 16);
        keyring.LookupMac("reminder-occurrence", occurrence).AsSpan(0, 10).CopyTo(id[6..]);
        id[6] = (byte)((id[6] & 0x0f) | 0x70);
        id[8] = (byte)((id[8] & 0x3f) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}
