using PoR.Consensus.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>What good networks rarely see is reached by seeds: no branch of the machine stays untried.</summary>
public sealed class RareEventTests
{
    private static readonly IReadOnlyList<PureNetwork> Runs = [.. Enumerable.Range(0, 300).Select(Run)];

    [Fact(DisplayName = "PoR §5.2: rounds end at step 7 or later with a block")]
    public void Late_block_endings_are_reached() =>
        Assert.Contains(Runs, r => EndingsOf(r).Any(e => e is RoundEnding.WithBlock && e.Step.Number >= 7));

    [Fact(DisplayName = "PoR §5.2: rounds end empty with the votes of step 5, and of step 8 or later")]
    public void Empty_endings_are_reached()
    {
        Assert.Contains(Runs, r => EndingsOf(r).Any(e => e is RoundEnding.WithEmptyBlock && e.Step.Number == 5));
        Assert.Contains(Runs, r => EndingsOf(r).Any(e => e is RoundEnding.WithEmptyBlock && e.Step.Number >= 8));
    }

    [Fact(DisplayName = "PoR §5.2: a genuine coin is thrown, and decides both ways")]
    public void Genuine_coins_decide_both_ways()
    {
        var thrown = Runs.Where(r => r.Nodes.Any(n => n.Machine.CoinThrowCount > 0)).ToArray();
        Assert.Contains(thrown, r => r.Decided is [null]);
        Assert.Contains(thrown, r => r.Decided is [not null]);
    }

    [Fact]
    public void Grade_1_occurs_beside_grade_2() =>
        Assert.Contains(Runs, r => r.Nodes.Any(n => n.Grade == 1) && r.Nodes.Any(n => n.Grade == 2));

    [Fact]
    public void Equivocators_are_seen() =>
        Assert.Contains(Runs, r => r.Nodes[0].Tallies.Values.Any(t => t.Contradictions.Count > 0));

    [Fact(DisplayName = "An equivocating leader's round ends with one of its blocks or empty, never with both")]
    public void Equivocating_leader_gets_one_block_at_most()
    {
        var decided = new HashSet<bool>();
        for (var seed = 0UL; seed < 100; seed++)
        {
            var network = PureNetwork.Run(new PureNetworkOptions
            {
                Seed = seed,
                ByzantineCount = 1,
                TicketRank = node => node == 9 ? 0 : 5 + (ulong)node,
                Adversary = new EquivocatingLeader(),
            });
            Assert.True(network.HasEnded && network.Decided.Count == 1, $"Seed {seed} has not ended well.");
            decided.Add(network.Decided[0] is null);
        }

        Assert.Equal(2, decided.Count); // Both ends occur.
    }

    [Fact(DisplayName = "Rounds of random committees end with one value, members holding many seats")]
    public void Random_committees_end_with_one_value()
    {
        for (var seed = 0UL; seed < 100; seed++)
        {
            // 24 nodes of 0..6 seats, 48 expected; the adversary's 4 nodes have 8 expected: t_H = ⌈0.62 · 48⌉ or so.
            var network = PureNetwork.Run(new PureNetworkOptions
            {
                Seed = seed,
                NodeCount = 24,
                ByzantineCount = 4,
                Threshold = 30,
                Seats = (node, step) => SeatsOf(seed, node, step),
                Adversary = new Adversary(),
            });
            Assert.True(network.HasEnded, $"Seed {seed} has not ended.");
            Assert.True(network.Decided.Count(d => d is not null) <= 1, $"Seed {seed} decided two blocks.");
        }
    }

    private static long SeatsOf(ulong seed, int node, int step) =>
        System.Numerics.BitOperations.PopCount(
            Xorshift.Mix(seed ^ ((ulong)step << 40) ^ ((ulong)node << 20)) & 0b11110);

    private static PureNetwork Run(int number)
    {
        var seed = (ulong)number;
        var options = new PureNetworkOptions
        {
            Seed = seed,
            DelayMax = Given.Lambda * (1 + (number % 4)),
            Adversary = new Adversary(),
            TimeLimit = 300_000,
        };
        return PureNetwork.Run((number % 3) switch
        {
            0 => options with
            {
                ByzantineCount = 3,
                CanPass = (a, b, now) => number % 2 == 0 || a % 2 == b % 2 || now > 12_000,
            },
            1 => options with
            {
                ByzantineCount = number % 4,
                Proposes = n => n < 7,
                CanPass = Cuts.Random(seed, 60_000, 3_000),
            },
            _ => options with { LosesOneIn = 3, BlockDelayMax = Given.Lambda },
        });
    }

    private static IEnumerable<RoundEnding> EndingsOf(PureNetwork network) =>
        network.Nodes.Select(n => n.Machine.Ending).OfType<RoundEnding>();

    private sealed class EquivocatingLeader : Adversary
    {
        public override void Propose(PureNetwork network, int member)
        {
            var split = 1 + network.Random.Below(8);
            foreach (var to in network.Nodes)
            {
                network.Send(member, to.Index, new Packet.OfTicket(network.TicketOf(member)));
                var value = Given.Block(member, version: to.Index < split ? 0 : 1);
                network.Send(member, to.Index, new Packet.OfBlock(value));
            }
        }

        public override void Vote(PureNetwork network, int member, Step step)
        {
            foreach (var to in network.Nodes)
            {
                var value = Given.Block(member, version: network.Random.Below(2));
                byte? bit = step.CarriesBit ? (byte)network.Random.Below(2) : null;
                Say(network, member, to.Index, step, new Position(value, bit));
            }
        }
    }
}
