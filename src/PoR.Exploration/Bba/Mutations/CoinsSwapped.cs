using PoR.Consensus.Agreement;
using PoR.Core.Agreement;

namespace PoR.Exploration.Bba.Mutations;

/// <summary>Steps 5, 8, … follow the row of steps 6, 9, …, and these the row of 5, 8, ….</summary>
internal sealed class CoinsSwapped(CommitteeView view) : BbaRules(view)
{
    public override Position? Decide(RoundMachine round)
    {
        var other = round.Step.IsCoinFixedToZero ? round.Step.Next : round.Step.Previous;
        if (!round.Step.IsCoinFixedToZero && !round.Step.IsCoinFixedToOne)
            return base.Decide(round);
        return base.Decide(round with
        {
            Step = other,
            ElapsedStep = round.IsDeadlineOver ? other : other.Previous,
            Summaries = round.Summaries.Clear().Add(other.Previous, round.SummaryOf(round.Step.Previous)!),
        });
    }
}
