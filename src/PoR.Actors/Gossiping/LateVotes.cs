using System.Collections;
using PoR.Actors.Services;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Actors.Gossiping;

/// <summary>
/// Which votes of the round before were heard. They come too late to matter; they are told apart only to count what
/// arrives.
/// </summary>
/// <param name="view">Of that round.</param>
/// <param name="checks">Knows members by index.</param>
/// <param name="heard">By step from 2 on, a bit for each member; null for a step without a committee.</param>
internal sealed class LateVotes(CommitteeView view, PeerChecks checks, BitArray?[] heard)
{
    /// <summary>Whether a vote has not come before.</summary>
    public bool Add(UnverifiedVote vote)
    {
        var place = vote.Ballot.Step.Number - Step.LeaderSelection.Number;
        if (vote.Ballot.Parent != view.Parent || (uint)place >= (uint)heard.Length)
            return false;
        var member = checks.MemberOf(vote, view);
        if (member < 0)
            return false;
        var bits = heard[place] ??= new BitArray(view.Members.Length);
        var isNew = !bits[member];
        bits[member] = true;
        return isNew;
    }
}
