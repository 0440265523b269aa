using System.Collections.Immutable;
using System.Diagnostics;
using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Transactions;

namespace PoR.Wire;

/// <summary>
/// What peers say to each other: one tag byte, then the fields. Closed: every case is nested here. A tag is never given
/// a second meaning.
/// </summary>
public abstract partial record PeerMessage : ICanonical<PeerMessage>
{
    internal KeptEncoding Encoding;

    private PeerMessage()
    {
    }

    /// <summary>A changed copy has other bytes, so it begins without an encoding.</summary>
    /// <param name="original">Of which nothing is taken here.</param>
    protected PeerMessage(PeerMessage original)
    {
    }

    /// <summary>The first byte.</summary>
    public abstract MessageTag Tag { get; }

    /// <summary>
    /// Whether it goes before bulk on a busy link: credentials, votes and questions do, bodies do not.
    /// </summary>
    public abstract bool IsUrgent { get; }

    /// <summary>
    /// Whether a peer accepts it only once, by the digest of its bytes. The digest covers signatures too. Otherwise a
    /// forged copy that comes first would keep the real message out.
    /// </summary>
    public virtual bool IsHeardOnce => false;

    /// <summary>A pending transaction.</summary>
    public sealed record TransactionSent(SignedTransaction Transaction) : PeerMessage
    {
        /// <inheritdoc/>
        public override MessageTag Tag => MessageTag.TransactionSent;

        /// <inheritdoc/>
        public override bool IsUrgent => false;

        /// <inheritdoc/>
        public override bool IsHeardOnce => true;
    }

    /// <summary>The small message of step 1, ahead of the block.</summary>
    public sealed record TicketSent(LeaderTicket Ticket) : PeerMessage
    {
        /// <inheritdoc/>
        public override MessageTag Tag => MessageTag.TicketSent;

        /// <inheritdoc/>
        public override bool IsUrgent => true;

        /// <inheritdoc/>
        public override bool IsHeardOnce => true;
    }

    /// <summary>A proposed block.</summary>
    public sealed record ProposalSent(Proposal Proposal) : PeerMessage
    {
        /// <inheritdoc/>
        public override MessageTag Tag => MessageTag.ProposalSent;

        /// <inheritdoc/>
        public override bool IsUrgent => false;

        /// <inheritdoc/>
        public override bool IsHeardOnce => true;
    }

    /// <summary>A vote of step 2 or later.</summary>
    public sealed record VoteSent(UnverifiedVote Vote) : PeerMessage
    {
        /// <inheritdoc/>
        public override MessageTag Tag => MessageTag.VoteSent;

        /// <inheritdoc/>
        public override bool IsUrgent => true;

        /// <inheritdoc/>
        public override bool IsHeardOnce => true;
    }

    /// <summary>The re-send of D10: where the sender stands, and what it said in its open round.</summary>
    /// <param name="OpenRound">The sender's open round r.</param>
    /// <param name="Parent">H(B^{r−1}).</param>
    /// <param name="Certificate">CERT^{r−1} with its block; null at the first repeat of a round.</param>
    /// <param name="Own">The sender's own tickets, proposals and votes of the round.</param>
    public sealed record Repeated(
        Round OpenRound, BlockDigest Parent, CertifiedBlock? Certificate, ImmutableArray<PeerMessage> Own)
        : PeerMessage
    {
        /// <summary>Most own messages in one repeat.</summary>
        public const int OwnMax = 16_384;

        /// <inheritdoc/>
        public override MessageTag Tag => MessageTag.Repeated;

        /// <inheritdoc/>
        public override bool IsUrgent => true;
    }

    /// <summary>Asks for certified blocks.</summary>
    /// <param name="After">Places of the asker's chain, newest first.</param>
    public sealed record ChainRequested(ImmutableArray<ChainPoint> After) : PeerMessage
    {
        /// <summary>Most places that one request names.</summary>
        public const int PointsMax = 64;

        /// <inheritdoc/>
        public override MessageTag Tag => MessageTag.ChainRequested;

        /// <inheritdoc/>
        public override bool IsUrgent => true;
    }

    /// <summary>Certified blocks, each the next one's parent.</summary>
    public sealed record ChainSent(ImmutableArray<CertifiedBlock> Blocks) : PeerMessage
    {
        /// <summary>Most blocks in one message.</summary>
        public const int BlocksMax = 8;

        /// <inheritdoc/>
        public override MessageTag Tag => MessageTag.ChainSent;

        /// <inheritdoc/>
        public override bool IsUrgent => false;
    }

    /// <summary>Asks for what a leader said in step 1.</summary>
    /// <param name="Parent">H(B^{r−1}): names round and branch.</param>
    /// <param name="Leader">Whose ticket and proposal.</param>
    public sealed record ProposalRequested(BlockDigest Parent, PublicKey Leader) : PeerMessage
    {
        /// <inheritdoc/>
        public override MessageTag Tag => MessageTag.ProposalRequested;

