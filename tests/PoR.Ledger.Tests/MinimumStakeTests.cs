using PoR.Core.Genesis;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Ledger.Stake;
using PoR.Ledger.State;

namespace PoR.Ledger.Tests;

public sealed class MinimumStakeTests
{
    private static readonly ProtocolParameters AllIn = ProtocolParameters.Paper with
    {
        MinimumStakeQuantile = new Ratio(0, 1),
    };

    [Fact(DisplayName = "PoR §3.8: only a congruent review without a flag lets its author enter")]
    public void A_flagged_or_incongruent_review_is_no_entry()
    {
        var chain = new Scenario(ProtocolParameters.Paper, TestData.Account(1, 5));
        chain.Commit(
            chain.Review(2, "80", 4), // Congruent,
            chain.Review(3, "60", 5), // mostly so,
            chain.Review(4, "0", 5), // not at all,
            chain.Review(5, "?", 4), // without evidence,
            chain.Review(6, subject: "novel", text: "80 said"),
            chain.Review(7, subject: "novel", text: "80 said")); // or a copy.

        Assert.Equal(
            [true, true, false, false, true, false],
            Enumerable.Range(2, 6).Select(i => chain.Account(i).HasCongruentReview));
    }

    [Fact(DisplayName = "PoR §3.8: keys without a congruent review are no entry, however long they are registered")]
    public void Keys_alone_are_no_entry()
    {
        var chain = new Scenario(AllIn with { LookBackRounds = 2 }, TestData.Account(1, 5));
        chain.Commit(chain.Registration(2));
        chain.SkipEmpty(5);
        Assert.Equal(1, chain.NextTable.Considered);

        chain.Commit(chain.Review(2));
        Assert.Equal(2, chain.NextTable.Considered);
    }

    [Fact(DisplayName = "PoR §6.3.2: the median of three stakes is the one in the middle, which suffices")]
    public void The_median_of_three_is_the_middle()
    {
        var table = TableOf(ProtocolParameters.Paper, [1, 2, 4]);
        Assert.Equal(2, table.MinimumStake!.Value.Floor);
        Assert.Equal(2, table.Eligible.Length);
    }

    [Theory(DisplayName = "PoR §6.3.2.1, §6.3.2.2: of 3 ones and 12 twos, of 7 ones and 8 twos, the median is 2")]
    [InlineData(3, 12)]
    [InlineData(7, 8)]
    public void The_papers_examples(int ones, int twos)
    {
        var table = TableOf(ProtocolParameters.Paper, Enumerable.Repeat(1L, ones).Concat(Enumerable.Repeat(2L, twos)));

        Assert.Equal(2, table.MinimumStake!.Value.Floor);
        Assert.Equal(twos, table.Eligible.Length);
        Assert.Equal(2 * twos, table.TotalWeight);
    }

    [Fact(DisplayName = "PoR §6.3.2: of 1,200, 100 blacklisted and 200 below the minimum stake, 900 are eligible")]
    public void The_papers_network()
    {
        var accounts = Enumerable.Range(0, 1200).Select(i =>
            TestData.Account(i, i is >= 100 and < 300 ? 1 : 2, blacklistedUntil: i < 100 ? 1_000 : 0));
        var table = LedgerState.Of(TestData.Genesis(ProtocolParameters.Paper, accounts));
        var view = CommitteeViews.Of(table, table);

        Assert.Equal(900, view.Members.Length);
        Assert.Equal(1800, view.TotalWeight);
        Assert.Equal(new Round(1), view.Round);
        Assert.True(view.Members.Zip(view.Members.Skip(1)).All(p => p.First.Key.CompareTo(p.Second.Key) < 0));
    }

    [Theory]
    [InlineData(1, 2, 5, 2)] // Rank 2.5 of 1, 2, 3, 4 lies half way from 2 to 3.
    [InlineData(1, 4, 5, 4)] // Rank 1.25.
    [InlineData(0, 1, 1, 1)]
    [InlineData(1, 1, 4, 1)]
    [InlineData(1, 100, 1, 1)] // Before the first value: the first.
    public void Quantiles_are_exact(int numerator, int denominator, int expected, int expectedDenominator)
    {
        var quantile = Quantile.Of([1, 2, 3, 4], new Ratio(numerator, denominator));

        Assert.Equal(quantile.Numerator * expectedDenominator, quantile.Denominator * expected);
    }

