using PoR.Core.Agreement;

namespace PoR.Consensus.Votes;

/// <summary>What a verifier says of a vote. Closed: every case is nested here.</summary>
public abstract record VoteVerdict
{
    private VoteVerdict()
    {
    }

    /// <summary>The vote counts.</summary>
    public sealed record Accepted(Vote Vote) : VoteVerdict;

    /// <summary>The vote is refused.</summary>
    public sealed record Rejected(VoteFault Fault) : VoteVerdict;
}
