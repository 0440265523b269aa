using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Ledger.Blocks;
using PoR.Ledger.State;

namespace PoR.Ledger.Tests;

/// <summary>Believes all evidence, or none, and all sponsorships.</summary>
internal sealed class FakeBranchRules(EvidenceFault? fault = null) : IBranchRules
{
    public EvidenceFault? Fault(Evidence evidence, LedgerState parent) => fault;

    public SponsorshipFault? Fault(Sponsorship sponsorship, LedgerState parent) => null;
}
