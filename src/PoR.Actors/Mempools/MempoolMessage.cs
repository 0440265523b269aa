using System.Collections.Immutable;
using PoR.Chain;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Wire;

namespace PoR.Actors.Mempools;

/// <summary>Everything a mempool accepts. Closed: every case is nested here.</summary>
public abstract record MempoolMessage
{
    private MempoolMessage()
    {
    }

    /// <summary>A user of this node submits a transaction; if it is valid, the network hears of it.</summary>
    public sealed record Submit(SignedTransaction Transaction) : MempoolMessage;

    /// <summary>A peer, or a stored proposal of this one, has a transaction.</summary>
    public sealed record TransactionReceived(SignedTransaction Transaction) : MempoolMessage;

    /// <summary>A potential leader wants a block made of what is pending (PoR §5.2 step 1).</summary>
    /// <param name="Branch">The chain that the block extends.</param>
    /// <param name="Proposer">Who proposes; the block goes back to this participant.</param>
    /// <param name="NextSeed">Q^r if this block is decided.</param>
    public sealed record BuildBlock(Branch Branch, Proposer Proposer, Seed NextSeed) : MempoolMessage;

    /// <summary>The coordinator has a proposal that names transactions.</summary>
    public sealed record ExpandBlock(CompactBlock Block) : MempoolMessage;

    /// <summary>Misbehaviour was seen; a leader of this node will put it into a block.</summary>
    public sealed record EvidenceFound(Evidence Evidence) : MempoolMessage;

    /// <summary>The node's chain has a new tip.</summary>
    /// <param name="Branch">The chain that ends with the tip.</param>
    /// <param name="Returned">Transactions of blocks that the node has left for another branch.</param>
    public sealed record TipMoved(Branch Branch, ImmutableArray<SignedTransaction> Returned) : MempoolMessage;
}
