using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Blocks;
using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Hashing;
using PoR.Core.Protocol;
using PoR.Core.Transactions;

namespace PoR.Actors.Messages;

/// <summary>What nodes say to each other. Closed: every case is nested here.</summary>
public abstract record PeerMessage
{
    private const int FrameBytes = 16;

    private PeerMessage()
    {
    }

    /// <summary>Length on the wire, bytes, headers included.</summary>
    public abstract int WireBytes { get; }

    /// <summary>
    /// Whether it goes before bulk on a busy uplink: credentials and votes do, bodies of blocks do not.
    /// </summary>
    public abstract bool IsUrgent { get; }

    /// <summary>A digest of the content for the trace of a simulation.</summary>
    public abstract ulong TraceMark { get; }

    /// <summary>
    /// Digest of everything in it, so that a node hears it once; null where hearing it again does no harm. It
    /// covers signatures too: else a forged copy that comes first would keep the real one out.
    /// </summary>
    public virtual Bytes32? Identity => null;

    /// <summary>A pending transaction.</summary>
    public sealed record TransactionSent(SignedTransaction Transaction) : PeerMessage
    {
        /// <inheritdoc/>
        public override int WireBytes => FrameBytes + Transaction.ByteCount;

        /// <inheritdoc/>
        public override bool IsUrgent => false;

        /// <inheritdoc/>
        public override ulong TraceMark => Transaction.Id.Bytes.Prefix;

        /// <inheritdoc/>
        public override Bytes32? Identity { get; } = DigestOf(Transaction);
    }

    /// <summary>The small message of step 1, ahead of the block.</summary>
    public sealed record TicketSent(LeaderTicket Ticket) : PeerMessage
    {
        /// <inheritdoc/>
        public override int WireBytes => FrameBytes + LeaderTicket.ByteCount;

        /// <inheritdoc/>
        public override bool IsUrgent => true;

        /// <inheritdoc/>
        public override ulong TraceMark => Ticket.Sender.Bytes.Prefix;

        /// <inheritdoc/>
        public override Bytes32? Identity { get; } = DigestOf(Ticket);
    }

    /// <summary>A proposed block.</summary>
    public sealed record ProposalSent(Proposal Proposal) : PeerMessage
    {
        /// <inheritdoc/>
        public override int WireBytes => FrameBytes + Proposal.Vote.ByteCount + Proposal.Block.ByteCount;

        /// <inheritdoc/>
        public override bool IsUrgent => false;

        /// <inheritdoc/>
        public override ulong TraceMark => Proposal.Vote.Digest.Bytes.Prefix;

        /// <inheritdoc/>
        public override Bytes32? Identity { get; } = Proposal.Digest();
    }

    /// <summary>A vote of step 2 or later.</summary>
    public sealed record VoteSent(UnverifiedVote Vote) : PeerMessage
    {
        /// <inheritdoc/>
        public override int WireBytes => FrameBytes + Vote.ByteCount;

        /// <inheritdoc/>
        public override bool IsUrgent => true;

        /// <inheritdoc/>
        public override ulong TraceMark => Vote.Digest.Bytes.Prefix;

        /// <inheritdoc/>
        public override Bytes32? Identity => Vote.Digest.Bytes;
    }

    /// <summary>The re-send of decision 12: where the sender stands, and all that it said in its open round.</summary>
    /// <param name="OpenRound">The sender's open round r.</param>
    /// <param name="Parent">H(B^{r−1}).</param>
    /// <param name="Certificate">CERT^{r−1} with its block; null at the first repeat of a round.</param>
    /// <param name="Own">The sender's own tickets, proposals and votes of the round.</param>
    public sealed record Repeated(
        Round OpenRound, BlockDigest Parent, CertifiedBlock? Certificate, ImmutableArray<PeerMessage> Own)
        : PeerMessage
    {
        /// <inheritdoc/>
        public override int WireBytes { get; } =
            FrameBytes + 40 + (Certificate?.Certificate.ByteCount ?? 0) + Own.Sum(message => message.WireBytes);

        /// <inheritdoc/>
        public override bool IsUrgent => true;

        /// <inheritdoc/>
        public override ulong TraceMark => Parent.Bytes.Prefix + (ulong)Own.Length;
    }

