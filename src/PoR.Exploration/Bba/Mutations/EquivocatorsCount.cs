using PoR.Consensus.Agreement;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Exploration.Bba.Mutations;

/// <summary>The tally takes each further message of a sender for one of somebody else.</summary>
internal sealed class EquivocatorsCount(CommitteeView view) : BbaRules(view)
{
    private readonly int _members = view.Members.Length;

    public override TallySummary SummaryOf(Step step, ReadOnlySpan<Vote> votes)
    {
        var heard = new Vote[votes.Length];
        for (var i = 0; i < votes.Length; i++)
        {
            var vote = votes[i];
            var isSecond = Array.Exists(heard[..i], known => known.Member == vote.Member);
            heard[i] = isSecond ? new Vote(vote.Message, vote.Member + _members, vote.Seats, vote.Rank) : vote;
        }

        return base.SummaryOf(step, heard);
    }
}
