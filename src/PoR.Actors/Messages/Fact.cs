using System.Collections.Immutable;
using PoR.Actors.Mempools;
using PoR.Actors.Sponsors;
using PoR.Chain;
using PoR.Consensus.Agreement;
using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.Blocks;
using PoR.Ledger.State;

namespace PoR.Actors.Messages;

/// <summary>What a node has decided of a round.</summary>
/// <param name="Round">r.</param>
/// <param name="Parent">On which branch.</param>
/// <param name="Block">Names what was decided; null for the empty block.</param>
public readonly record struct Decision(Round Round, BlockDigest Parent, BlockDigest? Block);

/// <summary>
/// What actors let observers know; nothing in the protocol depends on it. Closed, but for what another protocol than
/// Proof of Review says (<see cref="Own"/>).
/// </summary>
public abstract record Fact
{
    private Fact()
    {
    }

    /// <summary>Where it happened.</summary>
    public abstract NodeId Node { get; init; }

    /// <summary>What the node has decided; null where the fact says nothing of it.</summary>
    public virtual Decision? Decided => null;

    /// <summary>The last round of the node's chain from now on; null where the fact says nothing of it.</summary>
    public virtual Round? Tip => null;

    /// <summary>Something that another protocol than Proof of Review lets observers know.</summary>
    public abstract record Own : Fact
    {
        /// <summary>The round that it is about; null: it is about none.</summary>
        public abstract Round? InRound { get; }

        /// <summary>What happened, for people: a clause.</summary>
        public abstract string Text { get; }
    }

    /// <summary>A node has started round r on a parent.</summary>
    public sealed record RoundStarted(NodeId Node, Round Round, BlockDigest Parent) : Fact;

    /// <summary>A node's round has come to a step's vote.</summary>
    public sealed record StepEntered(NodeId Node, Round Round, Step Step) : Fact;

    /// <summary>A node has seen t_H equal votes of a step.</summary>
    public sealed record QuorumSeen(NodeId Node, Round Round, Step Step) : Fact;

    /// <summary>A node has seen a round end, by its own count or by a peer's certificate.</summary>
    public sealed record RoundDecided(NodeId Node, Round Round, Certificate Certificate) : Fact
    {
        /// <inheritdoc/>
        public override Decision? Decided => new Decision(
            Certificate.Round, Certificate.Parent, Certificate.IsEmptyBlock ? null : Certificate.Block);
    }

    /// <summary>A node's ledger has recovered.</summary>
    /// <param name="Node">Where.</param>
    /// <param name="Chain">The node's chain from now on, for observers that look and touch nothing.</param>
    public sealed record LedgerOpened(NodeId Node, CertifiedChain Chain) : Fact;

    /// <summary>A node has a certified block with its state.</summary>
    /// <param name="Node">Where.</param>
    /// <param name="Block">The block.</param>
    /// <param name="Certificate">Its certificate.</param>
    /// <param name="State">The state after it.</param>
    /// <param name="IsFork">True when another block of the same parent is certified too.</param>
    public sealed record BlockCertified(
        NodeId Node, Block Block, Certificate Certificate, LedgerState State, bool IsFork) : Fact
    {
        /// <inheritdoc/>
        public override Decision? Decided => new Decision(
            Block.Header.Round, Block.Header.Parent, Block.IsEmpty ? null : Block.Digest);

        /// <summary>How long its event took, from the ledger's wish to store it to the answer.</summary>
        public TimeSpan Storing { get; init; }
    }

    /// <summary>A node has taken in what a peer sent it of a chain that was longer.</summary>
    /// <param name="Node">Where.</param>
    /// <param name="Blocks">How many were taken in, at least 1.</param>
    /// <param name="Took">From their arrival on.</param>
    public sealed record CaughtUp(NodeId Node, int Blocks, TimeSpan Took) : Fact;

    /// <summary>A participant's block is made, with every evaluation (PoR §5.2 step 1).</summary>
    /// <param name="Node">Where.</param>
    /// <param name="Block">The block.</param>
    /// <param name="Took">From the request on.</param>
    public sealed record BlockBuilt(NodeId Node, Block Block, TimeSpan Took) : Fact;

    /// <summary>A node's tip has moved.</summary>
    /// <param name="Node">Where.</param>
    /// <param name="State">The state after the new tip.</param>
    /// <param name="IsSwitch">True when blocks were left for another branch.</param>
    public sealed record TipMoved(NodeId Node, LedgerState State, bool IsSwitch) : Fact
    {
        /// <inheritdoc/>
        public override Round? Tip => State.Round;
    }

