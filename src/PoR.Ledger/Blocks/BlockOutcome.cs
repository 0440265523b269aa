using System.Collections.Immutable;
using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.State;
using PoR.Ledger.Transactions;

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

/// <summary>One thing that is wrong with a block, with its data. Closed: every case is nested here.</summary>
/// <remarks>Entries and pieces of evidence are numbered from 0.</remarks>
public abstract record BlockFault
{
    private BlockFault()
    {
    }

    /// <summary>The block is made for another network.</summary>
    public sealed record WrongNetwork : BlockFault;

    /// <summary>The block's round is not the one after its parent's.</summary>
    public sealed record WrongRound(Round Round, Round Expected) : BlockFault;

    /// <summary>Names another parent.</summary>
    public sealed record WrongParent : BlockFault;

    /// <summary>Names another Q^{r−1}.</summary>
    public sealed record WrongParentSeed : BlockFault;

    /// <summary>Its time is below the parent's.</summary>
    public sealed record TimeBeforeParent : BlockFault;

    /// <summary>Without a proposer, but not the empty block.</summary>
    public sealed record NotTheEmptyBlock : BlockFault;

    /// <summary>Too many transactions or too much evidence.</summary>
    public sealed record TooManyEntries : BlockFault;

    /// <summary>Too many bytes.</summary>
    public sealed record TooLarge(int BytesMax) : BlockFault;

    /// <summary>The header does not cover this payset.</summary>
    public sealed record WrongPaysetDigest : BlockFault;

    /// <summary>The header does not cover this evidence.</summary>
    public sealed record WrongEvidenceDigest : BlockFault;

    /// <summary>The header names another state after this block.</summary>
    public sealed record WrongStateRoot : BlockFault;

    /// <summary>The proposer was not eligible, or its proof of Q^{r−1} does not hold.</summary>
    public sealed record WrongSeedProof : BlockFault;

    /// <summary>A transaction breaks a rule of the ledger.</summary>
    public sealed record InvalidTransaction(int Entry, TransactionFault Fault) : BlockFault;

    /// <summary>A transaction is not signed by its sender.</summary>
    public sealed record WrongSignature(int Entry) : BlockFault;

    /// <summary>A review without evaluation, or an evaluation without review.</summary>
    public sealed record MisplacedEvaluation(int Entry) : BlockFault;

    /// <summary>A score is off its scale, or the verdict cannot follow from it.</summary>
    public sealed record ImpossibleEvaluation(int Entry) : BlockFault;

    /// <summary>A score differs from one's own by more than the tolerance. 0..100.</summary>
    public sealed record ScoreDiffers(int Entry, byte Own, byte Stored) : BlockFault;

    /// <summary>A verdict differs from one's own.</summary>
    public sealed record VerdictDiffers(int Entry, CongruenceVerdict Own, CongruenceVerdict Stored) : BlockFault;

    /// <summary>A flag is missing or should not be there.</summary>
    public sealed record FlagsDiffer(int Entry, BehaviourFlags Own, BehaviourFlags Stored) : BlockFault;

    /// <summary>RepAdjust does not follow from the state and the payset before.</summary>
    public sealed record AdjustmentDiffers(int Entry, long Own, long Stored) : BlockFault;

    /// <summary>A registration whose sponsorship proves no right.</summary>
    public sealed record SponsorshipProvesNothing(int Entry, SponsorshipFault Fault) : BlockFault;

    /// <summary>Evidence that proves nothing.</summary>
    public sealed record EvidenceProvesNothing(int Piece, EvidenceFault Fault) : BlockFault;

    /// <summary>Evidence whose time or target is wrong, or that was brought before.</summary>
    public sealed record EvidenceRefused(int Piece, EvidenceRefusal Refusal) : BlockFault;
}

/// <summary>Why a block may not carry a piece of evidence, whatever it proves.</summary>
public enum EvidenceRefusal : byte
{
    /// <summary>This or an earlier block has brought it.</summary>
    Repeated = 1,

    /// <summary>The evidence is of a round that is too old, or that has not ended.</summary>
    OutOfTime,

    /// <summary>Against an account that does not exist.</summary>
    AgainstNobody,
}