    /// <summary>The sender has ended a round: CERT^r, told at once, or to a peer that is one round behind.</summary>
    /// <remarks>It has no identity: each node's may hold other votes, and the first valid one ends the round.</remarks>
    public sealed record CertificateSent(Certificate Certificate) : PeerMessage
    {
        /// <inheritdoc/>
        public override int WireBytes { get; } = FrameBytes + Certificate.ByteCount;

        /// <inheritdoc/>
        public override bool IsUrgent => true;

        /// <inheritdoc/>
        public override ulong TraceMark =>
            Certificate.Block.Bytes.Prefix + ((ulong)Certificate.Votes.Length << 16) + (ulong)Certificate.Step.Number;
    }

    /// <summary>Asks for certified blocks.</summary>
    /// <param name="After">Digests of blocks that the asker has on its chain, newest first.</param>
    public sealed record ChainRequested(ImmutableArray<BlockDigest> After) : PeerMessage
    {
        /// <summary>Most digests that one request names.</summary>
        public const int DigestsMax = 64;

        /// <inheritdoc/>
        public override int WireBytes => FrameBytes + (32 * After.Length);

        /// <inheritdoc/>
        public override bool IsUrgent => true;

        /// <inheritdoc/>
        public override ulong TraceMark => (ulong)After.Length;
    }

    /// <summary>Certified blocks, each the next one's parent.</summary>
    public sealed record ChainSent(ImmutableArray<CertifiedBlock> Blocks) : PeerMessage
    {
        /// <summary>Most blocks in one message.</summary>
        public const int BlocksMax = 8;

        /// <inheritdoc/>
        public override int WireBytes { get; } =
            FrameBytes + Blocks.Sum(b => b.Certificate.ByteCount + WireSize.Of(b.Block));

        /// <inheritdoc/>
        public override bool IsUrgent => false;

        /// <inheritdoc/>
        public override ulong TraceMark => Blocks.Length == 0 ? 0 : Blocks[^1].Block.Digest.Bytes.Prefix;
    }

    /// <summary>Asks for what a leader said in step 1.</summary>
    /// <param name="Parent">H(B^{r−1}): names round and branch.</param>
    /// <param name="Leader">Whose ticket and proposal.</param>
    public sealed record ProposalRequested(BlockDigest Parent, PublicKey Leader) : PeerMessage
    {
        /// <inheritdoc/>
        public override int WireBytes => FrameBytes + 64;

        /// <inheritdoc/>
        public override bool IsUrgent => true;

        /// <inheritdoc/>
        public override ulong TraceMark => Leader.Bytes.Prefix;
    }

    /// <summary>Asks for a block's body by its digest.</summary>
    public sealed record BlockRequested(BlockDigest Block) : PeerMessage
    {
        /// <inheritdoc/>
        public override int WireBytes => FrameBytes + 32;

        /// <inheritdoc/>
        public override bool IsUrgent => true;

        /// <inheritdoc/>
        public override ulong TraceMark => Block.Bytes.Prefix;
    }

    /// <summary>A block's body with all its transactions.</summary>
    public sealed record BlockSent(Block Block) : PeerMessage
    {
        /// <inheritdoc/>
        public override int WireBytes { get; } = FrameBytes + WireSize.Of(Block);

        /// <inheritdoc/>
        public override bool IsUrgent => false;

        /// <inheritdoc/>
        public override ulong TraceMark => Block.Digest.Bytes.Prefix;
    }

    private static Bytes32 DigestOf<T>(T value)
        where T : ICanonical<T> => DomainHash.Of(HashDomain.Wire, value).Bytes;
}
