using PoR.Core.Agreement;
using PoR.Ledger.State;

namespace PoR.Ledger.Blocks;

/// <summary>Checks what evidence proves: votes, credentials and weights of its round.</summary>
public interface IEvidenceRules
{
    /// <summary>What is wrong with a piece of evidence, in one sentence; null when it proves what it says.</summary>
    /// <param name="evidence">As a block carries it.</param>
    /// <param name="parent">The state before that block: names the branch.</param>
    string? Fault(Evidence evidence, LedgerState parent);
}
