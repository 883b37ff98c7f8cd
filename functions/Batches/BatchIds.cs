using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Peyk.Functions.Batches;

/// <summary>The ids of a batch's notifications, decided when it is accepted: whoever works a row off again gives it the same id.</summary>
public static class BatchIds
{
    /// <returns>A UUIDv7 of the batch's own moment.</returns>
    /// <param name="row">From 1.</param>
    public static Guid Of(Guid batch, int row)
    {
        Span<byte> input = stackalloc byte[20];
        batch.TryWriteBytes(input, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(input[16..], row);
        Span<byte> id = stackalloc byte[32];
        SHA256.HashData(input, id);
        input[..6].CopyTo(id);
        id[6] = (byte)(0x70 | (id[6] & 0x0f));
        id[8] = (byte)(0x80 | (id[8] & 0x3f));
        return new Guid(id[..16], bigEndian: true);
    }
}
