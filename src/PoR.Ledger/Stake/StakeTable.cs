using System.Collections.Immutable;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Ledger.State;

namespace PoR.Ledger.Stake;

/// <summary>Who is eligible in a round, and with which weight (PoR §3.3, §3.4, §6.3.2; D1, D35, D38).</summary>
internal sealed class StakeTable
{
    private StakeTable(
        ImmutableArray<WeightedAccount> eligible, int considered, ExactFraction? minimumStake, long? weightMax)
    {
        Eligible = eligible;
        Considered = considered;
        MinimumStake = minimumStake;
        WeightMax = weightMax;
        foreach (var account in eligible)
            TotalWeight += account.Weight;
    }

    /// <summary>In ascending order of key.</summary>
    public ImmutableArray<WeightedAccount> Eligible { get; }

    /// <summary>How many accounts the quantiles are taken over.</summary>
    public int Considered { get; }

    /// <summary>Q(q), at least 1; null when nobody is considered.</summary>
    public ExactFraction? MinimumStake { get; }

    /// <summary>⌊c·median⌋, at least 1; null without a cap.</summary>
    public long? WeightMax { get; }

    /// <summary>W.</summary>
    public long TotalWeight { get; }

    /// <summary>True when nobody would be eligible, so that the blacklist is ignored and every weight is 1.</summary>
    public bool IsFallback => MinimumStake is null;

    /// <summary>The table of a round.</summary>
    /// <param name="state">Keys, entry, reputation and its own blacklist come from here.</param>
    /// <param name="round">r, later than the state's round.</param>
    public static StakeTable Of(LedgerState state, Round round) =>
        Of(state, round, static (account, inRound) => account.IsBlacklistedIn(inRound));

    /// <summary>
    /// The table of a round if behaviour had blacklisted nobody. The cap on such bans is a share of this table's
    /// weight.
    /// </summary>
    internal static StakeTable WithoutBehaviour(LedgerState state, Round round) =>
        Of(state, round, static (account, inRound) => account.EvidenceBlacklistedUntil >= inRound);

    private static StakeTable Of(LedgerState state, Round round, Func<Account, Round, bool> isBlacklisted)
    {
        var parameters = state.Parameters;
        var entered = state.Accounts.InOrder.Where(a => HasEntered(a, round, parameters)).ToList();
        var considered = entered.Where(a => !isBlacklisted(a, round) && StakeOf(a, parameters) >= 1).ToList();
        if (considered.Count == 0)
            return new StakeTable([.. entered.Select(a => new WeightedAccount(a, 1))], 0, null, null);

        var stakes = considered.Select(a => StakeOf(a, parameters)).ToArray();
        Array.Sort(stakes);
        var minimum = Quantile.Of(stakes, parameters.MinimumStakeQuantile);
        var weightMax = WeightMaxOf(stakes, parameters);
        var eligible = ImmutableArray.CreateBuilder<WeightedAccount>(considered.Count);
        foreach (var account in considered)
        {
            var stake = StakeOf(account, parameters);
            if (minimum.IsAtMost(stake))
                eligible.Add(new WeightedAccount(account, Math.Min(stake, weightMax ?? stake)));
        }

        return new StakeTable(eligible.ToImmutable(), considered.Count, minimum, weightMax);
    }

    /// <summary>Keys k rounds ago and, if not of genesis, a congruent review (PoR §3.8).</summary>
    private static bool HasEntered(Account account, Round round, ProtocolParameters parameters) =>
        account.IsGenesis
        || (account.HasCongruentReview
            && account.RegisteredRound is { } registered
            && registered <= round - parameters.LookBackRounds);

    private static long StakeOf(Account account, ProtocolParameters parameters) =>
        parameters.StakeKind == StakeKind.Tokens ? (long)account.Balance : account.Reputation;

    private static long? WeightMaxOf(long[] stakes, ProtocolParameters parameters)
    {
        if (parameters.WeightCapInMedians is not { } cap)
            return null;
        var median = Quantile.Of(stakes, new Ratio(1, 2));
        var capped = median.Numerator * cap.Numerator / (median.Denominator * cap.Denominator);
        return (long)Int128.Clamp(capped, 1, long.MaxValue);
    }
}

/// <summary>An account that is eligible in a round.</summary>
/// <param name="Account">Registered or of genesis.</param>
/// <param name="Weight">ω: integer sub-users, 1 and up.</param>
internal readonly record struct WeightedAccount(Account Account, long Weight);
