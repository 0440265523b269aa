using System.Collections.Immutable;
using PoR.Core.Genesis;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Ledger.State;

namespace PoR.Ledger.Stake;

/// <summary>Who is eligible in a round, and with which weight (PoR §3.3, §3.4, §6.3.2; D1, D35, D38, D41).</summary>
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

    /// <summary>How many accounts the quantile is taken over.</summary>
    public int Considered { get; }

    /// <summary>Q(q), at least 1; null when nobody is considered.</summary>
    public ExactFraction? MinimumStake { get; }

    /// <summary>The cap, at least 1; null without one.</summary>
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

    /// <summary>Of whom quantile and cap are taken: who has entered, is not blacklisted and would weigh 1.</summary>
    /// <param name="accounts">All.</param>
    /// <param name="round">In which they would weigh.</param>
    /// <param name="genesis">Parameters and rules.</param>
    /// <param name="weightMax">The cap.</param>
    internal static IEnumerable<Account> ConsideredOf(
        IEnumerable<Account> accounts, Round round, GenesisDocument genesis, long? weightMax) =>
        accounts.Where(a => HasEntered(a, round, genesis) && !a.IsBlacklistedIn(round)
            && WeightOf(a, round, genesis.Parameters, weightMax) >= 1);

    /// <summary>What weighs: reputation, or tokens to compare the two.</summary>
    internal static long StakeOf(Account account, ProtocolParameters parameters) =>
        parameters.StakeKind == StakeKind.Tokens ? (long)account.Balance : account.Reputation;

    private static StakeTable Of(LedgerState state, Round round, Func<Account, Round, bool> isBlacklisted)
    {
        var (parameters, weightMax) = (state.Parameters, state.WeightMax);
        var entered = state.Accounts.InOrder.Where(a => HasEntered(a, round, state.Genesis)).ToList();
        var considered = entered
            .Where(a => !isBlacklisted(a, round) && WeightOf(a, round, parameters, weightMax) >= 1)
            .ToList();
        if (considered.Count == 0)
            return new StakeTable([.. entered.Select(a => new WeightedAccount(a, 1))], 0, null, null);

        var stakes = considered.Select(a => StakeOf(a, parameters)).ToArray();
        Array.Sort(stakes);
        var minimum = Quantile.Of(stakes, parameters.MinimumStakeQuantile);
        var eligible = considered
            .Where(a => minimum.IsAtMost(StakeOf(a, parameters)))
            .Select(a => new WeightedAccount(a, WeightOf(a, round, parameters, weightMax)));
        return new StakeTable([.. eligible], considered.Count, minimum, weightMax);
    }

    /// <summary>Who stands in genesis has entered; of others who has keys, the network's rule decides.</summary>
    private static bool HasEntered(Account account, Round round, GenesisDocument genesis) =>
        account.IsGenesis
        || (account.RegisteredRound is { } registered
            && (genesis.Own?.Admission ?? EarnedEntry.Instance).HasEntered(
                new Entrant(
                    registered, account.HasCongruentReview, account.Reputation, account.Balance, account.Sponsor),
                round, genesis.Parameters));

    /// <summary>ω of an account that reaches the minimum stake: its stake, the cap, or what its age allows.</summary>
    internal static long WeightOf(Account account, Round round, ProtocolParameters parameters, long? weightMax)
    {
        var stake = StakeOf(account, parameters);
        var ofAge = weightMax ?? stake;
        if (account.Sponsor is not null && parameters.Admission is { AgeingRounds: var ageing })
        {
            var age = round.Number - account.RegisteredRound!.Value.Number;
            ofAge = age >= ageing ? ofAge : (long)((Int128)ofAge * age / ageing);
        }

        return Math.Min(stake, ofAge);
    }
}

/// <summary>An account that is eligible in a round.</summary>
/// <param name="Account">Registered or of genesis.</param>
/// <param name="Weight">ω: integer sub-users, 1 and up.</param>
internal readonly record struct WeightedAccount(Account Account, long Weight);