    [Fact]
    public void A_fraction_between_two_reputations_keeps_the_lower_one_out()
    {
        Assert.Equal([3L, 4L], WeightsOf(ProtocolParameters.Paper, [1, 2, 3, 4])); // The median is 2.5.
        Assert.Equal([7L], WeightsOf(ProtocolParameters.Paper, [7]));
        Assert.Throws<ArgumentException>(() => Quantile.Of([], new Ratio(1, 2)));
    }

    [Fact(DisplayName = "PoR §6.3.2: while the median is 1, everybody with reputation takes part")]
    public void Median_of_one_keeps_nobody_out() =>
        Assert.Equal([1L, 1L, 1L, 4L], WeightsOf(ProtocolParameters.Paper, [0, 0, 1, 1, 1, 4]));

    [Fact]
    public void No_quantile_is_no_minimum_and_zero_never_weighs() =>
        Assert.Equal([1L, 9L, 50L], WeightsOf(AllIn, [0, 1, 9, 50]));

    [Fact(DisplayName = "D1: no weight is above c times the weighted median, and none below 1")]
    public void Weights_are_capped_at_the_weighted_median()
    {
        Assert.Equal([2L, 4L, 4L, 9L, 9L], WeightsOf(Capped(1, 1), [2, 4, 4, 9, 10])); // 19 of 29 lie up to 9.
        Assert.Equal([2L, 4L, 4L, 4L, 4L], WeightsOf(Capped(1, 2), [2, 4, 4, 9, 10]));
        Assert.Equal([2L, 4L, 4L, 9L, 10L], WeightsOf(Capped(3, 2), [2, 4, 4, 9, 10]));
        Assert.Equal([1L, 1L, 1L], WeightsOf(Capped(1, 10), [2, 4, 9]));
        Assert.Equal(1, new Scenario(Capped(1, 10), TestData.Account(1, 9)).State.WeightMax);
        Assert.Equal([3L, 3L, 3L], WeightsOf(Capped(1, 1), [3, 3, 6])); // Exactly half is enough.
    }

    [Fact(DisplayName = "D1: after genesis an account counts with what it weighed, so that one with much lifts no cap")]
    public void The_cap_before_bounds_what_an_account_counts()
    {
        var chain = new Scenario(
            Capped(1, 2), [.. Enumerable.Range(1, 9).Select(i => TestData.Account(i, 10)), TestData.Account(10, 80)]);
        Assert.Equal(5, chain.State.WeightMax); // 90 of 170 are of those with 10.

        // Account 10 gains what would make its 100 more than half of all, but counts with 5 of 50.
        for (var i = 0; i < 10; i++)
            chain.Commit(chain.Review(10));
        Assert.Equal((100, 5), (chain.Account(10).Reputation, chain.State.WeightMax));
    }

    [Fact(DisplayName = "D1: many accounts of little reputation leave the cap where it is")]
    public void Heads_do_not_move_the_cap()
    {
        IEnumerable<GenesisAccount> accounts =
            [.. Enumerable.Range(0, 100).Select(i => TestData.Account(i, 100)),
                .. Enumerable.Range(100, 1_000).Select(i => TestData.Account(i, 3))];

        Assert.Equal(50, new Scenario(Capped(1, 2), accounts).State.WeightMax);
    }

    [Fact(DisplayName = "PoR Figure 10, D38: stake in tokens weighs balances and ignores reputation")]
    public void Tokens_weigh_balances()
    {
        var chain = new Scenario(
            AllIn with { StakeKind = StakeKind.Tokens },
            TestData.Account(1, 0, 100), TestData.Account(2, 50, 0), TestData.Account(3, 1, long.MaxValue - 100));

        Assert.Equal(long.MaxValue, chain.NextTable.TotalWeight);
        Assert.Equal(2, chain.NextTable.Eligible.Length);
    }

    [Fact(DisplayName = "D35: when nobody is eligible the blacklist is ignored and every weight is 1")]
    public void A_network_without_weight_goes_on()
    {
        var chain = new Scenario(
            ProtocolParameters.Hardened, TestData.Account(1, 9, blacklistedUntil: 500), TestData.Account(2, 0));
        chain.SkipEmpty(1);

        Assert.True(chain.NextTable.IsFallback);
        Assert.Equal([1L, 1L], chain.NextTable.Eligible.Select(e => e.Weight));
    }

