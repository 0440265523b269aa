using PoR.Actors.Contract;
using PoR.Core.Agreement;

namespace PoR.Actors.Rounds;

/// <summary>What the check of a certificate of the open round has found.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Fault">One sentence or word; null when it holds.</param>
public sealed record EndingChecked(Certificate Certificate, string? Fault) : IMessage;
