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
        CertificateFault.InvalidVote f => Of(f, f.Fault),
        CertificateFault.InvalidTicket f => Of(f, f.Fault),
        EvidenceFault.InvalidVote f => Of(f, f.Fault),
        BlockFault.InvalidTransaction f => Of(f, f.Fault),
        BlockFault.SponsorshipProvesNothing f => Of(f, f.Fault),
        BlockFault.EvidenceProvesNothing f => Of(f, f.Fault),
        BlockFault.EvidenceRefused f => Of(f, f.Refusal),
        Enum value => value.ToString(),
        _ => fault.GetType().Name,
    };

    /// <summary>The same of a union that stands above this layer.</summary>
    /// <param name="whole">A case that carries the fault of a part.</param>
    /// <param name="part">That fault.</param>
    /// <returns>For example <c>Invalid.Overdrawn</c>.</returns>
    public static string Of(object whole, object part) => $"{whole.GetType().Name}.{Of(part)}";
}
