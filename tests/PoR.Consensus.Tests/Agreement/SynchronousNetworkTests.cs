using PoR.Consensus.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>Delays within λ and Λ: what the theorems promise (PoR §6; invariants S1, S3, S5, S6, L1, L2).</summary>
public sealed class SynchronousNetworkTests
{
    private const long Bound = (4 * Given.Lambda) + Given.BigLambda;

    [Fact(DisplayName = "PoR §6.5: an honest leader's block is decided within 4λ + Λ', by all within λ of each other")]
    public void Honest_leaders_block_is_decided_in_time()
    {
        for (var seed = 0UL; seed < 300; seed++)
        {
            var network = PureNetwork.Run(new PureNetworkOptions { Seed = seed });
            AssertGoodRound(network, seed);
        }
    }

    [Fact(DisplayName = "PoR §6.5: so it is when certificates are not told, but for the votes")]
    public void Votes_alone_end_the_round()
    {
        for (var seed = 0UL; seed < 100; seed++)
        {
            var network = PureNetwork.Run(new PureNetworkOptions { Seed = seed, TellsCertificates = false });
            AssertGoodRound(network, seed);
            Assert.All(network.Nodes, n => Assert.IsType<RoundEnding.WithBlock>(n.Machine.Ending));
        }
    }

    [Fact(DisplayName = "PoR §6.5: with a fixed t_4 Byzantine voters do not delay an honest leader's block")]
    public void Byzantine_voters_do_not_delay_an_honest_leader()
    {
        for (var seed = 0UL; seed < 300; seed++)
        {
            var network = PureNetwork.Run(new PureNetworkOptions
            {
                Seed = seed,
                ByzantineCount = 3,
                Timing = Given.Timing.WithFixedBbaStart(),
                Proposes = node => node < 7,
                Adversary = new Adversary(),
            });
            AssertGoodRound(network, seed);
        }
    }

    [Theory(DisplayName = "Members that fall silent after step 2 can take a good block, but for a fixed t_4")]
    [InlineData(false)]
    [InlineData(true)]
    public void Members_that_vote_only_in_step_2_harm_without_a_fixed_t_4(bool isFixed)
    {
        var late = 0;
        for (var seed = 0UL; seed < 100; seed++)
        {
            var network = PureNetwork.Run(new PureNetworkOptions
            {
                Seed = seed,
                ByzantineCount = 3,
                Timing = isFixed ? Given.Timing.WithFixedBbaStart() : Given.Timing,
                IsSlow = node => node > 3,
                Proposes = node => node < 7,
                Adversary = new FallsSilent(),
            });
            Assert.True(network.HasEnded && network.Decided.Count == 1, $"Seed {seed} has not ended well.");
            AssertGrades(network, seed);
            late += network.Decided is [null] || network.Nodes.Max(n => n.EndedAt) > Bound ? 1 : 0;
        }

        Assert.True(isFixed ? late == 0 : late > 90, $"{late} rounds were late or empty.");
    }

    [Fact(DisplayName = "PoR §6.5: Byzantine leaders and voters: one block or the empty one, grades at most 1 apart")]
    public void Byzantine_rounds_end_with_one_value()
    {
        var times = new List<long>();
        for (var seed = 0UL; seed < 300; seed++)
        {
            var network = PureNetwork.Run(new PureNetworkOptions
            {
                Seed = seed,
                ByzantineCount = 3,
                Adversary = new Adversary(),
                Verdict = (_, value) => value.Leader.Bytes.ToArray()[^1] >= 7 && seed % 3 == 0
                    ? BlockVerdict.Bad
                    : BlockVerdict.Good,
            });
            Assert.True(network.HasEnded, $"Seed {seed} has not ended.");
            Assert.True(network.Decided.Count == 1, $"Seed {seed} decided twice.");
            AssertGrades(network, seed);
            Assert.True(Spread(network) <= Given.Lambda, $"Seed {seed}: {Spread(network)} ms apart.");
            times.Add(network.Nodes.Max(n => n.EndedAt));
        }

        // L2: (12/p_h + 8)λ + Λ for p_h at h = 0.7.
        Assert.True(times.Average() <= ((12 / 0.593) + 8) * Given.Lambda + Given.BigLambda);
    }

