using PoR.Consensus.Agreement;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Exploration.Bba.Mutations;

/// <summary>Step 4 (c) gives bit 0, as (a) does.</summary>
internal sealed class GradeOneIsZero(CommitteeView view) : BbaRules(view)
{
    public override Position? Decide(RoundMachine round)
    {
        var position = base.Decide(round);
        return round.Step == Step.BbaStart && position is { Value: not null } ? position with { Bit = 0 } : position;
    }
}
