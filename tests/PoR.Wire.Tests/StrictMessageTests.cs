using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Tests;

namespace PoR.Wire.Tests;

/// <summary>Whatever a peer sends, it is one message in exactly one form, or a fault in one sentence.</summary>
public sealed class StrictMessageTests
{
    private static readonly WireLimits s_limits = WireLimits.Of(ProtocolParameters.Hardened);

    public static TheoryData<MessageTag> Tags => [.. Enum.GetValues<MessageTag>()];

    [Fact(DisplayName = "Each tag has its message, and each message its tag")]
    public void Each_tag_has_a_message() => Assert.Equal(
        Enum.GetValues<MessageTag>().Order(), WireSamples.Messages.Select(static m => m.Tag).Order());

    [Theory(DisplayName = "A message that ends early, or has bytes left over, is refused")]
    [MemberData(nameof(Tags))]
    public void Length_is_exact(MessageTag tag)
    {
        var bytes = BytesOf(tag);
        for (var length = 0; length < bytes.Length; length++)
            AssertFault(bytes[..length]);
        AssertFault([.. bytes, 0]);
    }

    [Theory(DisplayName = "A changed byte gives another message or a fault, never the same message in other bytes")]
    [MemberData(nameof(Tags))]
    public void There_is_one_form(MessageTag tag)
    {
        var bytes = BytesOf(tag);
        for (var i = 0; i < bytes.Length; i++)
        {
            byte[] changed = [.. bytes];
            changed[i] ^= 0x55;
            if (EncodedMessage.Decode(changed, s_limits, out _) is { } other)
                Assert.Equal(changed, EncodedMessage.Of(other.Message).Bytes.ToArray());
        }
    }

    [Fact(DisplayName = "A message is encoded once, a changed copy anew, and an encoding is no part of a message")]
    public void An_encoding_is_no_part_of_a_message()
    {
        var message = new PeerMessage.BlockRequested(new(Samples.Fixed(1)));
        var equal = new PeerMessage.BlockRequested(new(Samples.Fixed(1)));
        var encoded = EncodedMessage.Of(message);

        Assert.Same(encoded, EncodedMessage.Of(message));
        Assert.Equal(equal, message);
        Assert.Equal(equal.GetHashCode(), message.GetHashCode());
        var changed = EncodedMessage.Of(message with { Block = new(Samples.Fixed(2)) });
        Assert.NotEqual(encoded.Digest, changed.Digest);
        Assert.Equal(EncodedMessage.Of(new PeerMessage.BlockRequested(new(Samples.Fixed(2)))).Digest, changed.Digest);
    }

    [Fact(DisplayName = "Random bytes never throw")]
    public void Random_bytes_are_refused()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(1, 400)];
            random.NextBytes(bytes);
            bytes[0] = (byte)random.Next(1, 14);
            if (EncodedMessage.Decode(bytes, s_limits, out var fault) is null)
                Assert.False(string.IsNullOrEmpty(fault));
        }
    }

    [Fact(DisplayName = "An unknown tag is a fault that names it")]
    public void An_unknown_tag_is_refused()
    {
        foreach (var tag in new byte[] { 0, 6, 20, 255 })
            Assert.Contains($"tag {tag}", FaultOf([tag, 1, 2, 3]));
    }

    [Fact(DisplayName = "Nothing, and more than a message's bound, is refused before it is read")]
    public void Lengths_are_bounded()
    {
        Assert.Contains("empty", FaultOf([]));
        Assert.Contains("13312 are allowed", FaultOf([(byte)MessageTag.VoteSent, .. new byte[13312]]));
        Assert.Contains("16384 are allowed", FaultOf([(byte)MessageTag.TransactionSent, .. new byte[16384]]));
        var block = new byte[s_limits.MessageBytesMax + 1];
        block[0] = (byte)MessageTag.BlockSent;
        Assert.Contains("are allowed", FaultOf(block));
    }

    [Fact(DisplayName = "A repeat holds only what is said in a round: neither another repeat nor a transaction")]
    public void Repeats_do_not_nest()
    {
        var own = WireSamples.Messages.Where(static m => !IsOwn(m.Tag));
        foreach (var message in own)
        {
            var repeated = new PeerMessage.Repeated(new Round(7), Samples.Block.Digest, null, [message]);
            Assert.Contains("a repeat holds", FaultOf(EncodedMessage.Of(repeated).Bytes.ToArray()));
        }
    }

    [Fact(DisplayName = "A huge count allocates nothing to speak of")]
    public void A_huge_count_is_cheap()
    {
        byte[] head = [(byte)MessageTag.Repeated, 0, 0, 0, 0, 0, 0, 0, 7, .. new byte[32], 0, 0, 0, 0x40, 0];
        var before = GC.GetAllocatedBytesForCurrentThread();
        AssertFault(head);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 * 1024);
    }

    [Fact(DisplayName = "What is handed over by its bytes is equal, and decoded once")]
    public void Round_trips_are_shared()
    {
        foreach (var message in WireSamples.Messages)
        {
            var encoded = EncodedMessage.Of(message);
            var carried = encoded.RoundTripped(s_limits);
            Assert.NotSame(message, carried.Message);
            Assert.Equal(encoded.Bytes.ToArray(), EncodedMessage.Of(carried.Message).Bytes.ToArray());
            Assert.Equal(encoded.Digest, carried.Digest);
            Assert.Same(carried, encoded.RoundTripped(s_limits));
            Assert.Same(encoded, EncodedMessage.Of(message));
        }
    }

    private static bool IsOwn(MessageTag tag) =>
        tag is MessageTag.TicketSent or MessageTag.ProposalSent or MessageTag.VoteSent;

    private static byte[] BytesOf(MessageTag tag) =>
        EncodedMessage.Of(WireSamples.Messages.Single(m => m.Tag == tag)).Bytes.ToArray();

    private static void AssertFault(byte[] bytes) => Assert.False(string.IsNullOrEmpty(FaultOf(bytes)));

    private static string FaultOf(byte[] bytes)
    {
        Assert.Null(EncodedMessage.Decode(bytes, s_limits, out var fault));
        return fault!;
    }
}
