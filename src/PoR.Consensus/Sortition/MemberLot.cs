using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Consensus.Sortition;

/// <summary>What a member won in a round and step: membership of SV^{r,s} (PoR §5.2).</summary>
/// <param name="Seats">1 and up.</param>
/// <param name="Output">β of the credential.</param>
public readonly record struct MemberLot(long Seats, VrfOutput Output)
{
    /// <summary>Least rank of the seats: the leader's lot in step 1, the coin's in others.</summary>
    public CredentialRank Rank => Credentials.Rank(Output, Seats);

    /// <summary>
    /// Looks up the seats of a credential's output. The member itself and all verifiers use this same function.
    /// </summary>
    /// <param name="view">Of the credential's round.</param>
    /// <param name="step">s.</param>
    /// <param name="member">A member of <paramref name="view"/>.</param>
    /// <param name="output">β of <see cref="Credentials.Alpha"/>.</param>
    /// <returns>Null when no seat is won.</returns>
    public static MemberLot? Draw(CommitteeView view, Step step, CommitteeMember member, VrfOutput output)
    {
        var seats = SortitionTables.Of(view).For(step, member).Seats(output);
        return seats == 0 ? null : new MemberLot(seats, output);
    }
}
