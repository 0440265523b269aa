using System.Collections.Immutable;

namespace PoR.Ledger.Chain;

/// <summary>What became of a certified block. Closed: every case is nested here.</summary>
public abstract record AddOutcome
{
    private AddOutcome()
    {
    }

    /// <summary>It is in the tree.</summary>
    /// <param name="Tree">The tree with it.</param>
    /// <param name="Abandoned">What the main chain lost, newest first; empty unless it switched.</param>
    /// <param name="Adopted">What the main chain gained, oldest first; empty when the block lies beside it.</param>
    /// <param name="IsFork">Its parent had another certified child.</param>
    /// <param name="IsViolation">Both are non-empty: agreement is broken, never a mere fork.</param>
    public sealed record Added(
        ChainTree Tree,
        ImmutableArray<ChainNode> Abandoned,
        ImmutableArray<ChainNode> Adopted,
        bool IsFork,
        bool IsViolation) : AddOutcome;

    /// <summary>It was there.</summary>
    public sealed record AlreadyKnown : AddOutcome;

    /// <summary>Its parent is not in the tree: not heard of yet, or pruned.</summary>
    public sealed record UnknownParent : AddOutcome;
}
