using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Exploration.Bba.Mutations;

/// <summary>t_H votes (0, v) of whichever step from 4 on end the round.</summary>
internal sealed class EndZeroAnywhere(CommitteeView view) : BbaRules(view)
{
    public override BlockValue? BlockEndingOf(Step step, ReadOnlySpan<Vote> votes)
    {
        if (!step.CarriesBit || step.CanEndWithBlock)
            return base.BlockEndingOf(step, votes);
        var moved = new Vote[votes.Length];
        for (var i = 0; i < moved.Length; i++)
        {
            var vote = votes[i];
            moved[i] = new Vote(
                new UnverifiedVote(vote.Ballot with { Step = Step.BbaStart }, vote.Message.Signature),
                vote.Member, vote.Seats, vote.Rank);
        }

        return base.BlockEndingOf(Step.BbaStart, moved);
    }
}
