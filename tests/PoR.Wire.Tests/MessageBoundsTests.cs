using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Tests;
using PoR.Core.Transactions;

namespace PoR.Wire.Tests;

/// <summary>Each bound of a message: the last length or count that is taken and the first that is not.</summary>
public sealed class MessageBoundsTests
{
    private static readonly WireLimits Limits = WireLimits.Of(ProtocolParameters.Hardened);

    [Fact]
    public void A_message_may_have_a_block_and_a_mebibyte() =>
        Assert.Equal(ProtocolParameters.Hardened.BlockBytesMax + 1_048_576, Limits.MessageBytesMax);

    [Theory(DisplayName = "A message has at most as many bytes as its tag allows")]
    [InlineData(MessageTag.TransactionSent, 16_384)]
    [InlineData(MessageTag.VoteSent, 13_312)]
    [InlineData(MessageTag.TicketSent, 4_096)]
    [InlineData(MessageTag.ChainRequested, 4_096)]
    [InlineData(MessageTag.ProposalRequested, 4_096)]
    [InlineData(MessageTag.BlockRequested, 4_096)]
    public void Bytes_are_bounded_by_the_tag(MessageTag tag, int bytesMax)
    {
        byte[] bytes = [(byte)tag, .. new byte[bytesMax]];
        Assert.DoesNotContain("are allowed", FaultOf(bytes[..^1]), StringComparison.Ordinal);
        Assert.Contains($"{bytesMax} are allowed", FaultOf(bytes), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "A vote is read however late its round and step: its chain of keys grows with them")]
    public void A_late_vote_is_read()
    {
        var vote = Samples.Vote;
        foreach (var links in new[] { 2, 10, OneTimeSignature.ChainMax })
        {
            var late = new UnverifiedVote(vote.Ballot, Samples.OneTime with
            {
                Chain = Repeat(Samples.OneTime.Chain[0], links),
            });
            AssertTaken(new PeerMessage.VoteSent(late));
        }
    }

    [Fact]
    public void A_block_of_exactly_the_bound_is_read()
    {
        var bytes = EncodedMessage.Of(new PeerMessage.BlockSent(Samples.Block)).Bytes.ToArray();
        Assert.NotNull(EncodedMessage.Decode(bytes, new WireLimits(bytes.Length), out _));
        Assert.Null(EncodedMessage.Decode(bytes, new WireLimits(bytes.Length - 1), out _));
    }

    [Fact]
    public void A_request_names_at_most_64_blocks_and_an_answer_holds_at_most_8()
    {
        var point = new ChainPoint(new Round(6), Samples.Block.Digest);
        AssertTaken(new PeerMessage.ChainRequested(Repeat(point, 64)));
        AssertRefused(new PeerMessage.ChainRequested(Repeat(point, 65)), "0..64");
        var block = new CertifiedBlock(Samples.Block, Samples.Certificate);
        AssertTaken(new PeerMessage.ChainSent(Repeat(block, 8)));
        AssertRefused(new PeerMessage.ChainSent(Repeat(block, 9)), "0..8");
    }

    [Fact]
    public void A_repeat_has_a_round_and_at_most_16384_messages()
    {
        var ticket = new PeerMessage.TicketSent(Samples.Ticket);
        PeerMessage Repeated(long round, int count) => new PeerMessage.Repeated(
            new Round(round), Samples.Block.Digest, null, Repeat<PeerMessage>(ticket, count));

        AssertTaken(Repeated(1, 1));
        AssertRefused(Repeated(0, 1), "a round must be 1 or more");
        AssertTaken(Repeated(1, 16_384));
        AssertRefused(Repeated(1, 16_385), "0..16384");
    }

    [Fact]
    public void A_compact_block_is_bounded_as_a_block_is()
    {
        var header = CanonicalBytes.Of(Samples.Header);
        AssertCount(header, 100_000);
        AssertCount([.. header, 0, 0, 0, 0], 64);
    }

    [Fact(DisplayName = "A compact block is filled with exactly the transactions that its header covers")]
    public void Only_its_own_transactions_fill_a_compact_block()
    {
        var compact = CompactOf(Samples.PaymentEntry);
        var own = Samples.PaymentEntry.Transaction;
        var other = new SignedTransaction(Samples.Payment with { Amount = 11 }, Samples.Signature(13));

        Assert.Equal(compact.Header, compact.Expand([own])?.Header);
        Assert.Null(compact.Expand([]));
        Assert.Null(compact.Expand([own, own]));
        Assert.Null(compact.Expand([other]));
    }

    [Fact(DisplayName = "PoR §3.7: reviews, and only they, are evaluated, whatever a header covers")]
    public void A_compact_block_evaluates_its_reviews()
    {
        var review = Samples.ReviewEntry with { Evaluation = null };
        Assert.Null(CompactOf(review).Expand([review.Transaction]));
        var payment = Samples.PaymentEntry with { Evaluation = Samples.Evaluation };
        Assert.Null(CompactOf(payment).Expand([payment.Transaction]));
    }

    private static CompactBlock CompactOf(PaysetEntry entry)
    {
        var header = Samples.Header with
        {
            PaysetDigest = Block.DigestOf([entry]), EvidenceDigest = Block.DigestOf(ImmutableArray<Evidence>.Empty),
        };
        return CompactBlock.Of(new Block(header, [entry], []));
    }

    private static ImmutableArray<T> Repeat<T>(T value, int count) => [.. Enumerable.Repeat(value, count)];

    // A count that is taken is followed by the complaint that its values are missing.
    private static void AssertCount(byte[] before, int max)
    {
        string FaultOfCount(int count)
        {
            var writer = new CanonicalWriter();
            writer.Int32(count);
            CanonicalBytes.Decode<CompactBlock>([.. before, .. writer.ToArray()], out var fault);
            return fault!;
        }

        Assert.Contains(" are expected, ", FaultOfCount(max), StringComparison.Ordinal);
        Assert.Contains($"0..{max}", FaultOfCount(max + 1), StringComparison.Ordinal);
    }

    private static void AssertTaken(PeerMessage message) => Assert.NotNull(
        EncodedMessage.Decode(EncodedMessage.Of(message).Bytes.ToArray(), Limits, out _));

    private static void AssertRefused(PeerMessage message, string says) =>
        Assert.Contains(says, FaultOf(EncodedMessage.Of(message).Bytes.ToArray()), StringComparison.Ordinal);

    private static string FaultOf(byte[] bytes)
    {
        Assert.Null(EncodedMessage.Decode(bytes, Limits, out var fault));
        return fault!;
    }
}
