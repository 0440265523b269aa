using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.Agreement;

/// <summary>What the votes of one step amount to: everything that a round's machine may act on, and no more.</summary>
/// <param name="Round">r.</param>
/// <param name="Parent">H(B^{r−1}): on which branch.</param>
/// <param name="Step">The step of the votes, 2 and up.</param>
/// <remarks>
/// A quorum has t_H seats. Equivocators count in no quorum; in the endings each of their two messages counts (PoR §5.2
/// as Algorand'_2 defines it). So a quorum may be lost again, but an ending cannot.
/// </remarks>
public sealed record TallySummary(Round Round, BlockDigest Parent, Step Step)
{
    /// <summary>Steps 2 and 3: the value of a quorum; null for none.</summary>
    public BlockValue? ValueQuorum { get; init; }

    /// <summary>Steps 2 and 3: a quorum for ⊥.</summary>
    public bool HasEmptyQuorum { get; init; }

    /// <summary>Step 3: the heaviest value of at least ⌈t_H/2⌉ seats; null for none.</summary>
    public BlockValue? HalfQuorum { get; init; }

    /// <summary>Step 3: the block in which enough seats for a blacklisting have no confidence.</summary>
    public BlockValue? NoConfidenceQuorum { get; init; }

    /// <summary>From step 4: a quorum of bit 0, whatever its values.</summary>
    public bool HasZeroQuorum { get; init; }

    /// <summary>With <see cref="HasZeroQuorum"/>: the heaviest value among the votes of bit 0.</summary>
    public BlockValue? ZeroValue { get; init; }

    /// <summary>From step 4: a quorum of bit 1.</summary>
    public bool HasOneQuorum { get; init; }

    /// <summary>Ending Condition 0, in steps 4, 7, 10, …: the value of t_H equal votes (0, v).</summary>
    public BlockValue? BlockEnding { get; init; }

    /// <summary>Ending Condition 1, in steps 5, 8, 11, …: t_H votes of bit 1.</summary>
    public bool HasEmptyEnding { get; init; }

    /// <summary>
    /// From two loops after <see cref="StepWindow.LeavesOutFrom"/> on: ⌈t_H/2⌉ seats have spoken, so at least one
    /// honest node has been in this step (f &lt; n/3).
    /// </summary>
    public bool IsUnderway { get; init; }

    /// <summary>In steps 6, 9, 12, …: the last bit of the least rank heard; null for none.</summary>
    public byte? Coin { get; init; }

    /// <summary>How many senders contradicted themselves.</summary>
    public int ContradictionCount { get; init; }
}
