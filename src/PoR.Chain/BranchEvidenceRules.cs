using PoR.Consensus.EvidenceRules;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Ledger.Blocks;
using PoR.Ledger.State;

namespace PoR.Chain;

/// <summary>
/// Checks evidence against the state of its round on the same chain, so that everybody who has the chain gets the same
/// answer (D13).
/// </summary>
public sealed class BranchEvidenceRules(Branch branch, ICredentialChecks checks) : IEvidenceRules
{
    /// <inheritdoc/>
    public EvidenceFault? Fault(Evidence evidence, LedgerState parent)
    {
        if (parent.BlockDigest != branch.Tip)
            throw new ArgumentException("The state is not this branch's.", nameof(parent));
        var on = evidence switch
        {
            Evidence.NoConfidence e => e.Parent,
            Evidence.Contradiction e => e.First.Ballot.Parent,
            _ => throw new System.Diagnostics.UnreachableException($"No rules for {evidence.GetType().Name}."),
        };
        return branch.ViewAfter(on) is { } view
            ? EvidenceVerifier.Verify(evidence, view, checks)
            : new EvidenceFault.NotOnThisChain(evidence.Round);
    }
}
