using PoR.Consensus.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>Cuts, losses and long delays (invariants S1, L4, L5; D10, D14).</summary>
public sealed class PartitionTests
{
    [Fact(DisplayName = "L4: without a side of t_H seats nothing is decided, and steps go on every 2λ")]
    public void A_cut_without_a_strong_side_decides_nothing()
    {
        for (var seed = 0UL; seed < 20; seed++)
        {
            var options = new PureNetworkOptions { Seed = seed, CanPass = (a, b, _) => a % 2 == b % 2 };
            var network = new PureNetwork(options);
            network.RunUntil(120_000);
            Assert.Empty(network.Decided);

            // t_3 = 16 s, then one step every 4 s, and nobody earlier than his start.
            var (least, most) = (3 + ((118_000 - 16_000) / 4_000), 4 + (120_000 / 4_000));
            Assert.All(network.Nodes, n => Assert.InRange(n.Machine.Step.Number, least, most));
        }
    }

    [Fact(DisplayName = "L4: a side of t_H seats goes on, the other waits and follows after the cut")]
    public void A_strong_side_goes_on()
    {
        for (var seed = 0UL; seed < 50; seed++)
        {
            var network = new PureNetwork(new PureNetworkOptions
            {
                Seed = seed,
                CanPass = (a, b, now) => a < 7 == b < 7 || now > 60_000,
            });
            network.RunUntil(60_000);
            Assert.All(network.Nodes, n => Assert.Equal(n.Index < 7, n.Machine.Ending is not null));
            network.RunUntil(70_000);
            Assert.True(network.HasEnded);
            Assert.Single(network.Decided);
        }
    }

    [Fact(DisplayName = "L5, D10: repetition heals a cut: two steps and 6λ per lost loop")]
    public void Repetition_heals_a_cut()
    {
        var times = new List<long>();
        for (var seed = 0UL; seed < 100; seed++)
        {
            var healsAt = 5_000 + (long)(Xorshift.Mix(seed) % 60_000);
            var network = PureNetwork.Run(new PureNetworkOptions
            {
                Seed = seed,
                CanPass = (a, b, now) => a % 2 == b % 2 || now > healsAt,
            });
            Assert.True(network.HasEnded && network.Decided.Count == 1, $"Seed {seed} has not healed.");
            times.Add(network.Nodes.Max(n => n.EndedAt) - healsAt);
        }

        var bound = (8 * Given.Lambda) + Given.BigLambda + (6 * Given.Lambda);
        Assert.True(times.Max() <= bound, $"It took {times.Max()} ms to heal.");
    }

    [Fact(DisplayName = "D10: without repetition a round may never end")]
    public void Without_repetition_rounds_hang()
    {
        var hanging = 0;
        for (var seed = 0UL; seed < 20; seed++)
        {
            var network = PureNetwork.Run(new PureNetworkOptions
            {
                Seed = seed,
                Repeats = false,
                LosesOneIn = 2,
                TellsCertificates = false,
                StepLimit = 60,
            });
            hanging += network.HasEnded ? 0 : 1;
        }

        Assert.True(hanging > 0);
    }

    [Fact(DisplayName = "L8: with losses of one message in three every round ends with one value")]
    public void Losses_do_not_stall()
    {
        for (var seed = 0UL; seed < 100; seed++)
        {
            var network = PureNetwork.Run(new PureNetworkOptions { Seed = seed, LosesOneIn = 3 });
            Assert.True(network.HasEnded, $"Seed {seed} hangs.");
            Assert.True(network.Decided.Count(d => d is not null) <= 1, $"Seed {seed} decided two blocks.");
        }
    }

    [Fact(DisplayName = "S1: whatever the cuts, delays and members, at most one block besides the empty one")]
    public void Never_two_blocks()
    {
        var forks = 0;
        for (var seed = 0UL; seed < 250; seed++)
        {
            var network = PureNetwork.Run(new PureNetworkOptions
            {
                Seed = seed,
                ByzantineCount = (int)(seed % 4),
                Adversary = new Adversary(),
                DelayMax = Given.Lambda * (1 + (long)(seed % 5)),
                CanPass = Cuts.Random(seed, until: 60_000),
                TellsCertificates = seed % 2 == 0,
                TimeLimit = 300_000,
            });
            Assert.True(network.Decided.Count(d => d is not null) <= 1, $"Seed {seed} decided two blocks.");
            forks += network.Decided.Count > 1 ? 1 : 0;
        }

        // D14: B and ε may both be certified when delays exceed λ; they are counted, not hidden.
        Assert.InRange(forks, 0, 40);
    }

    [Theory(DisplayName = "D14: a cut can certify both B and ε; repetition (D10) prevents it")]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cut_can_certify_a_block_and_the_empty_one(bool repeats)
    {
        // All say (0, B) in step 4; node 0 alone hears it, and is heard no more. The others hear nobody until step 6
        // is over, at about 12 s: its timeout means 1.
        PureNetwork? network = null;
        network = new PureNetwork(new PureNetworkOptions
        {
            Seed = 3,
            Repeats = repeats,
            StartOffsetMax = 0,
            DelayMax = 10,
            BlockDelayMax = 100,
            CanPass = (from, to, now) =>
                from == to
                || network!.Nodes[from].Machine.Step <= Step.BbaStart
                || (from != 0 && (to == 0 || now > 9_000)),
        });
        network.RunUntil(100_000);
        Assert.IsType<RoundEnding.WithBlock>(network.Nodes[0].Machine.Ending);
        Assert.Equal(Step.BbaStart, network.Nodes[0].Machine.Ending?.Step);
        Assert.True(network.HasEnded);
        Assert.Single(network.Decided, d => d is not null);
        Assert.Equal(repeats ? 1 : 2, network.Decided.Count);
    }

    [Fact(DisplayName = "D14: so can a cut that leaves some of the old votes behind, by the coin")]
    public void A_cut_through_step_4_can_fork_though_nodes_repeat()
    {
        var forks = 0;
        for (var seed = 0UL; seed < 20; seed++)
        {
            var network = PureNetwork.Run(new PureNetworkOptions
            {
                Seed = seed,
                StartOffsetMax = 0,
                DelayMax = 1,
                BlockDelayMax = 1,
                CanPass = CutThroughStep4,
                TimeLimit = 100_000,
            });
            Assert.True(network.HasEnded);
            Assert.Single(network.Decided, d => d is not null);
            forks += network.Decided.Count - 1;
        }

        Assert.InRange(forks, 1, 19);
    }

    // Every message takes 1 ms. Nodes 7..9 hear too little of step 3 and hold grade 1. Nodes 0..2 end with B at
    // 4,003, but their votes of step 4 and all later words are not heard. The others do not hear each other while
    // the wait of step 5 runs out.
    private static bool CutThroughStep4(int from, int to, long now) =>
        from == to
        || ((to < 7 || from > 3 || now < 4_001 || now > 8_500)
            && (from < 3 == to < 3 || now < (from < 3 ? 4_002 : 4_003))
            && (from < 3 || now < 8_500 || now > 12_500));
}
