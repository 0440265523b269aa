using PoR.Actors.Contract;
using PoR.Core.Agreement;

namespace PoR.Actors.Ledgers;

/// <summary>What the check of a peer's certified block has found.</summary>
/// <param name="Block">The block and its certificate.</param>
/// <param name="Fault">One sentence; null when the certificate holds.</param>
public sealed record CertificateChecked(CertifiedBlock Block, string? Fault) : IMessage;
