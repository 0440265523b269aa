using PoR.Actors.Links;
using PoR.Core.Tests;
using PoR.Node.Links;

namespace PoR.Node.Tests.Links;

/// <summary>The bytes of every kind of frame, which never change, and what is refused.</summary>
public sealed class FrameTests
{
    private static readonly string s_key = Hex(0x20, 32);

    private static readonly (Frame Frame, string Hex)[] s_golden =
    [
        (new Frame.Batch(true, [new byte[] { 0xaa }, new byte[] { 0xbb, 0xcc }]), "01010002" + "00000001aa"
            + "00000002bbcc"),
        (new Frame.Batch(false, [ReadOnlyMemory<byte>.Empty]), "01000001" + "00000000"),
        (new Frame.Chunk(false, Samples.Fixed(0x20), 65_001, 1, new byte[] { 0xdd }), "0200" + s_key
            + "0000fde9" + "00000001" + "dd"),
        (new Frame.Credit(1, 0x0203), "03" + "0000000000000001" + "0000000000000203"),
        (new Frame.Ping(7), "04" + "0000000000000007"),
        (new Frame.Pong(8), "05" + "0000000000000008"),
        (new Frame.Bye(ByeReason.Banned), "0603"),
        (new Frame.Hello(2, 1, new(Samples.Fixed(0x20)), 9, new(10)), "08" + "0002" + "0001" + s_key
            + "0000000000000009" + "000000000000000a"),
    ];

    public static TheoryData<int> Golden => [.. Enumerable.Range(0, s_golden.Length)];

    [Theory(DisplayName = "Each kind of frame has these bytes, and is read again")]
    [MemberData(nameof(Golden))]
    public void Bytes_are_these(int index)
    {
        var (frame, hex) = s_golden[index];
        Assert.Equal(hex, Convert.ToHexStringLower(frame.ToBytes()));

        var again = Frame.Read(Convert.FromHexString(hex), out _, out var fault);
        Assert.Null(fault);
        Assert.Equal(hex, Convert.ToHexStringLower(again!.ToBytes()));
    }

    [Theory(DisplayName = "No frame is read from a part of its bytes, or from more than them")]
    [MemberData(nameof(Golden))]
    public void Nothing_may_be_missing_or_left(int index)
    {
        var bytes = Convert.FromHexString(s_golden[index].Hex);
        for (var length = 0; length < bytes.Length; length++)
            Assert.NotNull(FaultOf(bytes[..length], PeerFault.Undecodable));
        Assert.NotNull(FaultOf([.. bytes, 0], PeerFault.Undecodable));
    }

    [Theory(DisplayName = "What no sender of ours writes is a fault")]
    [InlineData("00", PeerFault.UnknownKind, "no kind 0")]
    [InlineData("07", PeerFault.UnknownKind, "no kind 7")]
    [InlineData("09", PeerFault.UnknownKind, "no kind 9")]
    [InlineData("01010000", PeerFault.Undecodable, "1 to 64 messages, not 0")]
    [InlineData("01010041", PeerFault.Undecodable, "1 to 64 messages, not 65")]
    [InlineData("01020001" + "00000000", PeerFault.Undecodable, "boolean")]
    [InlineData("01010001" + "0000f001", PeerFault.Undecodable, "0..61440")]
    [InlineData("01010001" + "ffffffff", PeerFault.Undecodable, "0..61440")]
    [InlineData("0604", PeerFault.Undecodable, "no reason 4")]
    [InlineData("03" + "8000000000000000" + "0000000000000000", PeerFault.Undecodable, "negative")]
    public void Other_bytes_are_faults(string hex, PeerFault kind, string says) =>
        Assert.Contains(says, FaultOf(Convert.FromHexString(hex), kind), StringComparison.Ordinal);

    [Theory(DisplayName = "A chunk has the one length that its place gives")]
    [InlineData(65_001, 0, 65_000, true)]
    [InlineData(65_001, 0, 64_999, false)]
    [InlineData(65_001, 1, 1, true)]
    [InlineData(65_001, 1, 0, false)]
    [InlineData(65_001, 2, 0, false)]
    [InlineData(65_001, -1, 65_000, false)]
    [InlineData(130_000, 1, 65_000, true)]
    [InlineData(130_000, 2, 0, false)]
    [InlineData(61_441, 0, 61_441, true)]
    [InlineData(61_440, 0, 61_440, false)]
    [InlineData(-1, 0, 0, false)]
    [InlineData(int.MaxValue, 33_038, 13_647, true)]
    public void A_chunk_has_one_length(int total, int index, int length, bool isRight)
    {
        var bytes = new Frame.Chunk(true, Samples.Fixed(1), total, index, new byte[length]).ToBytes();
        Assert.Equal(isRight, Frame.Read(bytes, out _, out _) is not null);
    }

    [Fact(DisplayName = "Random bytes are a frame or a fault, never an exception, and take no memory beyond them")]
    public void Random_bytes_are_values()
    {
        var random = new Random(5);
        var bytes = new byte[600];
        for (var i = 0; i < 100_000; i++)
        {
            random.NextBytes(bytes);
            bytes[0] = (byte)random.Next(10);
            bytes[1] &= 1;
            bytes[2] = 0;
            var length = random.Next(bytes.Length);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var frame = Frame.Read(bytes.AsMemory(0, length), out _, out var fault);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < (2 * length) + 65_536);
            Assert.NotEqual(frame is null, fault is null);
        }
    }

    private static string Hex(byte value, int count) => string.Concat(Enumerable.Repeat($"{value:x2}", count));

    private static string FaultOf(byte[] bytes, PeerFault kind)
    {
        Assert.Null(Frame.Read(bytes, out var found, out var fault));
        Assert.Equal(kind, found);
        return fault!;
    }
}
