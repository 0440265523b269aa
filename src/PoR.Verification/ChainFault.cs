using PoR.Core.Protocol;

namespace PoR.Verification;

/// <summary>Why a chain is not what it claims to be.</summary>
/// <param name="Round">The round of the block at fault; 0 for genesis.</param>
/// <param name="Reason">One sentence.</param>
public sealed record ChainFault(Round Round, string Reason);
