using PoR.Actors.Contract;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;

namespace PoR.Actors.Services;

/// <summary>What the check of a vote has found.</summary>
/// <param name="Vote">The vote.</param>
/// <param name="Verdict">Accepted, or the fault.</param>
public sealed record VoteChecked(UnverifiedVote Vote, VoteVerdict Verdict) : IMessage;
