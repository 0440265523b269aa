using System.Collections.Immutable;

namespace PoR.Reports.Results;

/// <summary>One account's reputation after each round.</summary>
/// <param name="Account">The public key's first 12 hexadecimal digits.</param>
/// <param name="Reputation">One value a round, from round 1 on.</param>
/// <param name="BlacklistedFromRound">First round of a blacklisting in this run; null for none.</param>
/// <param name="BlacklistedUntilRound">Last round of it; null when it outlasts the run, or for none.</param>
public sealed record ReputationTrack(
    string Account,
    ImmutableArray<long> Reputation,
    long? BlacklistedFromRound,
    long? BlacklistedUntilRound);