        /// <inheritdoc/>
        public override bool IsUrgent => true;
    }

    /// <summary>Asks for a block's body by its digest.</summary>
    public sealed record BlockRequested(BlockDigest Block) : PeerMessage
    {
        /// <inheritdoc/>
        public override MessageTag Tag => MessageTag.BlockRequested;

        /// <inheritdoc/>
        public override bool IsUrgent => true;
    }

    /// <summary>A block's body with all its transactions.</summary>
    public sealed record BlockSent(Block Block) : PeerMessage
    {
        /// <inheritdoc/>
        public override MessageTag Tag => MessageTag.BlockSent;

        /// <inheritdoc/>
        public override bool IsUrgent => false;
    }

    /// <summary>The sender has ended a round: CERT^r, told at once, or to a peer that is one round behind.</summary>
    /// <remarks>
    /// It may be heard several times: each node's certificate holds other votes, and the first valid one ends the
    /// round.
    /// </remarks>
    public sealed record CertificateSent(Certificate Certificate) : PeerMessage
    {
        /// <inheritdoc/>
        public override MessageTag Tag => MessageTag.CertificateSent;

        /// <inheritdoc/>
        public override bool IsUrgent => true;
    }

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Byte((byte)Tag);
        switch (this)
        {
            case TransactionSent m: writer.Value(m.Transaction); break;
            case TicketSent m: writer.Value(m.Ticket); break;
            case ProposalSent m: writer.Value(m.Proposal); break;
            case VoteSent m: writer.Value(m.Vote); break;
            case Repeated m: WriteRepeated(writer, m); break;
            case ChainRequested m: writer.List(m.After); break;
            case ChainSent m: writer.List(m.Blocks); break;
            case ProposalRequested m: writer.Fixed(m.Parent.Bytes); writer.Fixed(m.Leader.Bytes); break;
            case BlockRequested m: writer.Fixed(m.Block.Bytes); break;
            case BlockSent m: writer.Value(m.Block); break;
            case CertificateSent m: writer.Value(m.Certificate); break;
            case VotesHeard m: writer.Fixed(m.Parent.Bytes); writer.List(m.Steps); break;
            case VotesListed m: WriteListed(writer, m); break;
            case ContradictionSent m: writer.Value(m.Evidence.First); writer.Value(m.Evidence.Second); break;
            case WrongCredentialSent m: writer.Value(m.Evidence.Vote); break;
            case SponsorshipRequested m: writer.Value(m.Request); break;
            case SponsorshipOffered m: writer.Value(m.Newcomer); writer.Value(m.Sponsorship); break;
            case ForeignSent m: writer.Boolean(m.IsFirst); writer.Bytes(m.Content.AsSpan()); break;
            default: throw new UnreachableException($"No form for {GetType().Name}.");
        }
    }

    /// <inheritdoc/>
    public static PeerMessage? Read(ref CanonicalReader reader)
    {
        var message = ReadAny(ref reader);
        return reader.Fault is null ? message : null;
    }

    private static PeerMessage? ReadAny(ref CanonicalReader reader)
    {
        var tag = (MessageTag)reader.Byte();
        switch (tag)
        {
            case MessageTag.TransactionSent:
                return SignedTransaction.Read(ref reader) is { } transaction ? new TransactionSent(transaction) : null;
            case MessageTag.TicketSent:
                return LeaderTicket.Read(ref reader) is { } ticket ? new TicketSent(ticket) : null;
            case MessageTag.ProposalSent:
                return Proposal.Read(ref reader) is { } proposal ? new ProposalSent(proposal) : null;
            case MessageTag.VoteSent:
                return UnverifiedVote.Read(ref reader) is { } vote ? new VoteSent(vote) : null;
            case MessageTag.Repeated:
                return ReadRepeated(ref reader);
            case MessageTag.ChainRequested:
                return new ChainRequested(reader.List<ChainPoint>(ChainRequested.PointsMax));
            case MessageTag.ChainSent:
                return new ChainSent(reader.List<CertifiedBlock>(ChainSent.BlocksMax));
            case MessageTag.ProposalRequested:
                return new ProposalRequested(new BlockDigest(reader.Fixed32()), new PublicKey(reader.Fixed32()));
            case MessageTag.BlockRequested:
                return new BlockRequested(new BlockDigest(reader.Fixed32()));
            case MessageTag.BlockSent:
                return Block.Read(ref reader) is { } block ? new BlockSent(block) : null;
            case MessageTag.CertificateSent:
                return Core.Agreement.Certificate.Read(ref reader) is { } certificate
                    ? new CertificateSent(certificate)
                    : null;
            case MessageTag.VotesHeard:
                return ReadHeard(ref reader);
            case MessageTag.VotesListed:
                return ReadListed(ref reader);
            case MessageTag.ContradictionSent:
                return ReadContradiction(ref reader);
            case MessageTag.WrongCredentialSent:
                return UnverifiedVote.Read(ref reader) is { } refused ? new WrongCredentialSent(new(refused)) : null;
            case MessageTag.SponsorshipRequested:
                return new SponsorshipRequested(SponsorshipRequest.Read(ref reader));
            case MessageTag.SponsorshipOffered:
                return new SponsorshipOffered(NewcomerKeys.Read(ref reader), Sponsorship.Read(ref reader));
            case MessageTag.ForeignSent:
                var isFirst = reader.Boolean();
                return new ForeignSent([.. reader.Bytes(int.MaxValue)], isFirst);
            default:
                reader.Fail($"no message has the tag {(byte)tag}.");
                return null;
        }
    }

    private static void WriteRepeated(CanonicalWriter writer, Repeated repeated)
    {
        writer.Int64(repeated.OpenRound.Number);
        writer.Fixed(repeated.Parent.Bytes);
        writer.Optional(repeated.Certificate);
        writer.List(repeated.Own);
    }

    private static Repeated? ReadRepeated(ref CanonicalReader reader)
    {
        var round = new Round(reader.Int64());
        if (round.Number < 1)
            reader.Fail("a round must be 1 or more.");
        var parent = new BlockDigest(reader.Fixed32());
        var certificate = reader.Optional<CertifiedBlock>();
        var count = reader.Count(Repeated.OwnMax);
        var own = ImmutableArray.CreateBuilder<PeerMessage>(Math.Min(count, 1024));
        for (var i = 0; i < count && reader.Fault is null; i++)
        {
            // Only messages of a round may stand in a repeat. If a repeat could contain repeats, they could nest
            // without limit.
            if (ReadOwn(ref reader) is { } message)
                own.Add(message);
        }

        return reader.Fault is null ? new Repeated(round, parent, certificate, own.ToImmutable()) : null;
    }

    private static PeerMessage? ReadOwn(ref CanonicalReader reader)
    {
        var tag = (MessageTag)reader.Byte();
        PeerMessage? message = tag switch
        {
            MessageTag.TicketSent => LeaderTicket.Read(ref reader) is { } ticket ? new TicketSent(ticket) : null,
            MessageTag.ProposalSent => Proposal.Read(ref reader) is { } proposal ? new ProposalSent(proposal) : null,
            MessageTag.VoteSent => UnverifiedVote.Read(ref reader) is { } vote ? new VoteSent(vote) : null,
            _ => null,
        };
        if (message is null)
            reader.Fail($"a repeat holds a message with the tag {(byte)tag}, or one that is not in canonical form.");
        return message;
    }
}

