using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Tests;
using PoR.Node.Links;
using PoR.Wire;

namespace PoR.Node.Tests.Links;

/// <summary>Messages of both urgencies and all lengths, which differ in a number.</summary>
internal static class LinkMessages
{
    public static EncodedMessage Vote(int number) => EncodedMessage.Of(new PeerMessage.VoteSent(VoteOf(number)));

    public static EncodedMessage Question(int number) => EncodedMessage.Of(
        new PeerMessage.BlockRequested(new BlockDigest(DigestOf(number))));

    private static UnverifiedVote VoteOf(int number) => new(
        Samples.Ballot with { Parent = new BlockDigest(DigestOf(number)) }, Samples.OneTime);

    private static Bytes32 DigestOf(int number)
    {
        Span<byte> bytes = stackalloc byte[32];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return new Bytes32(bytes);
    }

    public static EncodedMessage Transaction(int number) => EncodedMessage.Of(new PeerMessage.TransactionSent(
        new(Samples.Review with { Sequence = (ulong)number + 1 }, Samples.Signature(13))));

    public static EncodedMessage Certificate(int votes) => EncodedMessage.Of(new PeerMessage.CertificateSent(
        Samples.Certificate with { Votes = [.. Enumerable.Range(0, votes).Select(VoteOf)] }));

    public static EncodedMessage Blocks(int bytes) => EncodedMessage.Of(new PeerMessage.ChainSent(
    [
        new CertifiedBlock(
            Samples.Block,
            Samples.Certificate with { Votes = [.. Enumerable.Range(0, bytes / Vote(0).Length).Select(VoteOf)] }),
    ]));

    /// <summary>The frames in which a long message goes.</summary>
    public static Frame.Chunk[] ChunksOf(EncodedMessage message)
    {
        var channel = new PeerChannel(
            new ChannelLimits(new WireLimits(int.MaxValue)), new ReassemblyBudget(), static () => { });
        channel.Enqueue(message, TimeSpan.Zero);
        var chunks = new List<Frame.Chunk>();
        while (channel.TakeFrame(TimeSpan.Zero) is Frame.Chunk chunk)
            chunks.Add(chunk);
        return [.. chunks];
    }
}
