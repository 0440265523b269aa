using PoR.Consensus.Agreement;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>D6: bit 0 requires a value.</summary>
public sealed class LivelockTests
{
    private const int StuckAtStep = 200;
    private const int SeedCount = 30;

    [Fact(DisplayName = "D6: taken literally, Algorand'_2 never ends a round in which a cut made all hold ⊥")]
    public void Literal_rules_livelock_after_a_cut() =>
        Assert.InRange(CountStuck(LiteralBitRules.Instance), 5, SeedCount);

    [Fact(DisplayName = "D6: with its rule none of the same rounds is stuck")]
    public void With_the_rule_no_round_livelocks() => Assert.Equal(0, CountStuck(BitRules.Default));

    [Fact(DisplayName = "D6: nothing changes while delays stay within λ")]
    public void The_rule_changes_nothing_within_λ()
    {
        for (var seed = 0UL; seed < 60; seed++)
        {
            var options = new PureNetworkOptions { Seed = seed, ByzantineCount = 2, Adversary = new Adversary() };
            var with = PureNetwork.Run(options);
            var without = PureNetwork.Run(options with { Bits = LiteralBitRules.Instance });
            Assert.Equal(with.Decided, without.Decided);
            Assert.Equal(with.Nodes.Select(n => n.EndedAt), without.Nodes.Select(n => n.EndedAt));
        }
    }

    private static int CountStuck(BitRules bits)
    {
        var stuck = 0;
        for (var seed = 0UL; seed < SeedCount; seed++)
        {
            var healsAt = 20_000 + (long)(Xorshift.Mix(seed) % 40_000);
            var network = PureNetwork.Run(new PureNetworkOptions
            {
                Seed = seed,
                Bits = bits,
                CanPass = (a, b, now) => a % 2 == b % 2 || now > healsAt,
                StepLimit = StuckAtStep,
            });
            stuck += network.HasEnded ? 0 : 1;
        }

        return stuck;
    }
}
