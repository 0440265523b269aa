using PoR.Consensus.Agreement;
using PoR.Core.Agreement;

namespace PoR.Exploration.Bba.Mutations;

/// <summary>Step 3 votes for the block of the quorum, whatever its re-evaluation has found.</summary>
internal sealed class VoteThoughBad(CommitteeView view) : BbaRules(view)
{
    public override Position? Decide(RoundMachine round) =>
        base.Decide(round) is { } position
            ? position.NoConfidence is { } bad ? new Position(bad) : position
            : null;
}
