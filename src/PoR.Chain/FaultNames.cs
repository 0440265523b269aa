using PoR.Consensus.Certificates;
using PoR.Core.Agreement;
using PoR.Ledger.Blocks;

namespace PoR.Chain;

/// <summary>Names of faults, to count by: without the data that make each sentence another one.</summary>
public static class FaultNames
{
    /// <summary>The case's name; behind it, after a point, that of the part's fault.</summary>
    /// <param name="fault">A case of a union of faults, or an enum's value.</param>
    /// <returns>For example <c>InvalidVote.NotSelected</c>.</returns>
    public static string Of(object fault) => fault switch
    {
        CertificateFault.InvalidVote f => $"{nameof(CertificateFault.InvalidVote)}.{f.Fault}",
        CertificateFault.InvalidTicket f => $"{nameof(CertificateFault.InvalidTicket)}.{f.Fault}",
        EvidenceFault.InvalidVote f => $"{nameof(EvidenceFault.InvalidVote)}.{f.Fault}",
        BlockFault.InvalidTransaction f => $"{nameof(BlockFault.InvalidTransaction)}.{Of(f.Fault)}",
        BlockFault.EvidenceProvesNothing f => $"{nameof(BlockFault.EvidenceProvesNothing)}.{Of(f.Fault)}",
        BlockFault.EvidenceRefused f => $"{nameof(BlockFault.EvidenceRefused)}.{f.Refusal}",
        Enum value => value.ToString(),
        _ => fault.GetType().Name,
    };
}