    [Fact(DisplayName = "PoR §3.8: a newcomer weighs after k rounds and a congruent review")]
    public void Newcomers_earn_their_entry()
    {
        var chain = new Scenario(AllIn, TestData.Account(1, 5));
        chain.Commit(chain.Registration(2), chain.Registration(3), chain.Review(4));
        chain.Commit(chain.Review(2), chain.Review(3, "100", 0));

        chain.SkipEmpty(7); // Round 9: the next is 10, and 10 − 10 is before registration.
        Assert.Equal([TestData.Key(1)], EligibleIn(chain));
        chain.SkipEmpty(1);
        Assert.Equal(new[] { TestData.Key(1), TestData.Key(2) }.Order(), EligibleIn(chain));
    }

    [Fact(DisplayName = "D5: reputation and blacklist can come from an earlier state, seed and round never do")]
    public void Stake_can_look_further_back()
    {
        var chain = new Scenario(AllIn, TestData.Account(1, 5));
        var genesis = chain.State;
        chain.Commit(chain.Review(1));
        var view = CommitteeViews.Of(genesis, chain.State);

        Assert.Equal((5L, 2L), (view.TotalWeight, view.Round.Number));
        Assert.Equal((chain.State.Seed, chain.State.BlockDigest), (view.Seed, view.Parent));
        Assert.Throws<ArgumentException>(() => CommitteeViews.Of(chain.State, genesis));
    }

    [Fact(DisplayName = "D5: who has been banned since has no seat, and moves neither W nor another's weight")]
    public void A_later_ban_moves_nobody_else()
    {
        var chain = new Scenario(
            AllIn with { WeightCapInMedians = new Ratio(1, 1) },
            Enumerable.Range(1, 5).Select(i => TestData.Account(i, i)));
        var genesis = chain.State;
        var before = CommitteeViews.Of(genesis, chain.State);
        chain.SkipEmpty(2);
        chain.Accuse(TestData.NoConfidence(1, 1), TestData.NoConfidence(5, 1));
        var after = CommitteeViews.Of(genesis, chain.State);

        Assert.Equal(
            (before.TotalWeight, before.CertificateThreshold), (after.TotalWeight, after.CertificateThreshold));
        Assert.Equal(
            before.Members.Where(m => m.Key != TestData.Key(1) && m.Key != TestData.Key(5)), after.Members);
    }

    [Fact(DisplayName = "D35: when nothing of W is left unbanned the later bans are ignored")]
    public void If_all_are_banned_since_nobody_is()
    {
        var chain = new Scenario(AllIn, TestData.Account(1, 5), TestData.Account(2, 3));
        var genesis = chain.State;
        chain.SkipEmpty(1);
        chain.Accuse(TestData.NoConfidence(1, 1), TestData.NoConfidence(2, 1));

        Assert.Equal(2, CommitteeViews.Of(genesis, chain.State).Members.Length);
    }

    [Fact(DisplayName = "PoR §7: the honest share of the eligible weight is exact")]
    public void Honest_share()
    {
        var chain = new Scenario(AllIn, TestData.Account(1, 5), TestData.Account(2, 3), TestData.Account(3, 1));
        var share = WeightShare.Of(
            CommitteeViews.Of(chain.State, chain.State), new HashSet<PublicKey> { TestData.Key(1), TestData.Key(3) });

        Assert.Equal(new WeightShare(6, 9), share);
    }

    [Fact]
    public void A_genesis_that_breaks_its_own_rules_is_our_mistake()
    {
        Assert.Throws<ArgumentException>(() => new Scenario(AllIn, TestData.Account(1, Account.ReputationMax + 1)));
        Assert.Throws<ArgumentException>(() => new Scenario(
            AllIn, TestData.Account(1, 1, long.MaxValue), TestData.Account(2, 1, 1)));
        Assert.Throws<ArgumentException>(() => new Scenario(AllIn, TestData.Account(1), TestData.Account(1)));
    }

    private static ProtocolParameters Capped(int numerator, int denominator) =>
        AllIn with { WeightCapInMedians = new Ratio(numerator, denominator) };

    private static IEnumerable<PublicKey> EligibleIn(Scenario chain) =>
        chain.NextTable.Eligible.Select(e => e.Account.PublicKey);

    private static IEnumerable<long> WeightsOf(ProtocolParameters parameters, IEnumerable<long> reputations) =>
        TableOf(parameters, reputations).Eligible.Select(e => e.Weight).Order();

    private static StakeTable TableOf(ProtocolParameters parameters, IEnumerable<long> reputations) =>
        new Scenario(parameters, reputations.Select((r, i) => TestData.Account(i, r))).NextTable;
}