    [Fact(DisplayName = "PoR §5.2 step 3: a block that all find bad costs one wave more, and evidence is at hand")]
    public void Bad_block_ends_empty_with_evidence()
    {
        for (var seed = 0UL; seed < 100; seed++)
        {
            var network = PureNetwork.Run(new PureNetworkOptions
            {
                Seed = seed,
                TellsCertificates = false,
                Verdict = (_, _) => BlockVerdict.Bad,
            });
            Assert.Equal([null], network.Decided);
            Assert.All(network.Nodes, n => Assert.Equal(Step.BlockDecision, n.Machine.Ending?.Step));
            Assert.True(network.Nodes.Max(n => n.EndedAt) <= Bound + Given.Lambda);
            var tally = network.Nodes[0].Tallies[Step.BlockVerification];
            Assert.True(tally.VotesForNoConfidence(tally.Summary.NoConfidenceQuorum!).Length >= 7);
        }
    }

    [Fact(DisplayName = "PoR §5.2 step 3: verifiers split half and half: the empty block, and nobody is blamed")]
    public void Split_verdicts_end_empty_without_evidence()
    {
        for (var seed = 0UL; seed < 100; seed++)
        {
            var network = PureNetwork.Run(new PureNetworkOptions
            {
                Seed = seed,
                Verdict = (node, _) => node % 2 == 0 ? BlockVerdict.Bad : BlockVerdict.Good,
            });
            Assert.Equal([null], network.Decided);
            Assert.All(network.Nodes, n => Assert.Null(n.Tallies[Step.BlockVerification].Summary.NoConfidenceQuorum));
        }
    }

    [Fact(DisplayName = "PoR §5.2 step 2: a silent leader costs the round its block, not its end")]
    public void Silent_leader_ends_empty()
    {
        for (var seed = 0UL; seed < 60; seed++)
        {
            var network = PureNetwork.Run(new PureNetworkOptions
            {
                Seed = seed,
                ByzantineCount = 1,
                TicketRank = node => node == 9 ? 0 : 5 + (ulong)node,
                Adversary = new SilentLeader(),
            });
            Assert.Equal([null], network.Decided);
        }
    }

    [Fact]
    public void Nobody_proposes_and_the_round_ends_empty()
    {
        var network = PureNetwork.Run(new PureNetworkOptions { Proposes = _ => false });
        Assert.Equal([null], network.Decided);
    }

    private static void AssertGoodRound(PureNetwork network, ulong seed)
    {
        Assert.True(network.HasEnded && network.Decided is [not null], $"Seed {seed} has no block.");
        Assert.True(network.Nodes.Max(n => n.EndedAt) <= Bound, $"Seed {seed} took too long.");
        Assert.True(Spread(network) <= Given.Lambda, $"Seed {seed}: {Spread(network)} ms apart.");
        AssertGrades(network, seed);
    }

    private static void AssertGrades(PureNetwork network, ulong seed)
    {
        var grades = network.Nodes.Select(n => n.Grade).OfType<int>().ToArray();
        Assert.True(grades.Length == 0 || grades.Max() - grades.Min() <= 1, $"Seed {seed}: grades too far apart.");
        var values = network.Nodes.Where(n => n.Grade > 0).Select(n => n.Said[Step.BbaStart].Value).Distinct();
        Assert.True(values.Count() <= 1, $"Seed {seed}: two values with a grade.");
    }

    private static long Spread(PureNetwork network) =>
        network.Nodes.Max(n => n.EndedAt) - network.Nodes.Min(n => n.EndedAt);

    private sealed class FallsSilent : Adversary
    {
        public override void Vote(PureNetwork network, int member, Step step)
        {
            // The least ticket's block: every honest node votes for it, now or later.
            var value = network.Blocks.MinBy(b => network.TicketOf(b.Leader.Bytes.ToArray()[^1]).Rank);
            foreach (var to in network.Nodes.Where(_ => step == Step.LeaderSelection))
                Say(network, member, to.Index, step, new Position(value));
        }
    }

    private sealed class SilentLeader : Adversary
    {
        public override void Propose(PureNetwork network, int member)
        {
            foreach (var to in network.Nodes)
                network.Send(member, to.Index, new Packet.OfTicket(network.TicketOf(member)));
        }

        public override void Vote(PureNetwork network, int member, Step step)
        {
        }
    }
}
