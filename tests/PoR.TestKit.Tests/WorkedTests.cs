using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Core.Rounds;
using PoR.Simulation.Adversaries;
using PoR.Simulation.Adversaries.Strategies;
using PoR.Wire;

namespace PoR.TestKit.Tests;

/// <summary>Three tests as a user of the kit writes them; its README shows pieces of them.</summary>
public sealed class WorkedTests
{
    private const int LimitMs = 60_000;

    [Fact(DisplayName = "F4: 80 % of the nodes go on in a cut, the others wait for its end and catch up",
        Timeout = LimitMs)]
    public async Task A_partition_and_its_latency()
    {
        await Task.Yield();
        var promised = TimeSpan.FromSeconds(18.5); // 4λ + Λ′.
        var (start, end) = (TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(80));
        using var network = PoRNetwork.Create().Seed(7).Cut("80%@20s+60s").Build();
        var (majority, minority) = (network.Nodes[..16], network.Nodes[16..]);

        network.RunFor(start);
        var before = minority[0].Round;
        network.RunFor(end - start);
        var cut = majority[0].Round;
        Assert.All(minority, node => Assert.InRange(node.Round, before, before + 1)); // One was nearly decided.
        network.RunUntilDecided(cut, within: promised);

        Assert.True(cut > before + 5);
        for (var round = before + 2; round <= cut; round++)
        {
            Assert.True(network.LatencyOf(round, majority) < promised);
            Assert.True(network.LatencyOf(round) > end - network.Facts.First(seen =>
                seen.Fact is Fact.RoundStarted started && started.Round.Number == round).At);
        }
    }

    [Fact(DisplayName = "F31: whoever equivocates is blacklisted, and nobody else", Timeout = LimitMs)]
    public async Task An_equivocator_is_blacklisted()
    {
        await Task.Yield();
        using var network = PoRNetwork.Create().Seed(7).With(new SplitVoter(), share: 0.2).Build();
        var hostile = network.Nodes.Where(node => !node.IsHonest).SelectMany(node => node.Participants).ToHashSet();

        var evidence = network.Expect<Fact.EvidenceSeen>(within: TimeSpan.FromSeconds(30)).Evidence;
        network.RunUntil(() => network.HonestNodes.All(node => BlacklistedAt(node).SetEquals(hostile)));

        Assert.Contains(evidence.Accused, hostile);
        var shares = network.Adversaries[0].ShareByRound;
        Assert.InRange(shares[1], 0.1, 0.2);
        network.RunUntilDecided(network.Nodes[0].Round + 1);
        Assert.Equal(0, shares[network.Nodes[0].Round]);

        static HashSet<Core.Identities.PublicKey> BlacklistedAt(PoRNode node) =>
        [
            .. node.Ledger.Accounts.InOrder.Where(a => a.BlacklistedUntil > Round.Genesis).Select(a => a.PublicKey),
        ];
    }

    [Fact(DisplayName = "F24: all nodes crash at once and start again; nobody signs a step twice", Timeout = LimitMs)]
    public async Task Everybody_crashes_and_comes_back()
    {
        await Task.Yield();
        using var network = PoRNetwork.Create().Seed(7)
            .CrashAt(TimeSpan.FromSeconds(11), down: TimeSpan.FromSeconds(20))
            .Build();

        network.RunUntil(() => network.Nodes.All(node => !node.IsUp), within: TimeSpan.FromSeconds(12));
        var before = network.Nodes.Select(node => node.Round).ToArray();
        network.RunFor(TimeSpan.FromSeconds(20));
        Assert.All(network.Nodes, node => Assert.True(node.IsUp && node.Machine.Life == 1));
        network.RunUntilDecided(before.Max() + 4);

        var signed = network.Facts.Select(seen => seen.Fact).OfType<Fact.BallotSigned>()
            .GroupBy(fact => (fact.Vote.Ballot.Sender, fact.Vote.Ballot.Round, fact.Vote.Ballot.Step));
        Assert.All(signed, step => Assert.Single(step.DistinctBy(fact => fact.Vote.Digest)));
        network.AssertInvariants();
    }

    [Fact(DisplayName = "A user's own adversary is a class of a few lines", Timeout = LimitMs)]
    public async Task An_adversary_of_ones_own()
    {
        await Task.Yield();
        using var network = PoRNetwork.Create().With(new HalfBlocks(), share: 0.3).Build();
        network.RunUntilDecided(6);

        Assert.DoesNotContain(network.Facts, seen => seen.Fact is Fact.EvidenceSeen);
        Assert.Equal(0, network.Forks);
    }

    /// <summary>Keeps its blocks, and those that it would pass on, from half of the network.</summary>
    private sealed class HalfBlocks : Adversary
    {
        public override IEnumerable<PeerMessage> Say(HostileNode me, NodeId to, PeerMessage message) =>
            message is PeerMessage.ProposalSent && to.Index % 2 == 0 ? [] : [message];
    }
}
