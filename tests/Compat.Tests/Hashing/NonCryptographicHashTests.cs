using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Peyk.Compat.Tests.Hashing;

public sealed class NonCryptographicHashTests
{
    // "123456789", the customary check input, has the CRC-32 CB-F4-39-26.
    private static readonly byte[] Check = Encoding.ASCII.GetBytes("123456789");
    private static readonly byte[] Expected = [0xCB, 0xF4, 0x39, 0x26];

    [Fact]
    public void Appended_bytes_are_hashed()
    {
        var crc = new Crc32();

        crc.Append(Check);

        crc.HashLengthInBytes.ShouldBe(4);
        crc.GetCurrentHash().ShouldBe(Expected);
    }

    [Fact]
    public void Pieces_give_the_hash_of_the_whole()
    {
        var crc = new Crc32();

        crc.Append(Check.AsSpan(0, 4));
        crc.Append(new MemoryStream(Check, 4, 5));

        crc.GetCurrentHash().ShouldBe(Expected);
    }

    [Fact]
    public async Task A_stream_longer_than_a_buffer_is_hashed_whole()
    {
        var data = Enumerable.Range(0, 100_000).Select(number => (byte)(number * 31)).ToArray();
        var whole = new Crc32();
        whole.Append(data);
        var streamed = new Crc32();

        await streamed.AppendAsync(new MemoryStream(data), TestContext.Current.CancellationToken);

        streamed.GetCurrentHash().ShouldBe(whole.GetCurrentHash());
    }

    [Fact]
    public void Reading_the_hash_changes_nothing()
    {
        var crc = new Crc32();
        crc.Append(Check.AsSpan(0, 4));

        crc.GetCurrentHash();
        crc.Append(Check.AsSpan(4));

        crc.GetCurrentHash().ShouldBe(Expected);
    }

    [Fact]
    public void Taking_the_hash_starts_anew()
    {
        var crc = new Crc32();
        crc.Append("something else"u8);

        crc.GetHashAndReset();
        crc.Append(Check);

        crc.GetHashAndReset().ShouldBe(Expected);
        crc.GetCurrentHash().ShouldBe(new byte[4]);
    }

    [Fact]
    public void A_hash_is_written_to_the_start_of_a_larger_span()
    {
        var crc = new Crc32();
        crc.Append(Check);
        Span<byte> destination = stackalloc byte[6];

        crc.TryGetCurrentHash(destination, out var written).ShouldBeTrue();

        written.ShouldBe(4);
        destination[..4].ToArray().ShouldBe(Expected);
        crc.GetHashAndReset(destination).ShouldBe(4);
    }

    [Fact]
    public void A_span_too_short_is_refused_and_the_hash_kept()
    {
        var crc = new Crc32();
        crc.Append(Check);

        crc.TryGetCurrentHash(new byte[3], out var written).ShouldBeFalse();
        crc.TryGetHashAndReset(new byte[3], out _).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => crc.GetCurrentHash(new byte[3].AsSpan()));

        written.ShouldBe(0);
        crc.GetCurrentHash().ShouldBe(Expected);
    }

    private sealed class Crc32() : NonCryptographicHashAlgorithm(4)
    {
        private uint remainder = uint.MaxValue;

        public override void Append(ReadOnlySpan<byte> source)
        {
            foreach (var next in source)
            {
                remainder ^= next;
                for (var bit = 0; bit < 8; bit++)
                    remainder = (remainder >> 1) ^ ((remainder & 1) == 0 ? 0 : 0xEDB88320);
            }
        }

        public override void Reset() => remainder = uint.MaxValue;

        protected override void GetCurrentHashCore(Span<byte> destination) => BinaryPrimitives.WriteUInt32BigEndian(destination, ~remainder);
    }
}
