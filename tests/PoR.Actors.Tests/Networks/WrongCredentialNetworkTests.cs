using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.TestKit.Adversaries;

namespace PoR.Actors.Tests.Networks;

/// <summary>A member that signs wrong credentials is banned; members that a cut or a fork has misled are not.</summary>
public sealed class WrongCredentialNetworkTests
{
    private const int LimitMs = 120_000;
    private const int Nodes = 20;
    private const int Hostile = Nodes - 1;
    private const long Seed = 5;

    [Theory(
        DisplayName = "PoR §6.5.1: whoever signs wrong credentials, and shows them to one node, is banned by the next "
            + "block that is not empty; nobody else is, and rounds go on",
        Timeout = LimitMs)]
    [InlineData(null)]
    [InlineData(4)]
    public async Task It_is_banned(int? degree)
    {
        await Task.Yield();
        using var network = SmallNetwork.Of(
            Nodes,
            s => s with
            {
                Run = s.Run with { Seed = Seed },
                Network = s.Network with { GossipDegree = degree },
            },
            propsOf: Puppet.From(Hostile));
        var forger = new WrongCredentials(network, Seed, Hostile, to: 7);
        network.Until(() => Enumerable.Range(0, Hostile).All(node => network.RoundOf(node) >= 8));

        var blocks = network.Blocks(0).Select(certified => certified.Block).ToArray();
        var first = blocks.First(block => block.Header.Round > forger.Rounds.Min && !block.IsEmpty);
        var evidence = Assert.IsType<Evidence.WrongCredential>(Assert.Single(first.Evidence));
        Assert.Equal((forger.Key, new Round(1)), (evidence.Accused, evidence.Round));
        Assert.All(forger.Rounds, round => Assert.True(round <= first.Header.Round));
        Assert.All(blocks.SelectMany(block => block.Evidence), piece => Assert.Equal(forger.Key, piece.Accused));
        var seen = network.Facts.OfType<Fact.EvidenceSeen>().ToArray();
        Assert.All(seen, fact => Assert.Equal(forger.Key, fact.Evidence.Accused));
        Assert.Equal(
            Hostile, seen.Where(fact => fact.Evidence.Round == evidence.Round).DistinctBy(fact => fact.Node).Count());

        var state = network.Chain(0).Tip.State;
        var until = state.FindAccount(forger.Key)!.BlacklistedUntil; // What it said until then extends it.
        Assert.InRange(until.Number - state.Parameters.BlacklistRounds - first.Header.Round.Number, 0, 2);
        Assert.All(
            Enumerable.Range(0, Hostile),
            node => Assert.Equal(Round.Genesis, state.FindAccount(network.ParticipantOf(node))!.BlacklistedUntil));
        Assert.Contains(blocks, block => block.Header.Round > first.Header.Round && !block.IsEmpty);
        Assert.Empty(network.Breaches());
    }

    [Theory(DisplayName = "D15: honest members that have voted on a branch that was left are not accused",
        Timeout = LimitMs)]
    [InlineData(4, 3)]
    [InlineData(20, 27)]
    public async Task A_fork_accuses_nobody(int nodes, long seed)
    {
        await Task.Yield();
        using var fork = new ForkWithoutCut(nodes, seed, "hardened", degree: null, tells: false);
        fork.Play();
        fork.Network.Until(() => fork.Honest.All(node => fork.Network.RoundOf(node) >= 12));

        Assert.Contains(fork.Network.Facts, fact => fact is Fact.TipMoved { IsSwitch: true });
        Assert.Empty(fork.Network.Facts.OfType<Fact.EvidenceSeen>());
        Assert.All(fork.Network.Blocks(0), block => Assert.Empty(block.Block.Evidence));
    }

    [Fact(DisplayName = "D15: no cut, whenever it comes and however it parts them, has an honest member accused",
        Timeout = LimitMs)]
    public async Task Cuts_accuse_nobody()
    {
        await Task.Yield();
        (string Parts, string Kind)[] ways =
        [
            ("halves", ""), ("thirds", ",delayed"), ("70/30", ""), ("80%", ",oneway"), ("halves", ",delayed"),
            ("nodes:3", ""),
        ];
        for (var seed = 0; seed < 30; seed++)
        {
            var (parts, kind) = ways[seed % ways.Length];
            var cut = FormattableString.Invariant($"{parts}@{1 + (seed * 0.7):0.#}s+25s{kind}");
            var settings = Lab.Nodes(7, seed % 2 == 0 ? [] : ["network.gossip-degree=4"]).WithFaults(cut);
            using var network = new TestWorld(settings with { Run = settings.Run with { Seed = seed } });
            network.Decide(8);

            var seen = network.Facts.OfType<Fact.EvidenceSeen>().FirstOrDefault();
            Assert.True(seen is null, $"Seed {seed}, {cut}: {seen}");
        }
    }
}