/// <summary>The first byte of a message.</summary>
public enum MessageTag : byte
{
    /// <summary><see cref="PeerMessage.TransactionSent"/>.</summary>
    TransactionSent = 1,

    /// <summary><see cref="PeerMessage.TicketSent"/>.</summary>
    TicketSent = 2,

    /// <summary><see cref="PeerMessage.ProposalSent"/>.</summary>
    ProposalSent = 3,

    /// <summary><see cref="PeerMessage.VoteSent"/>.</summary>
    VoteSent = 4,

    /// <summary><see cref="PeerMessage.Repeated"/>.</summary>
    Repeated = 5,

    /// <summary><see cref="PeerMessage.ChainSent"/>.</summary>
    ChainSent = 7,

    /// <summary><see cref="PeerMessage.ProposalRequested"/>.</summary>
    ProposalRequested = 8,

    /// <summary><see cref="PeerMessage.BlockRequested"/>.</summary>
    BlockRequested = 9,

    /// <summary><see cref="PeerMessage.BlockSent"/>.</summary>
    BlockSent = 10,

    /// <summary><see cref="PeerMessage.CertificateSent"/>.</summary>
    CertificateSent = 11,

    /// <summary><see cref="PeerMessage.ChainRequested"/>; 6 was its form without rounds.</summary>
    ChainRequested = 12,

    /// <summary><see cref="PeerMessage.VotesHeard"/>.</summary>
    VotesHeard = 13,

    /// <summary><see cref="PeerMessage.VotesListed"/>.</summary>
    VotesListed = 14,

    /// <summary><see cref="PeerMessage.ContradictionSent"/>.</summary>
    ContradictionSent = 15,

    /// <summary><see cref="PeerMessage.SponsorshipRequested"/>.</summary>
    SponsorshipRequested = 16,

    /// <summary><see cref="PeerMessage.SponsorshipOffered"/>.</summary>
    SponsorshipOffered = 17,

    /// <summary><see cref="PeerMessage.WrongCredentialSent"/>.</summary>
    WrongCredentialSent = 18,

    /// <summary><see cref="PeerMessage.ForeignSent"/>.</summary>
    ForeignSent = 19,
}
