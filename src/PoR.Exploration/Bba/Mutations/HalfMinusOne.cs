using PoR.Consensus.Agreement;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Exploration.Bba.Mutations;

/// <summary>Step 4 (c) is content with a seat less.</summary>
internal sealed class HalfMinusOne(CommitteeView view) : BbaRules(view)
{
    /// <summary>A tally of this t_H has its half at ⌈t_H/2⌉ − 1.</summary>
    private long Half => 2 * (((Threshold + 1) / 2) - 1);

    public override TallySummary SummaryOf(Step step, ReadOnlySpan<Vote> votes)
    {
        var summary = base.SummaryOf(step, votes);
        return step == Step.BlockVerification
            ? summary with { HalfQuorum = Count(step, votes, Half).HalfQuorum }
            : summary;
    }
}
