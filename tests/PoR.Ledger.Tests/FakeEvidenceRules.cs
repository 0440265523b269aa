using PoR.Core.Agreement;
using PoR.Ledger.Blocks;
using PoR.Ledger.State;

namespace PoR.Ledger.Tests;

/// <summary>Believes all evidence, or none.</summary>
internal sealed class FakeEvidenceRules(EvidenceFault? fault = null) : IEvidenceRules
{
    public EvidenceFault? Fault(Evidence evidence, LedgerState parent) => fault;
}
