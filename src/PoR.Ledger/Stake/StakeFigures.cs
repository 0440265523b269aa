using PoR.Core.Rounds;
using PoR.Ledger.State;

namespace PoR.Ledger.Stake;

/// <summary>How the weight of a round is spread (PoR §6.3.2; D1).</summary>
/// <param name="MinimumStake">Whoever has less is not eligible; 0 when nobody has any stake.</param>
/// <param name="WeightMax">The cap; null without one.</param>
/// <param name="GreatestShare">Of W, that of the account that weighs most, 0..1.</param>
public readonly record struct StakeFigures(double MinimumStake, long? WeightMax, double GreatestShare)
{
    /// <summary>The figures of a round.</summary>
    /// <param name="stake">The state that the round's stake comes from.</param>
    /// <param name="round">r.</param>
    public static StakeFigures Of(LedgerState stake, Round round)
    {
        var table = StakeTable.Of(stake, round);
        return new StakeFigures(
            table.MinimumStake is { } minimum ? (double)minimum.Numerator / (double)minimum.Denominator : 0,
            table.WeightMax,
            table.TotalWeight == 0 ? 0 : (double)table.Eligible.Max(e => e.Weight) / table.TotalWeight);
    }
}
