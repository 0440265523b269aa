using PoR.Consensus.Votes;

namespace PoR.Consensus.Agreement;

/// <summary>Two verified votes of one sender in one round and step, on one parent, that say different things.</summary>
/// <param name="First">As heard first.</param>
/// <param name="Second">As heard second.</param>
public sealed record Contradiction(Vote First, Vote Second);
