using PoR.Core.Agreement;

namespace PoR.Actors.Rounds;

/// <summary>Why a proposal is refused (D7). Closed: every case is nested here.</summary>
public abstract record ProposalFault
{
    private ProposalFault()
    {
    }

    /// <summary>Its ballot is not of step 1, or does not name its sender as the leader.</summary>
    public sealed record NotAProposersBallot : ProposalFault;

    /// <summary>Its sender is not eligible.</summary>
    public sealed record NotEligible : ProposalFault;

    /// <summary>Its block is of another proposer, or of another branch.</summary>
    public sealed record ForeignBlock : ProposalFault;

    /// <summary>Its block has too many transactions, or too many bytes.</summary>
    public sealed record TooLarge(int Transactions, long Bytes) : ProposalFault;

    /// <summary>Its evidence is not the block's.</summary>
    public sealed record WrongEvidence : ProposalFault;

    /// <summary>Its ballot is for another block than it brings.</summary>
    public sealed record WrongBlock : ProposalFault;

    /// <summary>Its ballot does not verify.</summary>
    public sealed record InvalidVote(VoteFault Fault) : ProposalFault;
}