    /// <summary>A participant of a cluster lives on this node from now on.</summary>
    public sealed record ParticipantArrived(NodeId Node, PublicKey Participant) : Fact;

    /// <summary>A participant of a cluster has stopped on this node; it may live on another one.</summary>
    public sealed record ParticipantLeft(NodeId Node, PublicKey Participant) : Fact;

    /// <summary>A participant that lives on a node has signed a message of a round and step.</summary>
    /// <param name="Node">Where.</param>
    /// <param name="Vote">What it says.</param>
    /// <param name="Seats">What it has won in the committee of the round and step, 1 and up.</param>
    public sealed record BallotSigned(NodeId Node, UnverifiedVote Vote, long Seats) : Fact
    {
        /// <summary>How long its event took, from the participant's wish to store it to the answer.</summary>
        public TimeSpan Storing { get; init; }
    }

    /// <summary>A node has re-run a proposed block, with every evaluation (PoR §5.2 step 3).</summary>
    /// <param name="Node">Where.</param>
    /// <param name="Parent">H(B^{r−1}): on which branch.</param>
    /// <param name="Value">The block and its leader.</param>
    /// <param name="Verdict">What was found.</param>
    public sealed record BlockReEvaluated(
        NodeId Node, BlockDigest Parent, BlockValue Value, BlockVerdict Verdict) : Fact;

    /// <summary>
    /// A block is certified that the node's own re-evaluation found bad (I13): more than a third of the seats, or the
    /// node itself, evaluates wrongly. The node follows the chain, since agreement comes first.
    /// </summary>
    /// <param name="Node">Where.</param>
    /// <param name="Round">Of the block.</param>
    /// <param name="Block">Which.</param>
    /// <param name="Faults">What is wrong with it, at least one.</param>
    public sealed record CertifiedButBad(
        NodeId Node, Round Round, BlockDigest Block, ImmutableArray<BlockFault> Faults) : Fact
    {
        /// <summary>Whether the node's participants sign nothing more, until an operator decides.</summary>
        public bool HasStopped { get; init; }
    }

    /// <summary>
    /// A certified block is not re-evaluated by a node: it was late, and too many others wait for their re-evaluation.
    /// </summary>
    public sealed record CertifiedUnseen(NodeId Node, Round Round, BlockDigest Block) : Fact;

    /// <summary>A participant of a node has drawn rights to sponsor (D41).</summary>
    public sealed record RightsDrawn(NodeId Node, DrawnRights Rights) : Fact;

    /// <summary>A node has heard of an account that looks for a sponsor (D41).</summary>
    public sealed record SponsorSought(NodeId Node, SponsorshipRequest Request) : Fact;

    /// <summary>A participant of a node has joined by a sponsor's word (D41).</summary>
    /// <param name="Node">Where.</param>
    /// <param name="Newcomer">Who.</param>
    /// <param name="Sponsor">By whose word.</param>
    /// <param name="WeighsFrom">It weighs 0 until this round, and until its first congruent review.</param>
    public sealed record NewcomerAdmitted(NodeId Node, PublicKey Newcomer, PublicKey Sponsor, Round WeighsFrom) : Fact;

    /// <summary>A submitted transaction was refused.</summary>
    public sealed record TransactionRefused(NodeId Node, SignedTransaction Transaction, PoolFault Fault) : Fact;

    /// <summary>A peer's message was refused.</summary>
    public sealed record MessageRefused(NodeId Node, Refusal Refusal) : Fact;

    /// <summary>A peer can be reached from a node, or not any more.</summary>
    /// <param name="Node">From where.</param>
    /// <param name="Peer">Which.</param>
    /// <param name="Down">Why not, as a clause; null: it can be reached.</param>
    public sealed record LinkChanged(NodeId Node, NodeId Peer, string? Down) : Fact;

    /// <summary>
    /// The store has failed. A snapshot could not be stored or old ones deleted, so recovery takes longer; old blocks
    /// could not be read, so a peer that is behind must ask another; an event could not be stored, or what is stored
    /// not be read: then a participant is silent, or the node has no chain, until the store is back.
    /// </summary>
    public sealed record StorageFailed(NodeId Node, string Reason) : Fact;

    /// <summary>A node's peer has ended, by a mistake of this program. It does not begin again.</summary>
    public sealed record PeerEnded(NodeId Node, string Reason) : Fact;

    /// <summary>A node has proof of misbehaviour.</summary>
    public sealed record EvidenceSeen(NodeId Node, Evidence Evidence) : Fact;
}
