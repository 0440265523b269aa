using PoR.Core.Agreement;
using PoR.Core.Identities;

namespace PoR.Consensus.Votes;

/// <summary>A vote whose membership, signature and credential have been checked; only the verifier makes one.</summary>
public sealed class Vote
{
    internal Vote(UnverifiedVote message, int member, long seats, CredentialRank? rank)
    {
        Message = message;
        Member = member;
        Seats = seats;
        Rank = rank;
    }

    /// <summary>The vote as it came.</summary>
    public UnverifiedVote Message { get; }

    /// <summary>What it says.</summary>
    public Ballot Ballot => Message.Ballot;

    /// <summary>The sender's place among the members of the view in which the vote was checked, from 0 on.</summary>
    public int Member { get; }

    /// <summary>How many seats of the committee its sender holds, 1 and up.</summary>
    public long Seats { get; }

    /// <summary>
    /// Least rank of the sender's seats: the leader's lot in step 1, the coin's in others; null in steps that
    /// <see cref="PoR.Core.Rounds.Step.HasRanks">have none</see>.
    /// </summary>
    public CredentialRank? Rank { get; }
}
