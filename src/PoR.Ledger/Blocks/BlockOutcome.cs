using System.Collections.Immutable;
using PoR.Ledger.State;

namespace PoR.Ledger.Blocks;

/// <summary>What executing a block comes to. Closed: every case is nested here.</summary>
public abstract record BlockOutcome
{
    private BlockOutcome()
    {
    }

    /// <summary>The block keeps every rule.</summary>
    /// <param name="Next">The state after it.</param>
    /// <param name="Tolerated">Evaluations that differ, fewer than reject a block.</param>
    public sealed record Valid(LedgerState Next, ImmutableArray<BlockFault> Tolerated) : BlockOutcome;

    /// <summary>The block breaks rules.</summary>
    /// <param name="Faults">In the order in which they were found; the last one ended the search.</param>
    public sealed record Invalid(ImmutableArray<BlockFault> Faults) : BlockOutcome;
}

/// <summary>One thing that is wrong with a block.</summary>
/// <param name="Kind">What.</param>
/// <param name="Entry">Index in the payset, or in the evidence for its kinds; null for the whole block.</param>
/// <param name="Reason">In one sentence.</param>
public sealed record BlockFault(BlockFaultKind Kind, int? Entry, string Reason);

/// <summary>What can be wrong with a block.</summary>
public enum BlockFaultKind : byte
{
    /// <summary>Made for another network.</summary>
    WrongNetwork = 1,

    /// <summary>Not of the round after the parent's.</summary>
    WrongRound,

    /// <summary>Names another parent.</summary>
    WrongParent,

    /// <summary>Names another Q^{r−1}.</summary>
    WrongParentSeed,

    /// <summary>Its time is below the parent's.</summary>
    TimeBeforeParent,

    /// <summary>Without a proposer, but not the empty block.</summary>
    NotTheEmptyBlock,

    /// <summary>Too many transactions or too much evidence.</summary>
    TooManyEntries,

    /// <summary>Too many bytes.</summary>
    TooLarge,

    /// <summary>The header does not cover this payset.</summary>
    WrongPaysetDigest,

    /// <summary>The header does not cover this evidence.</summary>
    WrongEvidenceDigest,

    /// <summary>A transaction breaks a rule of the ledger.</summary>
    Transaction,

    /// <summary>A transaction is not signed by its sender.</summary>
    Signature,

    /// <summary>A review without evaluation, or an evaluation without review.</summary>
    MisplacedEvaluation,

    /// <summary>A score is off its scale, or the verdict cannot follow from it.</summary>
    ImpossibleEvaluation,

    /// <summary>A score differs from one's own by more than the tolerance.</summary>
    ScoreDiffers,

    /// <summary>A verdict differs from one's own.</summary>
    VerdictDiffers,

    /// <summary>A flag is missing or should not be there.</summary>
    FlagsDiffer,

    /// <summary>RepAdjust does not follow from the state and the payset before.</summary>
    AdjustmentDiffers,

    /// <summary>Evidence that proves nothing.</summary>
    EvidenceProvesNothing,

    /// <summary>Evidence that this or an earlier block has brought.</summary>
    EvidenceRepeated,

    /// <summary>Evidence of a round that is too old, or has not ended.</summary>
    EvidenceOutOfTime,

    /// <summary>Evidence against an account that does not exist.</summary>
    EvidenceAgainstNobody,

    /// <summary>The header names another state after this block.</summary>
    WrongStateRoot,

    /// <summary>The proposer was not eligible, or its proof of Q^{r−1} does not hold.</summary>
    WrongSeedProof,
}
