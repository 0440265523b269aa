using PoR.Core.Genesis;
using PoR.Core.Rounds;
using PoR.Ledger.State;

namespace PoR.Ledger.Stake;

/// <summary>
/// ⌊c·m⌋, at least 1, with m the weighted median of reputation (D1). Each account counts with what it weighs under the
/// cap before, not as a head: so many accounts of little reputation, or of little age, do not pull the cap down to
/// their own.
/// </summary>
internal static class WeightCap
{
    /// <summary>The cap of the state after a block.</summary>
    /// <param name="before">Of the state before; null in genesis, where an account counts with all that it has.</param>
    /// <param name="accounts">As the block leaves them.</param>
    /// <param name="round">The block's.</param>
    /// <param name="genesis">Parameters and rules.</param>
    /// <returns>Null without a cap; the cap before while nobody may speak.</returns>
    public static long? After(
        long? before, StateMap<Account> accounts, Round round, GenesisDocument genesis)
    {
        var parameters = genesis.Parameters;
        if (parameters.WeightCapInMedians is not { } share)
            return null;
        var counted = StakeTable.ConsideredOf(accounts.InOrder, round.Next, genesis, before).ToArray();
        if (counted.Length == 0)
            return before ?? 1;
        var stakes = Array.ConvertAll(counted, a => StakeTable.StakeOf(a, parameters));
        var weights = Array.ConvertAll(counted, a => StakeTable.WeightOf(a, round.Next, parameters, before));
        Array.Sort(stakes, weights);
        var capped = (Int128)WeightedMedian(stakes, weights) * share.Numerator / share.Denominator;
        return (long)Int128.Clamp(capped, 1, long.MaxValue);
    }

    /// <summary>The least stake up to which at least half of the weight lies.</summary>
    private static long WeightedMedian(ReadOnlySpan<long> ascending, ReadOnlySpan<long> weights)
    {
        Int128 total = 0;
        foreach (var weight in weights)
            total += weight;
        var place = 0;
        for (Int128 sum = weights[0]; 2 * sum < total; sum += weights[place])
            place++;
        return ascending[place];
    }
}
