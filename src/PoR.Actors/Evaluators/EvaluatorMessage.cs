using System.Collections.Immutable;
using PoR.Actors.Mempools;
using PoR.Chain;
using PoR.Core.Agreement;
using PoR.Core.Transactions;

namespace PoR.Actors.Evaluators;

/// <summary>Everything an evaluator accepts. Closed: every case is nested here.</summary>
public abstract record EvaluatorMessage
{
    private EvaluatorMessage()
    {
    }

    /// <summary>Evaluate what is pending and make a block of it (PoR §5.2 step 1).</summary>
    /// <param name="Request">Whose block, on which state.</param>
    /// <param name="Candidates">In the order in which they are tried.</param>
    /// <param name="Evidence">Pending evidence.</param>
    public sealed record Build(
        MempoolMessage.BuildBlock Request,
        ImmutableArray<SignedTransaction> Candidates,
        ImmutableArray<Evidence> Evidence) : EvaluatorMessage;

    /// <summary>Re-evaluate the leader's block (PoR §5.2 step 3).</summary>
    /// <param name="Branch">The chain that the block extends.</param>
    /// <param name="Value">What is voted on.</param>
    /// <param name="Block">Its body.</param>
    public sealed record Verify(Branch Branch, BlockValue Value, Block Block) : EvaluatorMessage;

    /// <summary>A block has its certificate and is stored: it must not be one that this peer finds bad (I13).</summary>
    /// <param name="Branch">The chain that the block extends.</param>
    /// <param name="Block">The block.</param>
    public sealed record Certified(Branch Branch, Block Block) : EvaluatorMessage;
}
