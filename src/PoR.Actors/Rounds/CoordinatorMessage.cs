using System.Collections.Immutable;
using PoR.Chain;
using PoR.Consensus.Agreement;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Wire;

namespace PoR.Actors.Rounds;

/// <summary>Everything a coordinator of rounds accepts. Closed: every case is nested here.</summary>
public abstract record CoordinatorMessage
{
    private CoordinatorMessage()
    {
    }

    /// <summary>The peer is complete: ask the ledger for the open round.</summary>
    public sealed record Begin : CoordinatorMessage
    {
        /// <summary>The one instance.</summary>
        public static Begin Instance { get; } = new();
    }

    /// <summary>The ledger has B^{r−1} with its state: round r starts on it.</summary>
    /// <param name="Branch">The chain that ends with B^{r−1}.</param>
    /// <param name="Tip">B^{r−1} with its certificate; null in the first round.</param>
    public sealed record RoundOpened(Branch Branch, CertifiedBlock? Tip) : CoordinatorMessage;

    /// <summary>What peers and own participants say in a round.</summary>
    /// <param name="From">Who said it to this node; null: a participant of its own.</param>
    public abstract record OfRound(NodeId? From) : CoordinatorMessage;

    /// <summary>A leader's ticket from the network or from an own participant.</summary>
    public sealed record TicketReceived(LeaderTicket Ticket, NodeId? From = null) : OfRound(From);

    /// <summary>A proposal from the network or from an own participant.</summary>
    public sealed record ProposalReceived(Proposal Proposal, NodeId? From = null) : OfRound(From);

    /// <summary>A vote from the network or from an own participant.</summary>
    public sealed record VoteReceived(UnverifiedVote Vote, NodeId? From = null) : OfRound(From);

    /// <summary>A peer has ended a round, and tells with which certificate.</summary>
    public sealed record CertificateReceived(NodeId Peer, Certificate Certificate) : OfRound(Peer);

    /// <summary>A block's body, asked for by digest.</summary>
    public sealed record BlockReceived(Block Block) : CoordinatorMessage;

    /// <summary>
    /// A participant of this peer proposed a block before a crash and has stored it. Perhaps no other peer has its
    /// body.
    /// </summary>
    public sealed record BlockKept(Block Block) : CoordinatorMessage;

    /// <summary>
    /// A participant of this peer signed this before the peer lost its place in the round: the latest that it signed.
    /// </summary>
    public sealed record StepSigned(Ballot Ballot) : CoordinatorMessage;

    /// <summary>A peer asks for a body.</summary>
    public sealed record BlockRequested(NodeId Peer, BlockDigest Block) : CoordinatorMessage;

    /// <summary>A peer asks for what a leader said in step 1.</summary>
    public sealed record ProposalRequested(NodeId Peer, BlockDigest Parent, PublicKey Leader) : CoordinatorMessage;

    /// <summary>The mempool has looked up the transactions that a proposal names.</summary>
    /// <param name="Proposal">Which proposal.</param>
    /// <param name="Block">The whole block; null when transactions are missing.</param>
    public sealed record BlockExpanded(CompactBlock Proposal, Block? Block) : CoordinatorMessage;

    /// <summary>A step's count has changed in a way that matters.</summary>
    public sealed record TallyChanged(TallySummary Summary) : CoordinatorMessage;

    /// <summary>The votes that end the round.</summary>
    public sealed record CertificateVotes(BlockDigest Parent, ImmutableArray<Vote> Votes) : CoordinatorMessage;

    /// <summary>Step 3's re-evaluation has ended.</summary>
    public sealed record BlockVerified(BlockDigest Parent, BlockValue Value, BlockVerdict Verdict)
        : CoordinatorMessage;

    /// <summary>A timer of the round's machine has fired.</summary>
    public sealed record TimeoutElapsed(RoundTimer Timer) : CoordinatorMessage;

    /// <summary>Time to see whose block is worth making.</summary>
    public sealed record BodyTimerElapsed(BlockDigest Parent) : CoordinatorMessage;
}
