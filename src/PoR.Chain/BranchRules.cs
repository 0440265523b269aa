using PoR.Consensus.Admission;
using PoR.Consensus.EvidenceRules;
using PoR.Consensus.Votes;
using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Ledger.Blocks;
using PoR.Ledger.State;

namespace PoR.Chain;

/// <summary>
/// Checks evidence and rights to sponsor against the state of their round on the same chain, so that everybody who has
/// the chain gets the same answer (D13, D41).
/// </summary>
public sealed class BranchRules(Branch branch, ICredentialChecks checks) : IBranchRules
{
    /// <inheritdoc/>
    public EvidenceFault? Fault(Evidence evidence, LedgerState parent)
    {
        CheckBranch(parent);
        var on = evidence switch
        {
            Evidence.NoConfidence e => e.Parent,
            Evidence.Contradiction e => e.First.Ballot.Parent,
            Evidence.WrongCredential e => e.Vote.Ballot.Parent,
            _ => throw new System.Diagnostics.UnreachableException($"No rules for {evidence.GetType().Name}."),
        };
        return branch.ViewAfter(on) is { } view
            ? EvidenceVerifier.Verify(evidence, view, checks)
            : new EvidenceFault.NotOnThisChain(evidence.Round);
    }

    /// <inheritdoc/>
    public SponsorshipFault? Fault(Sponsorship sponsorship, LedgerState parent)
    {
        CheckBranch(parent);
        return branch.ViewForRights(sponsorship.Right.Round, sponsorship.Seed) is { } view
            ? SponsorshipVerifier.Verify(sponsorship, view, checks)
            : new SponsorshipFault.NotOnThisChain(sponsorship.Right);
    }

    private void CheckBranch(LedgerState parent)
    {
        if (parent.BlockDigest != branch.Tip)
            throw new ArgumentException("The state is not this branch's.", nameof(parent));
    }
}
